import { ByteReader, TlsSyntaxError } from './byte-reader.js';
import { certificateTypeName, EXTENSION, signatureSchemeName, VERSION } from './tls-names.js';

/** A ServerHello with this random is a HelloRetryRequest (RFC 8446, section 4.1.3). */
const HELLO_RETRY_RANDOM = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

/** More certificates than this are read but not kept. */
const MOST_CERTIFICATES = 100;

export type Extensions = ReadonlyMap<number, Buffer>;

export interface ServerHello {
  version: number;
  random: Buffer;
  suite: number;
  extensions: Extensions;
  isRetry: boolean;
}

/** What a server wants of a client's certificate (RFC 8446, section 4.3.2; RFC 5246, section 7.4.4). */
export interface CertificateRequest {
  /** Names as DER; none means that any issuer will do. */
  authorities: Buffer[];
  signatureAlgorithms: string[];
  /** For the signatures inside the chain, where that differs. */
  certificateSignatureAlgorithms?: string[];
  /** Only in TLS 1.2 and older. */
  certificateTypes?: string[];
  /** To be given back in the answer; only in TLS 1.3. */
  context: Buffer;
}

export interface CertificateMessage {
  chain: Buffer[];
  /** The stapled OCSP answer. */
  ocsp?: Buffer;
}

/**
 * Reads a list of extensions.
 * @param reader stands at its length; at the end of the message there is none
 * @throws TlsSyntaxError when it is cut
 */
export function readExtensions(reader: ByteReader): Map<number, Buffer> {
  const extensions = new Map<number, Buffer>();
  if (reader.left < 2) return extensions;
  for (const list = reader.inside(2); list.left > 0;) extensions.set(list.number(2), list.vector(2));
  return extensions;
}

/** Reads a ServerHello (RFC 8446, section 4.1.3). @throws TlsSyntaxError */
export function readServerHello(body: Buffer): ServerHello {
  const reader = new ByteReader(body);
  const legacyVersion = reader.number(2);
  const random = reader.take(32);
  reader.vector(1);
  const suite = reader.number(2);
  reader.number(1);
  const extensions = readExtensions(reader);
  const selected = extensions.get(EXTENSION.supportedVersions);
  return {
    version: selected ? new ByteReader(selected).number(2) : legacyVersion,
    random,
    suite,
    extensions,
    isRetry: random.equals(HELLO_RETRY_RANDOM),
  };
}

/** The protocol that the server chose (RFC 7301, section 3.1). @throws TlsSyntaxError */
export function chosenProtocol(extensions: Extensions): string | undefined {
  const extension = extensions.get(EXTENSION.alpn);
  return extension && new ByteReader(extension).inside(2).vector(1).toString('latin1');
}

/**
 * Reads a CertificateRequest.
 * @param version that was negotiated: the message has three forms
 * @throws TlsSyntaxError
 */
export function readCertificateRequest(body: Buffer, version: number): CertificateRequest {
  return version >= VERSION.tls13 ? readRequest13(body) : readRequest12(body, version);
}

function readRequest13(body: Buffer): CertificateRequest {
  const reader = new ByteReader(body);
  const context = Buffer.from(reader.vector(1));
  const extensions = readExtensions(reader);
  const list = (type: number) => extensions.get(type);
  const algorithms = list(EXTENSION.signatureAlgorithms);
  const forCertificates = list(EXTENSION.signatureAlgorithmsCert);
  const authorities = list(EXTENSION.certificateAuthorities);
  return {
    context,
    authorities: authorities ? readNames(new ByteReader(authorities).inside(2)) : [],
    signatureAlgorithms: algorithms ? readSchemes(new ByteReader(algorithms).inside(2)) : [],
    ...(forCertificates && { certificateSignatureAlgorithms: readSchemes(new ByteReader(forCertificates).inside(2)) }),
  };
}

function readRequest12(body: Buffer, version: number): CertificateRequest {
  const reader = new ByteReader(body);
  const certificateTypes = [...reader.vector(1)].map(certificateTypeName);
  // TLS 1.0 and 1.1 do not say which signatures they want.
  const signatureAlgorithms = version === VERSION.tls12 ? readSchemes(reader.inside(2)) : [];
  return { context: Buffer.alloc(0), certificateTypes, signatureAlgorithms, authorities: readNames(reader.inside(2)) };
}

function readNames(list: ByteReader): Buffer[] {
  const names: Buffer[] = [];
  while (list.left > 0) names.push(Buffer.from(list.vector(2)));
  return names;
}

function readSchemes(list: ByteReader): string[] {
  const schemes: string[] = [];
  while (list.left >= 2) schemes.push(signatureSchemeName(list.number(2)));
  return schemes;
}

/**
 * Reads a Certificate message, the server's or the client's (RFC 8446, section 4.4.2; RFC 5246, section 7.4.2).
 * @throws TlsSyntaxError
 */
export function readCertificateMessage(body: Buffer, version: number): CertificateMessage {
  const reader = new ByteReader(body);
  if (version >= VERSION.tls13) reader.vector(1);
  const message: CertificateMessage = { chain: [] };
  for (const list = reader.inside(3); list.left > 0;) {
    const certificate = Buffer.from(list.vector(3));
    if (message.chain.length < MOST_CERTIFICATES) message.chain.push(certificate);
    if (version < VERSION.tls13) continue;
    const status = readExtensions(list).get(EXTENSION.statusRequest);
    if (status?.[0] === 1) message.ocsp ??= Buffer.from(status.subarray(4));
  }
  return message;
}

/** Reads the level and the number of an alert (RFC 8446, section 6). @throws TlsSyntaxError */
export function readAlert(content: Buffer): { fatal: boolean; code: number } {
  if (content.length < 2) throw new TlsSyntaxError('an alert of less than two bytes');
  return { fatal: content[0] === 2, code: content.readUInt8(1) };
}
