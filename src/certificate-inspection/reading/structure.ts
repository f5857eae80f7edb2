import { createPublicKey } from 'node:crypto';
import { keyPairOf, type KeyPair } from '../containers/key-pair.js';
import { berToDer, isIndefinite } from '../der/ber.js';
import { DerElement, DerError } from '../der/der.js';

/** The first element of some bytes as DER, and how many bytes it takes; containers of other kinds take all. */
export function sizeUp(bytes: Buffer): { der: Buffer; length: number } {
  if (bytes[0] !== 0x30) return { der: bytes, length: bytes.length };
  if (isIndefinite(bytes)) {
    try {
      return { der: berToDer(bytes), length: bytes.length };
    } catch {
      return { der: bytes, length: bytes.length };
    }
  }
  try {
    const { end } = DerElement.at(bytes);
    return { der: bytes.subarray(0, end), length: end };
  } catch {
    return { der: bytes, length: bytes.length };
  }
}

/** SubjectPublicKeyInfo of a public key, which may be a bare PKCS#1 one. */
export function spkiOf(der: Buffer): Buffer {
  if (DerElement.at(der).first(1)[0]?.tag === 0x30) return der;
  try {
    return createPublicKey({ key: der, format: 'der', type: 'pkcs1' }).export({ type: 'spki', format: 'der' });
  } catch (error) {
    throw new DerError(`a public key that can't be read (${(error as Error).name})`, 0);
  }
}

/** A private key of any of the three structures; nothing when this Node can't read it. */
export function pairOf(der: Buffer): Partial<KeyPair> {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    const pair = keyPairOf({ key: der, format: 'der', type });
    if (pair) return pair;
  }
  return {};
}
