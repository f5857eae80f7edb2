import { DerElement, present } from '../der/der.js';
import { InputProblem } from '../reading/input-problem.js';
import type { OpenedContainer } from './container.js';
import { decryptWithPassword } from './password-based-encryption.js';
import { keyPairOf } from './key-pair.js';

const CLOSED = (says: string): OpenedContainer => ({ certificates: [], keys: [{ encrypted: true }], revocationLists: [], notes: [says] });

/**
 * Notices an encrypted PKCS#8 key (RFC 5958, section 3) and finds its public half when the password opens it.
 * @param password undefined when none was given
 * @returns the key alone; a note says why it stayed closed
 */
export function openEncryptedKey(der: Buffer, password: string | undefined): OpenedContainer {
  if (password === undefined)
    return CLOSED('The private key is encrypted; without its password it was not matched against the certificates.');
  const [algorithm, data] = DerElement.at(der).children();
  try {
    const whole = DerElement.at(der);
    const pair = keyPairOf({
      key: decryptWithPassword(present(algorithm, 'the encryption', whole), present(data, 'the key', whole).content, password),
      format: 'der',
      type: 'pkcs8',
    });
    return {
      certificates: [],
      keys: [{ encrypted: true, ...pair }],
      revocationLists: [],
      notes: pair ? [] : ['The password does not open the private key.'],
    };
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    return CLOSED(error.code === 'WRONG_PASSWORD' ? 'The password does not open the private key.' : error.detail);
  }
}

/**
 * Notices a key in the old encrypted PEM form (RFC 1421; its key derivation is a single round, so it costs nothing).
 * @param pem with its header fields
 */
export function openEncryptedPem(pem: Buffer, password: string | undefined): OpenedContainer {
  if (password === undefined)
    return CLOSED('The private key is encrypted; without its password it was not matched against the certificates.');
  const pair = keyPairOf({ key: pem, format: 'pem', passphrase: password });
  return pair
    ? { certificates: [], keys: [{ encrypted: true, ...pair }], revocationLists: [], notes: [] }
    : CLOSED('The password does not open the private key.');
}
