import { createHmac, timingSafeEqual } from 'node:crypto';
import { DerError } from '../der/der.js';
import { InputProblem } from '../reading/input-problem.js';
import { addContained, MOST_CONTAINED, MOST_OPENED_KEYS, type ContainedKey, type OpenedContainer } from './container.js';
import { DataInput } from './data-input.js';
import { bmpPassword, derivePkcs12, SHA1 } from './key-derivation.js';
import { keyPairOf, type KeyPair } from './key-pair.js';
import { decryptTripleDes, wrongPassword } from './password-based-encryption.js';

const END = 0;
const CERTIFICATE = 1;
const KEY = 2;
const SECRET = 3;
const SEALED = 4;
const PRIVATE = 0;
const MAC = 20;

/**
 * Reads a BouncyCastle key store of the kind BKS (bc-java, org.bouncycastle.jcajce.provider.keystore.bc.BcKeyStoreSpi). Certificates lie in
 * the clear, so they are read without the password too; a password that is given is checked, and opens the keys.
 * @param bytes of the key store
 * @param password undefined when none was given
 * @throws InputProblem when the password is wrong, or the store is of the kind UBER; DerError when the file is damaged
 */
export function openBks(bytes: Buffer, password: string | undefined): OpenedContainer {
  const input = new DataInput(bytes);
  const version = input.number();
  const salt = input.block();
  const rounds = input.number();
  const begin = input.at;
  if ((bytes[begin] ?? END) > SEALED) throw uber();
  const opened: OpenedContainer = { certificates: [], keys: [], revocationLists: [], notes: [] };
  const sealed: { noticed: ContainedKey; content: Buffer }[] = [];
  for (let kind = input.octet(); kind !== END; kind = input.octet()) {
    const alias = input.text();
    input.skip(8);
    for (let chain = input.number(); chain > 0; chain--) addContained(opened, { der: certificateIn(input), alias });
    if (kind === CERTIFICATE) addContained(opened, { der: certificateIn(input), alias, trusted: true });
    else if (kind === KEY) noticePlainKey(input, alias, opened);
    else if (kind === SECRET) input.block();
    else if (kind === SEALED) {
      const noticed: ContainedKey = { alias, encrypted: true };
      sealed.push({ noticed, content: input.block() });
      opened.keys.push(noticed);
    } else throw new DerError(`an entry of unknown kind ${kind}`, input.at);
    if (opened.keys.length > MOST_CONTAINED)
      throw new InputProblem('TOO_MANY_CERTIFICATES', `The key store holds more than ${MOST_CONTAINED} keys.`);
  }
  const end = input.at;
  if (bytes.length < end + MAC) throw new DerError('a key store that ends before its MAC', bytes.length);
  if (password === undefined) {
    opened.notes.push('The certificates were read without the password of the key store, so its integrity was not checked.');
    return opened;
  }
  // Version 1 took the size of the key in bits for one in bytes.
  const key = derivePkcs12(SHA1, bmpPassword(password), salt, rounds, 3, version === 2 ? MAC : 2);
  const mac = createHmac('sha1', key).update(bytes.subarray(begin, end)).digest();
  if (!timingSafeEqual(mac, bytes.subarray(end, end + MAC))) throw wrongPassword();
  for (const { noticed, content } of sealed.slice(0, MOST_OPENED_KEYS)) Object.assign(noticed, openSealed(content, password));
  return opened;
}

function certificateIn(input: DataInput): Buffer {
  input.text();
  return input.block();
}

function noticePlainKey(input: DataInput, alias: string, opened: OpenedContainer): void {
  const key = keyIn(input);
  if (key) opened.keys.push({ alias, encrypted: false, ...pairOf(key) });
}

/** The encoding of a private key; nothing for one of another kind. */
function keyIn(input: DataInput): Buffer | undefined {
  const kind = input.octet();
  input.text();
  input.text();
  const encoded = input.block();
  return kind === PRIVATE ? encoded : undefined;
}

const pairOf = (key: Buffer): Partial<KeyPair> => keyPairOf({ key, format: 'der', type: 'pkcs8' }) ?? {};

/** A key may have a password of its own, and then stays closed. */
function openSealed(content: Buffer, password: string): Partial<KeyPair> {
  try {
    const input = new DataInput(content);
    const salt = input.block();
    const rounds = input.number();
    const key = keyIn(new DataInput(decryptTripleDes(password, salt, rounds, content.subarray(input.at))));
    return key ? pairOf(key) : {};
  } catch (error) {
    if (error instanceof DerError || (error instanceof InputProblem && error.code !== 'CONTAINER_TOO_COSTLY')) return {};
    throw error;
  }
}

const uber = () =>
  new InputProblem(
    'CONTAINER_NOT_SUPPORTED',
    'This is a BouncyCastle key store of the kind UBER, which is encrypted as a whole with Twofish and not opened here (or a damaged one of the kind BKS). Convert it to PKCS#12 with: keytool -importkeystore -srcstoretype UBER -providerpath bcprov.jar -provider org.bouncycastle.jce.provider.BouncyCastleProvider -srckeystore <file> -destkeystore out.p12 -deststoretype PKCS12.',
  );
