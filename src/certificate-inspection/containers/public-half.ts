import { createPrivateKey, createPublicKey, type PrivateKeyInput } from 'node:crypto';

/**
 * The public half of a private key, by which its certificate is found. The key itself is forgotten here.
 * @param key as node:crypto takes it
 * @returns SubjectPublicKeyInfo, or nothing when this Node can't read the key
 */
export function publicHalfOf(key: PrivateKeyInput): Buffer | undefined {
  try {
    return createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'der' });
  } catch {
    return undefined;
  }
}
