import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { bytesOf, TlsSyntaxError, vectorOf, ByteReader } from './byte-reader.js';
import { SUITES_13, type Suite13 } from './cipher-suites.js';
import { clientHello, type HelloOptions, type HelloState } from './client-hello.js';
import { applicationSecrets, finishedContent, handshakeSecrets, RecordProtection13, type HandshakeSecrets } from './key-schedule.js';
import { makeKeyShare, usualKeyShare } from './key-shares.js';
import { readServerHello, type ServerHello } from './messages.js';
import { messageOf, MessageReader, NotTlsError, RecordReader, recordsOf, type HandshakeMessage } from './records.js';
import { isRefusal, Sighting } from './sighting.js';
import { CONTENT, EXTENSION, MESSAGE, VERSION } from './tls-names.js';
import { worthlessSignature } from './worthless-signature.js';

/** How a look at the first flight ended. `complete`: the server had said all, and we closed. */
export type FlightEnding = 'complete' | 'refused' | 'closed' | 'reset' | 'silent' | 'not-tls' | 'malformed' | 'failed';

/** What to do once the server has said all. */
export interface Continuation {
  /** The client's chain as DER, without a key behind it; empty to send no certificate. */
  chain: readonly Buffer[];
  /** Bytes to send as application data, in TLS 1.3 only. */
  request?: string;
  /** How long the server is given to answer each step, in milliseconds. */
  patience: number;
}

export interface FlightOptions extends HelloOptions {
  timeoutMs: number;
  /** Goes on instead of closing. */
  continuation?: Continuation;
}

export interface Flight {
  sighting: Sighting;
  ending: FlightEnding;
  /** Whether the server's flight was read to its end. */
  flightRead: boolean;
  /** The step in which a continuation ended. */
  stage: 'flight' | 'certificate' | 'signature' | 'request';
  /** What went wrong, in words, where the ending alone does not say it. */
  detail?: string;
  /** The first bytes of a peer that speaks no TLS. */
  opening?: Buffer;
  /** Application data that came back. */
  response: string;
}

/** Application data is kept up to here. */
const LONGEST_RESPONSE = 16_384;

/** Below the largest record, so that the added bytes fit. */
const FRAGMENT = 16_000;

/**
 * Speaks TLS 1.0 to 1.3 far enough to read what a server says first: version, chain, whether and how it asks for a
 * client certificate. It never authenticates the server and never holds a private key.
 * @param socket connected, nothing sent yet; it is closed at the end
 * @returns what was seen; every failure is an ending, nothing is thrown
 */
export function readFirstFlight(socket: Duplex, options: FlightOptions): Promise<Flight> {
  return new Promise((resolve) => new FlightReader(socket, options, resolve).begin());
}

class FlightReader {
  private readonly sighting = new Sighting();
  private readonly records = new RecordReader();
  private messages = new MessageReader();
  private readonly state: HelloState;
  private transcript: Buffer[] = [];
  private suite?: Suite13;
  private secrets?: HandshakeSecrets;
  private opener?: RecordProtection13;
  private sealer?: RecordProtection13;
  private flightRead = false;
  private handshakeDone = false;
  private stage: Flight['stage'] = 'flight';
  private context: Buffer = Buffer.alloc(0);
  private response = '';
  private done = false;
  private deadline?: NodeJS.Timeout;
  private next?: NodeJS.Timeout;

  constructor(
    private readonly socket: Duplex,
    private readonly options: FlightOptions,
    private readonly resolve: (flight: Flight) => void,
  ) {
    const is13 = options.maxVersion === 'TLSv1.3';
    // 32 bytes make a TLS 1.3 handshake look like a resumption to old middleboxes (RFC 8446, appendix D.4).
    const random = randomBytes(64);
    this.state = {
      random: random.subarray(0, 32),
      sessionId: is13 ? random.subarray(32) : Buffer.alloc(0),
      shares: is13 ? [usualKeyShare()] : [],
    };
  }

  begin(): void {
    this.deadline = setTimeout(() => this.finish('silent'), this.options.timeoutMs);
    this.socket.on('data', (chunk: Buffer) => this.guarded(() => this.receive(chunk)));
    this.socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      this.finish(code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'failed', code),
    );
    this.socket.on('end', () => this.ended());
    this.socket.on('close', () => this.finish('closed'));
    this.socket.resume();
    const hello = clientHello(this.options, this.state);
    this.transcript.push(hello);
    this.sighting.noteMessage('client', MESSAGE.clientHello, false);
    this.send(recordsOf(CONTENT.handshake, hello, VERSION.tls10));
  }

  /** Whatever the peer sends may be malformed; that is an outcome. */
  private guarded(work: () => void): void {
    if (this.done) return;
    try {
      work();
    } catch (error) {
      if (error instanceof NotTlsError) this.finish('not-tls', undefined, error.opening);
      else this.finish('malformed', error instanceof TlsSyntaxError ? error.message : `not readable (${(error as Error).name})`);
    }
  }

  private ended(): void {
    const { rest } = this.records;
    if (this.sighting.version === 0 && rest.length > 0 && rest[0] !== CONTENT.alert && rest[0] !== CONTENT.handshake)
      this.finish('not-tls', undefined, rest);
    else this.finish('closed');
  }

  private send(bytes: Buffer): void {
    if (!this.socket.destroyed && this.socket.writable) this.socket.write(bytes);
  }

  private receive(chunk: Buffer): void {
    for (const record of this.records.read(chunk)) {
      let { type, body: content } = record;
      if (type === CONTENT.changeCipherSpec) continue;
      const encrypted = this.opener !== undefined && type === CONTENT.applicationData;
      if (encrypted) ({ type, content } = (this.opener as RecordProtection13).open(record.header, record.body));
      if (type === CONTENT.alert) this.onAlert(content, encrypted);
      else if (type === CONTENT.applicationData && this.response.length < LONGEST_RESPONSE) this.response += content.toString('latin1');
      else if (type === CONTENT.handshake)
        for (const message of this.messages.read(content)) if (!this.done) this.onMessage(message, encrypted);
      if (this.done) return;
    }
  }

  private onAlert(content: Buffer, encrypted: boolean): void {
    const alert = this.sighting.noteAlert('server', content, encrypted);
    if (isRefusal(alert, this.sighting.version)) this.finish('refused');
    else if (alert.code === 0) this.finish('closed');
  }

  private onMessage(message: HandshakeMessage, encrypted: boolean): void {
    const { type, body, whole } = message;
    this.sighting.noteMessage('server', type, encrypted);
    if (this.handshakeDone) {
      this.sighting.noteServerMessage(type, body, 'post-handshake');
      if (type === MESSAGE.keyUpdate) this.opener?.update();
      return;
    }
    if (type === MESSAGE.serverHello) return this.onServerHello(readServerHello(body), whole);
    this.sighting.noteServerMessage(type, body, 'handshake');
    this.transcript.push(whole);
    if (type === MESSAGE.certificateRequest) this.context = this.sighting.requests.at(-1)?.request.context ?? Buffer.alloc(0);
    if (type === MESSAGE.serverHelloDone || type === MESSAGE.finished) this.onFlightEnd();
  }

  private onServerHello(hello: ServerHello, whole: Buffer): void {
    const retried = this.sighting.helloRetry;
    this.sighting.noteServerHello(hello);
    if (hello.isRetry) {
      if (retried) throw new TlsSyntaxError('a second HelloRetryRequest');
      return this.retryHello(hello, whole);
    }
    this.transcript.push(whole);
    if (hello.version !== VERSION.tls13) return;
    const suite = SUITES_13[hello.suite];
    const share = hello.extensions.get(EXTENSION.keyShare);
    if (!suite || !share) throw new TlsSyntaxError('a ServerHello without a suite or key share that was offered');
    const reader = new ByteReader(share);
    const group = reader.number(2);
    const own = this.state.shares.find((candidate) => candidate.group === group);
    if (!own) throw new TlsSyntaxError('a key share of a group that was not offered');
    this.suite = suite;
    this.secrets = handshakeSecrets(suite.hash, own.agree(Buffer.from(reader.vector(2))), Buffer.concat(this.transcript));
    this.opener = new RecordProtection13(suite, this.secrets.server);
    this.sealer = new RecordProtection13(suite, this.secrets.client);
    this.messages = new MessageReader();
  }

  /** The first ClientHello goes into the transcript as its hash (RFC 8446, section 4.4.1). */
  private retryHello(hello: ServerHello, whole: Buffer): void {
    const wanted = hello.extensions.get(EXTENSION.keyShare);
    const share = wanted && makeKeyShare(new ByteReader(wanted).number(2));
    if (wanted && !share) throw new TlsSyntaxError('a HelloRetryRequest for a group that was not offered');
    if (share) this.state.shares = [share];
    this.state.cookie = hello.extensions.get(EXTENSION.cookie);
    const digest = createHash(SUITES_13[hello.suite]?.hash ?? 'sha256')
      .update(this.transcript[0] ?? Buffer.alloc(0))
      .digest();
    const second = clientHello(this.options, this.state);
    this.transcript = [messageOf(MESSAGE.messageHash, digest), whole, second];
    this.sighting.noteMessage('client', MESSAGE.clientHello, false);
    this.send(Buffer.concat([recordsOf(CONTENT.changeCipherSpec, bytesOf(1, 1)), recordsOf(CONTENT.handshake, second)]));
  }

  private onFlightEnd(): void {
    this.flightRead = true;
    const { continuation } = this.options;
    if (!continuation || (!this.suite && this.sighting.requests.length === 0)) return this.finish('complete');
    if (this.suite && this.secrets) this.answer13(continuation, this.suite, this.secrets);
    else this.answer12(continuation);
  }

  /** Certificate, worthless CertificateVerify and a true Finished (RFC 8446, section 4.4). */
  private answer13({ chain, request, patience }: Continuation, suite: Suite13, secrets: HandshakeSecrets): void {
    const application = applicationSecrets(suite.hash, secrets, Buffer.concat(this.transcript));
    const flight: Buffer[] = [recordsOf(CONTENT.changeCipherSpec, bytesOf(1, 1))];
    const say = (type: number, ...body: Buffer[]) => {
      const message = messageOf(type, ...body);
      this.transcript.push(message);
      this.sighting.noteMessage('client', type, true);
      for (let at = 0; at < message.length; at += FRAGMENT)
        flight.push((this.sealer as RecordProtection13).seal(CONTENT.handshake, message.subarray(at, at + FRAGMENT)));
    };
    const [asked] = this.sighting.requests;
    if (asked) {
      say(
        MESSAGE.certificate,
        vectorOf(1, this.context),
        vectorOf(3, ...chain.flatMap((certificate) => [vectorOf(3, certificate), bytesOf(0, 2)])),
      );
      if (chain[0]) {
        const { scheme, signature } = worthlessSignature(chain[0], asked.request.signatureAlgorithms);
        say(MESSAGE.certificateVerify, bytesOf(scheme, 2), vectorOf(2, signature));
      }
    }
    say(MESSAGE.finished, finishedContent(suite.hash, secrets.client, Buffer.concat(this.transcript)));
    this.send(Buffer.concat(flight));
    this.sealer = new RecordProtection13(suite, application.client);
    this.opener = new RecordProtection13(suite, application.server);
    this.messages = new MessageReader();
    this.handshakeDone = true;
    this.stage = chain.length > 0 ? 'signature' : 'certificate';
    // A refusal must be read before anything else is written: data sent into a closing connection is answered by a
    // reset, which swallows the alert.
    this.after(request ? Math.min(150, patience) : patience, () => {
      if (!request) return this.finish('complete');
      this.stage = 'request';
      this.send((this.sealer as RecordProtection13).seal(CONTENT.applicationData, Buffer.from(request, 'latin1')));
      this.after(patience, () => this.finish('complete'));
    });
  }

  /** In TLS 1.2 all is in the clear until ChangeCipherSpec, so that a worthless signature needs no keys at all. */
  private answer12({ chain, patience }: Continuation): void {
    const wanted = this.sighting.requests[0]?.request.signatureAlgorithms ?? [];
    const say = (type: number, ...body: Buffer[]) => {
      this.sighting.noteMessage('client', type, false);
      this.send(recordsOf(CONTENT.handshake, messageOf(type, ...body)));
    };
    this.stage = 'certificate';
    say(MESSAGE.certificate, vectorOf(3, ...chain.map((certificate) => vectorOf(3, certificate))));
    // OpenSSL and Java judge the chain when this message arrives; what comes now is about the chain alone.
    this.after(Math.min(400, patience), () => {
      if (!chain[0]) return this.finish('complete');
      this.stage = 'signature';
      const share = this.sighting.group === undefined ? undefined : makeKeyShare(this.sighting.group);
      say(MESSAGE.clientKeyExchange, share ? vectorOf(1, share.publicKey) : vectorOf(2, randomBytes(256)));
      const { scheme, signature } = worthlessSignature(chain[0], wanted);
      say(MESSAGE.certificateVerify, ...(this.sighting.version === VERSION.tls12 ? [bytesOf(scheme, 2)] : []), vectorOf(2, signature));
      return this.after(patience, () => this.finish('complete'));
    });
  }

  private after(ms: number, work: () => void): void {
    this.next = setTimeout(() => this.guarded(work), ms);
  }

  private finish(ending: FlightEnding, detail?: string, opening?: Buffer): void {
    if (this.done) return;
    this.done = true;
    clearTimeout(this.deadline);
    clearTimeout(this.next);
    this.socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('close');
    // close_notify, so that the server logs a client that left and not a broken connection.
    if (ending === 'complete' || ending === 'silent')
      this.send(this.sealer ? this.sealer.seal(CONTENT.alert, Buffer.from([1, 0])) : recordsOf(CONTENT.alert, Buffer.from([1, 0])));
    this.socket.end();
    this.socket.resume();
    setTimeout(() => this.socket.destroy(), 50).unref();
    this.resolve({
      sighting: this.sighting,
      ending,
      flightRead: this.flightRead,
      stage: this.stage,
      response: this.response,
      ...(detail && { detail }),
      ...(opening && { opening: Buffer.from(opening) }),
    });
  }
}
