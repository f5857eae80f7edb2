import { createDecipheriv } from 'node:crypto';
import forge from 'node-forge';
import { DerElement, present } from '../der/der.js';
import { InputProblem } from '../reading/input-problem.js';
import { bmpPassword, deriveKey, derivePkcs12, SHA1, unsupported } from './key-derivation.js';

const PBES2 = '1.2.840.113549.1.5.13';
const PKCS12_PBE = '1.2.840.113549.1.12.1.';

/** Ciphers of PBES2 with their key lengths (RFC 8018, appendix B.2). */
const CIPHERS: Readonly<Record<string, { name: string; key: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', key: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', key: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', key: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', key: 24 },
};

/**
 * Decrypts what was encrypted with a password: PBES2 and the ciphers of PKCS#12 (RFC 8018, section 6.2; RFC 7292, appendix C).
 * @param algorithm the AlgorithmIdentifier
 * @param password null for none at all, which differs from an empty one
 * @throws InputProblem WRONG_PASSWORD when the padding is wrong, or when the scheme is not supported or too costly
 */
export function decryptWithPassword(algorithm: DerElement, data: Buffer, password: string | null): Buffer {
  const [type, parameters] = algorithm.children();
  const id = present(type, 'the encryption', algorithm).oid();
  const given = present(parameters, 'its parameters', algorithm);
  if (id === PBES2) return decryptPbes2(given, data, password);
  if (!id.startsWith(PKCS12_PBE)) throw unsupported(`the encryption ${id}`);
  const [salt, rounds] = given.children();
  const derive = (purpose: 1 | 2, length: number) =>
    derivePkcs12(
      SHA1,
      bmpPassword(password),
      present(salt, 'the salt', given).content,
      present(rounds, 'the rounds', given).smallInteger(),
      purpose,
      length,
    );
  switch (id.slice(PKCS12_PBE.length)) {
    case '1':
      return rc4(derive(1, 16), data);
    case '2':
      return rc4(derive(1, 5), data);
    case '3':
      return decryptTripleDes(
        password,
        present(salt, 'the salt', given).content,
        present(rounds, 'the rounds', given).smallInteger(),
        data,
      );
    case '4': {
      const key = derive(1, 16);
      return decipher('des-ede3-cbc', Buffer.concat([key, key.subarray(0, 8)]), derive(2, 8), data);
    }
    case '5':
      return rc2(derive(1, 16), 128, derive(2, 8), data);
    case '6':
      return rc2(derive(1, 5), 40, derive(2, 8), data);
    default:
      throw unsupported(`the encryption ${id}`);
  }
}

/**
 * Decrypts with Triple DES under keys derived as PKCS#12 does with SHA-1 (RFC 7292, appendix C: pbeWithSHAAnd3-KeyTripleDES-CBC).
 * @param password null for none at all
 * @throws InputProblem WRONG_PASSWORD when the padding is wrong, or when it is too costly
 */
export function decryptTripleDes(password: string | null, salt: Buffer, rounds: number, data: Buffer): Buffer {
  const derive = (purpose: 1 | 2, length: number) => derivePkcs12(SHA1, bmpPassword(password), salt, rounds, purpose, length);
  return decipher('des-ede3-cbc', derive(1, 24), derive(2, 8), data);
}

function decryptPbes2(parameters: DerElement, data: Buffer, password: string | null): Buffer {
  const [derivation, scheme] = parameters.children();
  const [type, vector] = present(scheme, 'the cipher', parameters).children();
  const id = present(type, 'the cipher', parameters).oid();
  const cipher = CIPHERS[id];
  if (!cipher) throw unsupported(`the cipher ${id}`);
  const key = deriveKey(present(derivation, 'the key derivation', parameters), Buffer.from(password ?? '', 'utf8'), cipher.key);
  return decipher(cipher.name, key, present(vector, 'the initialisation vector', parameters).content, data);
}

function decipher(name: string, key: Buffer, vector: Buffer, data: Buffer): Buffer {
  try {
    const cipher = createDecipheriv(name, key, vector);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  } catch {
    throw wrongPassword();
  }
}

/** RC2 is gone from OpenSSL 3's default provider; old Windows and Java wrote it. */
function rc2(key: Buffer, bits: number, vector: Buffer, data: Buffer): Buffer {
  const cipher = forge.rc2.createDecryptionCipher(key.toString('latin1'), bits);
  cipher.start(vector.toString('latin1'));
  cipher.update(forge.util.createBuffer(data.toString('latin1')));
  if (!cipher.finish()) throw wrongPassword();
  return Buffer.from(cipher.output.getBytes(), 'latin1');
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, at) => at);
  const swap = (a: number, b: number) => {
    const kept = state[a] as number;
    state[a] = state[b] as number;
    state[b] = kept;
  };
  for (let at = 0, other = 0; at < 256; at++) {
    other = (other + (state[at] as number) + (key[at % key.length] as number)) & 0xff;
    swap(at, other);
  }
  const output = Buffer.alloc(data.length);
  for (let at = 0, first = 0, second = 0; at < data.length; at++) {
    first = (first + 1) & 0xff;
    second = (second + (state[first] as number)) & 0xff;
    swap(first, second);
    output[at] = (data[at] as number) ^ (state[((state[first] as number) + (state[second] as number)) & 0xff] as number);
  }
  return output;
}

/** @returns the refusal of a password; whether the file is damaged instead can't be told */
export const wrongPassword = () =>
  new InputProblem(
    'WRONG_PASSWORD',
    'The password does not open this container (or the file was changed after it was written). Check upper and lower case, blanks at the ends, and which of several passwords belongs to this file.',
  );

/** @returns the refusal of a missing password */
export const passwordRequired = (what: string) =>
  new InputProblem('PASSWORD_REQUIRED', `${what} is protected and no password was given; send it as "password".`);
