import { createPrivateKey, createPublicKey, type KeyObject, type PrivateKeyInput } from 'node:crypto';

/** A private key, and its public half by which its certificate is found. */
export interface KeyPair {
  /** SubjectPublicKeyInfo. */
  spki: Buffer;
  /** Dropped at once unless the caller is to use it (a probe with the caller's own certificate). */
  key: KeyObject;
}

/**
 * Opens a private key.
 * @param given as node:crypto takes it
 * @returns both halves, or nothing when this Node can't read the key or the passphrase is wrong
 */
export function keyPairOf(given: PrivateKeyInput): KeyPair | undefined {
  try {
    const key = createPrivateKey(given);
    return { spki: createPublicKey(key).export({ type: 'spki', format: 'der' }), key };
  } catch {
    return undefined;
  }
}
