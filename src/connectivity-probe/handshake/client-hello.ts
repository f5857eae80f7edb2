import { isIP } from 'node:net';
import { bytesOf, vectorOf } from './byte-reader.js';
import { OFFERED_12, SUITES_13 } from './cipher-suites.js';
import { GROUPS_OFFERED, type KeyShare } from './key-shares.js';
import { messageOf } from './records.js';
import { EXTENSION, MESSAGE, TLS_VERSIONS, type TlsVersion } from './tls-names.js';

/** What our ClientHello offers. */
export interface HelloOptions {
  maxVersion: TlsVersion;
  /** Undefined, or an address: no server name is sent (RFC 6066, section 3). */
  serverName?: string;
  /** Cipher suites instead of the usual ones. */
  suites?: readonly number[];
}

/** What changes between the first and a second ClientHello. */
export interface HelloState {
  random: Buffer;
  sessionId: Buffer;
  shares: readonly KeyShare[];
  cookie?: Buffer;
}

/** What we say that we can verify: everything, so that no server is turned away (RFC 8446, section 4.2.3). */
const SIGNATURE_SCHEMES: readonly number[] = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x081a, 0x081b, 0x081c,
  0x0904, 0x0905, 0x0906, 0x0203, 0x0201,
];

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746, section 3.3). */
const RENEGOTIATION_SCSV = 0x00ff;

const wireVersion = (version: TlsVersion) => 0x0301 + TLS_VERSIONS.indexOf(version);
const numbers = (values: readonly number[]) => Buffer.concat(values.map((value) => bytesOf(value, 2)));
const extension = (type: number, ...content: Buffer[]) => Buffer.concat([bytesOf(type, 2), vectorOf(2, ...content)]);

/** What every hello says alike, written once. */
const USUAL = {
  groups: extension(EXTENSION.supportedGroups, vectorOf(2, numbers(GROUPS_OFFERED))),
  schemes: extension(EXTENSION.signatureAlgorithms, vectorOf(2, numbers(SIGNATURE_SCHEMES))),
  // HTTP/2 forbids renegotiation and post-handshake authentication (RFC 9113, section 9.2.1; RFC 8740).
  protocol: extension(EXTENSION.alpn, vectorOf(2, vectorOf(1, Buffer.from('http/1.1')))),
  suites12: numbers(OFFERED_12),
  suites13: numbers([...Object.keys(SUITES_13).map(Number), ...OFFERED_12]),
};

/**
 * Writes a ClientHello (RFC 8446, section 4.1.2). It also offers post-handshake authentication, which Node can't,
 * so that a server that asks late is seen to ask.
 * @returns the handshake message
 */
export function clientHello({ maxVersion, serverName, suites }: HelloOptions, { random, sessionId, shares, cookie }: HelloState): Buffer {
  const is13 = maxVersion === 'TLSv1.3';
  const extensions = [
    ...(serverName && !isIP(serverName)
      ? [extension(EXTENSION.serverName, vectorOf(2, bytesOf(0, 1), vectorOf(2, Buffer.from(serverName, 'latin1'))))]
      : []),
    extension(EXTENSION.extendedMasterSecret),
    extension(EXTENSION.renegotiationInfo, bytesOf(0, 1)),
    USUAL.groups,
    extension(EXTENSION.ecPointFormats, vectorOf(1, bytesOf(0, 1))),
    ...(wireVersion(maxVersion) >= 0x0303 ? [USUAL.schemes] : []),
    USUAL.protocol,
    extension(EXTENSION.statusRequest, Buffer.from([1, 0, 0, 0, 0])),
    ...(is13 ? extensions13(shares, cookie) : []),
  ];
  const offered = suites ? numbers(suites) : is13 ? USUAL.suites13 : USUAL.suites12;
  return messageOf(
    MESSAGE.clientHello,
    bytesOf(Math.min(wireVersion(maxVersion), 0x0303), 2),
    random,
    vectorOf(1, sessionId),
    vectorOf(2, offered, bytesOf(RENEGOTIATION_SCSV, 2)),
    vectorOf(1, bytesOf(0, 1)),
    vectorOf(2, ...extensions),
  );
}

function extensions13(shares: readonly KeyShare[], cookie: Buffer | undefined): Buffer[] {
  return [
    extension(EXTENSION.compressCertificate, vectorOf(1, numbers([2, 1]))),
    extension(EXTENSION.supportedVersions, vectorOf(1, numbers([0x0304, 0x0303]))),
    extension(EXTENSION.pskKeyExchangeModes, vectorOf(1, bytesOf(1, 1))),
    ...(cookie ? [extension(EXTENSION.cookie, cookie)] : []),
    extension(EXTENSION.postHandshakeAuth),
    extension(EXTENSION.keyShare, vectorOf(2, ...shares.flatMap(({ group, publicKey }) => [bytesOf(group, 2), vectorOf(2, publicKey)]))),
  ];
}
