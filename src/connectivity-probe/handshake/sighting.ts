import { brotliDecompressSync, inflateSync } from 'node:zlib';
import { ByteReader, TlsSyntaxError } from './byte-reader.js';
import {
  chosenProtocol,
  readAlert,
  readCertificateMessage,
  readCertificateRequest,
  readExtensions,
  type CertificateRequest,
  type ServerHello,
} from './messages.js';
import { EXTENSION, MESSAGE, VERSION, alertName, messageName } from './tls-names.js';

export type Side = 'client' | 'server';

/** When in a connection the server asked for a certificate. */
export type RequestTime = 'handshake' | 'renegotiation' | 'post-handshake';

export interface SeenAlert {
  from: Side;
  fatal: boolean;
  code: number;
  name: string;
  /** The message that came before it. */
  after: string;
  encrypted: boolean;
  /** Milliseconds since the first byte of the handshake. */
  ms: number;
}

/** One message, in the order of the wire. */
export interface SeenStep {
  from: Side;
  says: string;
  ms: number;
  encrypted: boolean;
}

/** The largest certificate message that is unpacked (RFC 8879). */
const LARGEST_UNPACKED = 1024 * 1024;

/** A connection of more messages than this is noise. */
const MOST_STEPS = 200;

/** user_canceled only announces a normal close (RFC 8446, section 6.1); Java sends it before every one. */
const ANNOUNCEMENTS = new Set([0, 90]);

/** Whether an alert refuses something; in TLS 1.3 the level says nothing (RFC 8446, section 6). */
export const isRefusal = ({ code, fatal }: Pick<SeenAlert, 'code' | 'fatal'>, version: number): boolean =>
  !ANNOUNCEMENTS.has(code) && (fatal || version >= VERSION.tls13);

/** What was seen of one connection. Both readers, the active and the passive one, write into it. */
export class Sighting {
  version = 0;
  suite = 0;
  group?: number;
  helloRetry = false;
  protocol?: string;
  chain: Buffer[] = [];
  ocsp?: Buffer;
  readonly requests: { when: RequestTime; request: CertificateRequest }[] = [];
  readonly alerts: SeenAlert[] = [];
  readonly steps: SeenStep[] = [];
  tickets = 0;
  /** The last message, in words. */
  last = 'the TCP connection';
  private readonly begin = performance.now();

  /** Milliseconds since the handshake began. */
  get ms(): number {
    return Math.round((performance.now() - this.begin) * 10) / 10;
  }

  /** Notes a message of either side. */
  note(from: Side, says: string, encrypted: boolean): void {
    this.last = `${from === 'client' ? 'our' : "the server's"} ${says}`;
    if (this.steps.length < MOST_STEPS) this.steps.push({ from, says, ms: this.ms, encrypted });
  }

  /** Notes an alert. @throws TlsSyntaxError when it is cut */
  noteAlert(from: Side, content: Buffer, encrypted: boolean): SeenAlert {
    const { fatal, code } = readAlert(content);
    const alert = { from, fatal, code, name: alertName(code), after: this.last, encrypted, ms: this.ms };
    this.alerts.push(alert);
    this.note(from, `alert ${alert.name} (${code})`, encrypted);
    return alert;
  }

  /** Takes over what a ServerHello decides. @throws TlsSyntaxError */
  noteServerHello(hello: ServerHello): void {
    if (hello.isRetry) {
      this.helloRetry = true;
      return;
    }
    this.version = hello.version;
    this.suite = hello.suite;
    this.protocol = chosenProtocol(hello.extensions) ?? this.protocol;
    const share = hello.extensions.get(EXTENSION.keyShare);
    if (share) this.group = new ByteReader(share).number(2);
  }

  /**
   * Takes over what any other message of the server says.
   * @param when a CertificateRequest is asked now
   * @throws TlsSyntaxError when it is not of its structure
   */
  noteServerMessage(type: number, body: Buffer, when: RequestTime): void {
    switch (type) {
      case MESSAGE.encryptedExtensions:
        this.protocol = chosenProtocol(readExtensions(new ByteReader(body))) ?? this.protocol;
        break;
      case MESSAGE.certificate:
        this.noteChain(body);
        break;
      case MESSAGE.compressedCertificate:
        this.noteChain(unpack(body));
        break;
      case MESSAGE.certificateStatus:
        this.ocsp = Buffer.from(body.subarray(4));
        break;
      case MESSAGE.serverKeyExchange:
        // 3 stands for a named curve (RFC 8422, section 5.4).
        if (body[0] === 3) this.group = new ByteReader(body.subarray(1)).number(2);
        break;
      case MESSAGE.certificateRequest:
        this.requests.push({ when, request: readCertificateRequest(body, this.version) });
        break;
      case MESSAGE.newSessionTicket:
        this.tickets++;
        break;
    }
  }

  private noteChain(body: Buffer): void {
    const { chain, ocsp } = readCertificateMessage(body, this.version);
    this.chain = chain;
    this.ocsp = ocsp ?? this.ocsp;
  }

  /** Notes the name of a message. */
  noteMessage(from: Side, type: number, encrypted: boolean): void {
    this.note(from, messageName(type), encrypted);
  }
}

/** A CompressedCertificate (RFC 8879, section 4): 1 is zlib, 2 is brotli. */
function unpack(body: Buffer): Buffer {
  const reader = new ByteReader(body);
  const algorithm = reader.number(2);
  const length = reader.number(3);
  const packed = reader.vector(3);
  if (length > LARGEST_UNPACKED) throw new TlsSyntaxError('a compressed certificate of more than 1 MiB');
  if (algorithm === 1) return inflateSync(packed, { maxOutputLength: length });
  if (algorithm === 2) return brotliDecompressSync(packed, { maxOutputLength: length });
  throw new TlsSyntaxError('a certificate compressed in a way that was not offered');
}
