import { createDecipheriv, hash, timingSafeEqual } from 'node:crypto';
import { DerElement, present } from '../der/der.js';
import { keyPairOf, type KeyPair } from './key-pair.js';

const JKS_KEY = '1.3.6.1.4.1.42.2.17.1.1';
const JCEKS_KEY = '1.3.6.1.4.1.42.2.19.1';
const DIGEST = 20;
const MD5 = 16;

/** OpenJDK writes 200,000 rounds at most and refuses more than five million. */
const MOST_ROUNDS = 1_000_000;

/**
 * Opens a private key of a JKS or JCEKS key store (OpenJDK, sun.security.provider.KeyProtector and com.sun.crypto.provider.KeyProtector).
 * @param protectedKey EncryptedPrivateKeyInfo as it lies in the entry
 * @param password of the entry, which is that of the store for most
 * @returns nothing when the password is another one, or the key of a kind that this Node does not know
 */
export function openJavaKey(protectedKey: Buffer, password: string): Partial<KeyPair> {
  const whole = DerElement.at(protectedKey);
  const [algorithm, data] = whole.children();
  const [type, parameters] = present(algorithm, 'the protection of a key', whole).children();
  const bytes = present(data, 'a key', whole).content;
  const id = present(type, 'the protection of a key', whole).oid();
  const key =
    id === JKS_KEY ? openJks(bytes, password) : id === JCEKS_KEY && parameters ? openJceks(parameters, bytes, password) : undefined;
  return (key && keyPairOf({ key, format: 'der', type: 'pkcs8' })) ?? {};
}

/** Salt, key in a stream of chained SHA-1 digests, digest over the key. */
function openJks(bytes: Buffer, password: string): Buffer | undefined {
  if (bytes.length <= 2 * DIGEST) return undefined;
  const secret = Buffer.from(password, 'utf16le').swap16();
  const key = Buffer.from(bytes.subarray(DIGEST, -DIGEST));
  let stream = bytes.subarray(0, DIGEST);
  for (let at = 0; at < key.length; at++) {
    if (at % DIGEST === 0) stream = hash('sha1', Buffer.concat([secret, stream]), 'buffer');
    key[at] = (key[at] as number) ^ (stream[at % DIGEST] as number);
  }
  const expected = hash('sha1', Buffer.concat([secret, key]), 'buffer');
  return timingSafeEqual(expected, bytes.subarray(-DIGEST)) ? key : undefined;
}

/** Triple DES under a key of MD5 digests, one chain for each half of the salt (com.sun.crypto.provider.PBES1Core). */
function openJceks(parameters: DerElement, bytes: Buffer, password: string): Buffer | undefined {
  const [saltField, roundsField] = parameters.children();
  const salt = Buffer.from(present(saltField, 'the salt', parameters).content);
  const rounds = present(roundsField, 'the rounds', parameters).smallInteger();
  if (salt.length !== 8 || rounds < 1 || rounds > MOST_ROUNDS) return undefined;
  // Equal halves would give a key of two equal parts; Sun meant to reverse the first, and exchanges two bytes of it in a way of its own.
  if (salt.subarray(0, 4).equals(salt.subarray(4)))
    for (let at = 0; at < 2; at++) {
      const kept = salt[at] as number;
      salt[at] = salt[3 - at] as number;
      salt[3 - 1] = kept;
    }
  const secret = Buffer.from(password, 'latin1');
  const halves = [salt.subarray(0, 4), salt.subarray(4)].map((half) => {
    // The digest is written over what it was made of, and the password stays behind it.
    const input = Buffer.concat([Buffer.alloc(MD5), secret]);
    input.write(hash('md5', Buffer.concat([half, secret]), 'binary'), 'latin1');
    for (let round = 1; round < rounds; round++) input.write(hash('md5', input, 'binary'), 'latin1');
    return input.subarray(0, MD5);
  });
  const derived = Buffer.concat(halves);
  try {
    const decipher = createDecipheriv('des-ede3-cbc', derived.subarray(0, 24), derived.subarray(24));
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch {
    return undefined;
  }
}
