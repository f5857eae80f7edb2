import { constants, createHash, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { ByteReader } from './byte-reader.js';
import { signatureSchemeName } from './tls-names.js';

/** What a server signs before the hash of the handshake (RFC 8446, section 4.4.3). */
const SIGNED = Buffer.concat([Buffer.alloc(64, 0x20), Buffer.from('TLS 1.3, server CertificateVerify\0')]);

/** Public keys of leaves that were met lately: reading one costs as much as the check itself. */
const KEYS_KEPT = 200;
const keys = new Map<string, KeyObject | undefined>();

function publicKeyOf(leaf: Buffer): KeyObject | undefined {
  const known = createHash('sha256').update(leaf).digest('base64');
  if (keys.has(known)) return keys.get(known);
  let key: KeyObject | undefined;
  try {
    key = new X509Certificate(leaf).publicKey;
  } catch {
    // Of a kind that this Node does not know.
  }
  keys.set(known, key);
  const [oldest] = keys.keys();
  if (keys.size > KEYS_KEPT && oldest !== undefined) keys.delete(oldest);
  return key;
}

/**
 * Whether a server has the key of the certificate that it shows (RFC 8446, section 4.4.3).
 * @param leaf DER
 * @param body of its CertificateVerify
 * @param transcript hash of the handshake up to its Certificate
 * @returns undefined where this Node knows the key or the scheme too little to tell
 * @throws TlsSyntaxError when the message is cut
 */
export function ownsItsKey(leaf: Buffer, body: Buffer, transcript: Buffer): boolean | undefined {
  const reader = new ByteReader(body);
  const scheme = signatureSchemeName(reader.number(2));
  const signature = reader.vector(2);
  const key = publicKeyOf(leaf);
  const [, kind, bits] = /^(ed25519|ed448|ecdsa|rsa_pss)\w*?(?:_sha(\d+))?$/.exec(scheme) ?? [];
  if (!key || !kind) return undefined;
  const pss = kind === 'rsa_pss' && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  try {
    return verify(bits ? `sha${bits}` : null, Buffer.concat([SIGNED, transcript]), { key, ...pss }, signature);
  } catch {
    return undefined;
  }
}
