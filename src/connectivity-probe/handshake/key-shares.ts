import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';

/** Our half of a key exchange (RFC 8446, section 4.2.8). */
export interface KeyShare {
  group: number;
  publicKey: Buffer;
  /** @param peer the server's half @returns the shared secret @throws when it is no point of the group */
  agree(peer: Buffer): Buffer;
}

const X25519 = 0x1d;
const CURVES: Readonly<Record<number, string>> = { 0x17: 'prime256v1', 0x18: 'secp384r1', 0x19: 'secp521r1' };

/** The groups that we can exchange keys in, in the order of our preference. */
export const GROUPS_OFFERED: readonly number[] = [0x17, X25519, 0x18, 0x19];

/**
 * Makes our half of a key exchange.
 * @param group its number on the wire
 * @returns undefined when we can't do that group
 */
export function makeKeyShare(group: number): KeyShare | undefined {
  if (group === X25519) return x25519Share();
  const curve = CURVES[group];
  return curve ? ofCurve(group, curve) : undefined;
}

/** Handshakes that one half is used for. */
const MOST_USES = 1000;

let usual: { share: KeyShare; uses: number } | undefined;

/**
 * The half that a first ClientHello offers. One group is enough: a server that wants another says so, and in Node P-256 is
 * the cheapest. It is used more than once, since nothing secret is ever said under it.
 */
export function usualKeyShare(): KeyShare {
  if (!usual || usual.uses >= MOST_USES) usual = { share: ofCurve(0x17, 'prime256v1'), uses: 0 };
  usual.uses++;
  return usual.share;
}

function ofCurve(group: number, curve: string): KeyShare {
  const exchange = createECDH(curve);
  return { group, publicKey: exchange.generateKeys(), agree: (peer) => exchange.computeSecret(peer) };
}

function x25519Share(): KeyShare {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const own = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    group: X25519,
    publicKey: own,
    agree: (peer) =>
      diffieHellman({
        privateKey,
        publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: peer.toString('base64url') }, format: 'jwk' }),
      }),
  };
}
