import forge from 'node-forge';
import { generateKeyPair, randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import { connect, createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { promisify } from 'node:util';
import type { Certificate } from '../certificate.js';
import { pemOf } from '../write-certificate.js';

/** What OpenSSL is asked. */
export interface OpensslQuestion {
  /** The leaf first, as DER. */
  chain: readonly Buffer[];
  /** The same array again is cheap: what OpenSSL makes of it is kept. */
  anchors: readonly Certificate[];
  lists: readonly Buffer[];
  purpose: 'client' | 'server';
  /** The key type of the leaf, for the cipher suite. */
  keyAlgorithm: string;
}

export interface OpensslAnswer {
  code?: number;
  name: string;
}

/** Numbers of X509_V_ERR (OpenSSL, include/openssl/x509_vfy.h), by the names that Node gives. */
const CODES: Readonly<Record<string, number>> = {
  OK: 0,
  UNABLE_TO_GET_ISSUER_CERT: 2,
  UNABLE_TO_GET_CRL: 3,
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: 4,
  UNABLE_TO_DECRYPT_CRL_SIGNATURE: 5,
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 6,
  CERT_SIGNATURE_FAILURE: 7,
  CRL_SIGNATURE_FAILURE: 8,
  CERT_NOT_YET_VALID: 9,
  CERT_HAS_EXPIRED: 10,
  CRL_NOT_YET_VALID: 11,
  CRL_HAS_EXPIRED: 12,
  DEPTH_ZERO_SELF_SIGNED_CERT: 18,
  SELF_SIGNED_CERT_IN_CHAIN: 19,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 20,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 21,
  CERT_CHAIN_TOO_LONG: 22,
  CERT_REVOKED: 23,
  INVALID_CA: 24,
  PATH_LENGTH_EXCEEDED: 25,
  INVALID_PURPOSE: 26,
  CERT_UNTRUSTED: 27,
  CERT_REJECTED: 28,
  HOSTNAME_MISMATCH: 62,
};

/** How long the exchange may take; it needs no network. */
const DEADLINE = 2000;

const u8 = (value: number) => Buffer.from([value]);
const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const u24 = (value: number) => Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff]);
const v8 = (bytes: Buffer) => Buffer.concat([u8(bytes.length), bytes]);
const v16 = (bytes: Buffer) => Buffer.concat([u16(bytes.length), bytes]);
const v24 = (bytes: Buffer) => Buffer.concat([u24(bytes.length), bytes]);
const list16 = (values: readonly number[]) => v16(Buffer.concat(values.map(u16)));
const handshake = (type: number, body: Buffer) => Buffer.concat([u8(type), v24(body)]);
const extension = (type: number, body: Buffer) => Buffer.concat([u16(type), v16(body)]);

const RECORD = 16_384;

/** Handshake messages in records of TLS 1.2 (RFC 5246, section 6.2.1). */
function records(messages: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < messages.length; at += RECORD) parts.push(u8(22), u16(0x0303), v16(messages.subarray(at, at + RECORD)));
  return Buffer.concat(parts);
}

const certificateMessage = (chain: readonly Buffer[]) => handshake(11, v24(Buffer.concat(chain.map(v24))));

/** Just enough of a ClientHello for OpenSSL to ask for a certificate. */
const clientHello = () =>
  handshake(
    1,
    Buffer.concat([
      u16(0x0303),
      randomBytes(32),
      v8(Buffer.alloc(0)),
      list16([0xc02f, 0xc02b]),
      v8(u8(0)),
      v16(
        Buffer.concat([
          extension(10, list16([0x1d, 0x17])),
          extension(11, v8(u8(0))),
          extension(13, list16([0x0804, 0x0403, 0x0401, 0x0503, 0x0603, 0x0807, 0x0201, 0x0203])),
          extension(0xff01, u8(0)),
        ]),
      ),
    ]),
  );

function serverHello(keyAlgorithm: string): Buffer {
  const suite = keyAlgorithm === 'EC' || keyAlgorithm.startsWith('Ed') ? 0xc02b : keyAlgorithm === 'DSA' ? 0xa2 : 0xc02f;
  return handshake(
    2,
    Buffer.concat([
      u16(0x0303),
      randomBytes(32),
      v8(Buffer.alloc(0)),
      u16(suite),
      u8(0),
      v16(Buffer.concat([extension(0xff01, u8(0)), extension(11, v8(u8(0)))])),
    ]),
  );
}

interface Identity {
  key: string;
  cert: string;
}

/** A key and certificate for the server's part; they live as long as the process and are never used on a network. */
let own: Promise<Identity> | undefined;

async function makeIdentity(): Promise<Identity> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = '01';
  certificate.validity.notAfter = new Date(Date.now() + 3650 * 86_400_000);
  certificate.setSubject([{ name: 'commonName', value: 'mtls-doctor' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'mtls-doctor' }]);
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  return { key: privateKey, cert: forge.pki.certificateToPem(certificate) };
}

/** What Node's own tls calls; it is no public interface, so it may be missing. */
interface Verifying {
  _handle?: { verifyError?(): { code?: string } | null | undefined } | null;
}

/**
 * OpenSSL's own verdict on a chain, in this process and without its private key: a TLS 1.2 handshake in memory goes as far as the Certificate
 * message, on which OpenSSL judges at once (RFC 5246, section 7.4.6). It judges for the present time and tells its last error only.
 * @returns the verdict, or `not-available` where this Node does not tell it
 */
export async function opensslVerdict({ chain, anchors, lists, purpose, keyAlgorithm }: OpensslQuestion): Promise<OpensslAnswer> {
  const identity = await (own ??= makeIdentity());
  return new Promise((resolve) => {
    let socket: TLSSocket | undefined;
    let answered = false;
    const finish = (answer: OpensslAnswer) => {
      if (answered) return;
      answered = true;
      clearTimeout(timer);
      socket?.destroy();
      pipe.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => finish({ name: 'not-available' }), DEADLINE);
    const message =
      purpose === 'client' ? certificateMessage(chain) : Buffer.concat([serverHello(keyAlgorithm), certificateMessage(chain)]);
    let spoken = false;
    const pipe = memoryPipe(() => {
      if (spoken) return;
      spoken = true;
      setImmediate(() => {
        pipe.push(records(message));
        // OpenSSL reads in the next turns of the loop.
        setImmediate(() => setImmediate(() => setImmediate(() => finish(verdictOf(socket as Verifying | undefined)))));
      });
    });
    try {
      socket = open(pipe, purpose, contextFor(anchors, lists, identity));
      socket.on('error', () => !spoken && finish({ name: 'not-available' }));
      if (purpose === 'client') pipe.push(records(clientHello()));
    } catch {
      finish({ name: 'not-available' });
    }
  });
}

/**
 * Makes the key and OpenSSL's view of some anchors before they are needed: together they take half a second.
 * @param anchors the array that later questions will hold
 */
export async function prepareOpenssl(anchors: readonly Certificate[]): Promise<void> {
  contextFor(anchors, [], await (own ??= makeIdentity()));
}

function memoryPipe(onWrite: () => void): Duplex {
  return new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      onWrite();
      done();
    },
  });
}

/** Reading a hundred anchors costs OpenSSL tens of milliseconds. */
const contexts = new WeakMap<readonly Certificate[], SecureContext>();

function contextFor(anchors: readonly Certificate[], lists: readonly Buffer[], identity: Identity): SecureContext {
  const known = lists.length === 0 ? contexts.get(anchors) : undefined;
  if (known) return known;
  const options = {
    ...identity,
    ca: anchors.map(({ der }) => pemOf(der.toString('base64'))),
    ...(lists.length > 0 && { crl: lists.map((der) => pemOf(der.toString('base64'), 'X509 CRL')) }),
    // Weak keys are to be judged, not refused before.
    ciphers: 'ALL:@SECLEVEL=0',
    minVersion: 'TLSv1.2' as const,
    maxVersion: 'TLSv1.2' as const,
    // Known from Node 22 on; before, an intermediate as anchor makes OpenSSL look for its issuer.
    allowPartialTrustChain: true,
  };
  const context = createSecureContext(options);
  if (lists.length === 0) contexts.set(anchors, context);
  return context;
}

function open(pipe: Duplex, purpose: OpensslQuestion['purpose'], secureContext: SecureContext): TLSSocket {
  if (purpose === 'server') return connect({ socket: pipe, secureContext, rejectUnauthorized: false });
  return new TLSSocket(pipe, { isServer: true, secureContext, requestCert: true, rejectUnauthorized: false });
}

function verdictOf(socket: Verifying | undefined): OpensslAnswer {
  // eslint-disable-next-line no-underscore-dangle -- Node's own name; there is no public one
  const handle = socket?._handle;
  if (!handle?.verifyError) return { name: 'not-available' };
  const error = handle.verifyError();
  const name = error ? (error.code ?? 'UNSPECIFIED') : 'OK';
  const code = CODES[name];
  return { ...(code !== undefined && { code }), name };
}
