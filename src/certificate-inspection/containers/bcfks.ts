import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { DerElement, DerError, present, TAG } from '../der/der.js';
import { textOf } from '../der/strings.js';
import { InputProblem } from '../reading/input-problem.js';
import { addContained, MOST_OPENED_KEYS, type OpenedContainer } from './container.js';
import { keyPairOf, type KeyPair } from './key-pair.js';
import { bmpPassword, deriveKey, HMACS, unsupported } from './key-derivation.js';
import { passwordRequired, wrongPassword } from './password-based-encryption.js';

const PBES2 = '1.2.840.113549.1.5.13';
const AES256_CCM = '2.16.840.1.101.3.4.1.47';
const CERTIFICATE = 0;

/**
 * Opens a BouncyCastle FIPS key store (bc-java, org.bouncycastle.jcajce.provider.keystore.bcfks: PBKDF2 or scrypt, AES-256-CCM, HMAC).
 * @param password undefined when none was given
 * @throws InputProblem when the password is missing or wrong, or the cipher is not supported; DerError when it is damaged
 */
export function openBcfks(der: Buffer, password: string | undefined): OpenedContainer {
  if (password === undefined) throw passwordRequired('The BCFKS key store');
  const whole = DerElement.at(der);
  const [store, integrity] = whole.children();
  const encrypted = present(store, 'the store', whole);
  if (integrity) checkIntegrity(integrity, encrypted.bytes, password);
  const opened: OpenedContainer = { certificates: [], keys: [], revocationLists: [], notes: [] };
  for (const entry of DerElement.at(decrypt(encrypted, password, 'STORE_ENCRYPTION'))
    .children()
    .findLast(({ tag }) => tag === TAG.sequence)
    ?.children() ?? [])
    readEntry(entry, password, opened);
  return opened;
}

/** Each key is derived from the password with its purpose behind it. */
const passwordFor = (password: string, purpose: string) => Buffer.concat([bmpPassword(password), bmpPassword(purpose)]);

function checkIntegrity(check: DerElement, store: Buffer, password: string): void {
  const [algorithm, derivation, value] = check.children();
  const hash = HMACS[present(present(algorithm, 'the MAC', check).children()[0], 'the MAC', check).oid()];
  if (!hash) throw unsupported('an unknown MAC');
  const mac = createHmac(hash, deriveKey(present(derivation, 'the key derivation', check), passwordFor(password, 'INTEGRITY_CHECK')))
    .update(store)
    .digest();
  const expected = present(value, 'the MAC value', check).content;
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw wrongPassword();
}

function decrypt(encrypted: DerElement, password: string, purpose: string): Buffer {
  const [algorithm, data] = encrypted.children();
  const [type, parameters] = present(algorithm, 'the encryption', encrypted).children();
  if (present(type, 'the encryption', encrypted).oid() !== PBES2) throw unsupported('an unknown encryption');
  const [derivation, scheme] = present(parameters, 'its parameters', encrypted).children();
  const [cipher, ccm] = present(scheme, 'the cipher', encrypted).children();
  if (present(cipher, 'the cipher', encrypted).oid() !== AES256_CCM) throw unsupported('another cipher than AES-256-CCM');
  const [nonce, size] = present(ccm, 'the nonce', encrypted).children();
  const authTagLength = size ? size.smallInteger() : 12;
  const bytes = present(data, 'the data', encrypted).content;
  if (bytes.length < authTagLength || authTagLength < 4) throw new DerError('encrypted data that is too short', encrypted.end);
  const key = deriveKey(present(derivation, 'the key derivation', encrypted), passwordFor(password, purpose), 32);
  try {
    const decipher = createDecipheriv('aes-256-ccm', key, present(nonce, 'the nonce', encrypted).content, { authTagLength });
    decipher.setAuthTag(bytes.subarray(bytes.length - authTagLength));
    const plain = decipher.update(bytes.subarray(0, bytes.length - authTagLength));
    decipher.final();
    return plain;
  } catch {
    throw wrongPassword();
  }
}

function readEntry(entry: DerElement, password: string, opened: OpenedContainer): void {
  const fields = entry.children();
  const kind = present(fields[0], 'the kind of an entry', entry).smallInteger();
  const alias = textOf(present(fields[1], 'the name of an entry', entry)).slice(0, 200);
  const payload = present(
    fields.find(({ tag }) => tag === TAG.octetString),
    'the content of an entry',
    entry,
  ).content;
  if (kind === CERTIFICATE) return addContained(opened, { der: Buffer.from(payload), alias, trusted: true });
  const [protectedKey, chain] = DerElement.at(payload).children();
  const pair = protectedKey && opened.keys.length < MOST_OPENED_KEYS ? openKey(protectedKey, password) : {};
  opened.keys.push({ alias, encrypted: true, ...pair });
  if (chain?.tag !== TAG.sequence) return;
  for (const { tag, bytes } of chain.children()) if (tag === TAG.sequence) addContained(opened, { der: Buffer.from(bytes), alias });
}

/** A key may have a password of its own; the certificates don't depend on it. */
function openKey(protectedKey: DerElement, password: string): Partial<KeyPair> {
  try {
    return keyPairOf({ key: decrypt(protectedKey, password, 'PRIVATE_KEY_ENCRYPTION'), format: 'der', type: 'pkcs8' }) ?? {};
  } catch (error) {
    if (error instanceof InputProblem || error instanceof DerError) return {};
    throw error;
  }
}
