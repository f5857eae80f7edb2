import { randomBytes } from 'node:crypto';
import { bytesOf, vectorOf } from './byte-reader.js';
import { makeKeyShare } from './key-shares.js';
import { messageOf, recordsOf } from './records.js';
import type { OwnMessages } from './session-13.js';
import type { Sighting } from './sighting.js';
import { CONTENT, MESSAGE, VERSION } from './tls-names.js';
import { worthlessSignature } from './worthless-signature.js';

/** Our Certificate message in TLS 1.2 and older (RFC 5246, section 7.4.6). @param chain DER, the leaf first */
export const certificate12 = (chain: readonly Buffer[]): OwnMessages =>
  messages([MESSAGE.certificate, vectorOf(3, ...chain.map((certificate) => vectorOf(3, certificate)))]);

/**
 * A key exchange, and a CertificateVerify that proves nothing (RFC 5246, sections 7.4.7 and 7.4.8).
 * @param sighting of the server's flight
 * @param leaf DER
 * @throws when the leaf's key is of a kind that Node can't read
 */
export function worthlessProof12({ group, version, requests }: Sighting, leaf: Buffer): OwnMessages {
  const share = group === undefined ? undefined : makeKeyShare(group);
  const { scheme, signature } = worthlessSignature(leaf, requests[0]?.request.signatureAlgorithms ?? []);
  return messages(
    [MESSAGE.clientKeyExchange, share ? vectorOf(1, share.publicKey) : vectorOf(2, randomBytes(256))],
    [MESSAGE.certificateVerify, ...(version === VERSION.tls12 ? [bytesOf(scheme, 2)] : []), vectorOf(2, signature)],
  );
}

const messages = (...said: (readonly [type: number, ...body: Buffer[]])[]): OwnMessages => ({
  bytes: Buffer.concat(said.map(([type, ...body]) => recordsOf(CONTENT.handshake, messageOf(type, ...body)))),
  types: said.map(([type]) => type),
});
