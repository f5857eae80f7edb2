import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { bytesOf, ByteReader, TlsSyntaxError } from './byte-reader.js';
import { SUITES_13 } from './cipher-suites.js';
import { clientHello, type HelloOptions, type HelloState } from './client-hello.js';
import { certificate12, worthlessProof12 } from './keyless-12.js';
import { makeKeyShare, usualKeyShare } from './key-shares.js';
import { readServerHello, type ServerHello } from './messages.js';
import { messageOf, MessageReader, NotTlsError, RecordReader, recordsOf, type HandshakeMessage } from './records.js';
import { ServerProofError, Session13, type OwnMessages } from './session-13.js';
import { isRefusal, Sighting } from './sighting.js';
import { CONTENT, EXTENSION, MESSAGE, VERSION } from './tls-names.js';

/** How a flight ended. `complete`: the server had said all, and we closed; `answered`: what went on after the handshake is over. */
export type FlightEnding = 'complete' | 'answered' | 'refused' | 'closed' | 'reset' | 'silent' | 'not-tls' | 'malformed' | 'failed';

/** What goes on over the connection once its handshake is done. */
export interface Afterwards {
  secured(): void;
  ticketCame(): void;
  data(chunk: Buffer): void;
  /** Whether an answer came, so that an end of the connection is no surprise. */
  readonly answer?: unknown;
  end(): void;
}

export interface FlightOptions extends HelloOptions {
  /** For the server's flight. */
  timeoutMs: number;
  /** Shows a chain (DER) without its key once the server has said all, and gives it this long to answer each step, in milliseconds. */
  keyless?: { chain: readonly Buffer[]; patience: number };
  /** In TLS 1.3: finishes the handshake without a certificate, and goes on. */
  goOn?: {
    /**
     * @param write sends application data
     * @param answered ends the flight
     */
    with: (sighting: Sighting, write: (text: string) => void, answered: () => void) => Afterwards;
    timeoutMs: number;
  };
}

export interface Flight {
  sighting: Sighting;
  ending: FlightEnding;
  /** Whether the server's flight was read to its end. */
  flightRead: boolean;
  /** Whether the handshake was finished. */
  handshakeDone: boolean;
  /** The step in which a keyless test ended. */
  stage: 'flight' | 'certificate' | 'signature';
  /** How many certificates we sent; undefined while we were not asked. */
  certificatesSent?: number;
  /** What went wrong, in words, where the ending alone does not say it. */
  detail?: string;
  /** The first bytes of a peer that speaks no TLS. */
  opening?: Buffer;
}

/** A server may send a second alert right behind the first. */
const ALERT_GRACE = 8;

/** OpenSSL and Java judge the chain when it arrives: so long nothing is sent behind it in TLS 1.2, so that what comes is about the chain alone. */
const CHAIN_ALONE = 400;

/**
 * Speaks TLS 1.0 to 1.3 far enough to read what a server says first: version, chain, whether and how it asks for a
 * client certificate; and TLS 1.3 to its end, as a client that has no certificate. It never trusts the server and never
 * holds a private key.
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
  private session?: Session13;
  private flightRead = false;
  private handshakeDone = false;
  private isRefused = false;
  private stage: Flight['stage'] = 'flight';
  private certificatesSent?: number;
  private readonly afterwards?: Afterwards;
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
    this.afterwards = options.goOn?.with(
      this.sighting,
      (text) => this.session && this.send(this.session.seal(CONTENT.applicationData, Buffer.from(text, 'latin1'))),
      () => this.finish('answered'),
    );
  }

  begin(): void {
    this.endAfter(this.options.timeoutMs);
    this.socket.on('data', (chunk: Buffer) => this.guarded(() => this.receive(chunk)));
    this.socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      this.finish(this.orAnswered(code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'failed'), code),
    );
    this.socket.on('end', () => this.ended());
    this.socket.on('close', () => this.finish(this.orAnswered('closed')));
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
      const { message, name } = error as Error;
      if (error instanceof NotTlsError) this.finish('not-tls', undefined, error.opening);
      else if (error instanceof ServerProofError) this.finish('failed', message);
      else this.finish('malformed', error instanceof TlsSyntaxError ? message : `not readable (${name})`);
    }
  }

  private endAfter(ms: number): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.finish(this.orAnswered('silent')), ms);
  }

  /** What the end of a connection means that had been answered, or refused a moment ago. */
  private orAnswered(ending: FlightEnding): FlightEnding {
    return this.isRefused ? 'refused' : this.afterwards?.answer ? 'answered' : ending;
  }

  private ended(): void {
    const { rest } = this.records;
    if (this.sighting.version === 0 && rest.length > 0 && rest[0] !== CONTENT.alert && rest[0] !== CONTENT.handshake)
      this.finish('not-tls', undefined, rest);
    else this.finish(this.orAnswered('closed'));
  }

  private send(bytes: Buffer): void {
    if (!this.socket.destroyed && this.socket.writable) this.socket.write(bytes);
  }

  private receive(chunk: Buffer): void {
    for (const record of this.records.read(chunk)) {
      let { type, body: content } = record;
      if (type === CONTENT.changeCipherSpec) continue;
      const encrypted = this.session !== undefined && type === CONTENT.applicationData;
      if (encrypted) ({ type, content } = (this.session as Session13).open(record));
      if (type === CONTENT.alert) this.onAlert(content, encrypted);
      else if (type === CONTENT.applicationData) this.onData(content);
      else if (type === CONTENT.handshake)
        for (const message of this.messages.read(content)) if (!this.done) this.onMessage(message, encrypted);
      if (this.done) return;
    }
  }

  private onData(content: Buffer): void {
    if (!this.sighting.last.endsWith('application data')) this.sighting.note('server', 'application data', true);
    this.afterwards?.data(content);
  }

  private onAlert(content: Buffer, encrypted: boolean): void {
    const alert = this.sighting.noteAlert('server', content, encrypted);
    this.isRefused ||= isRefusal(alert, this.sighting.version);
    if (this.isRefused) this.after(this.handshakeDone && this.afterwards ? ALERT_GRACE : 0, () => this.finish('refused'));
    else if (alert.code === 0) this.finish(this.orAnswered('closed'));
  }

  private onMessage(message: HandshakeMessage, encrypted: boolean): void {
    const { type, body, whole } = message;
    this.sighting.noteMessage('server', type, encrypted);
    if (this.handshakeDone) return this.onLateMessage(message);
    if (type === MESSAGE.serverHello) return this.onServerHello(readServerHello(body), whole);
    this.sighting.noteServerMessage(type, body, 'handshake');
    this.session?.heard(type, body, whole, this.sighting.chain);
    if (type === MESSAGE.serverHelloDone || type === MESSAGE.finished) this.onFlightEnd();
  }

  private onLateMessage({ type, body, whole }: HandshakeMessage): void {
    this.sighting.noteServerMessage(type, body, 'post-handshake');
    const asked = this.sighting.requests.at(-1)?.request;
    if (type === MESSAGE.keyUpdate) this.session?.updateServerKey();
    else if (type === MESSAGE.newSessionTicket) this.afterwards?.ticketCame();
    else if (type === MESSAGE.certificateRequest && asked && this.session) this.say(this.session.decline(asked, whole), 0);
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
    this.session = new Session13(suite, own.agree(Buffer.from(reader.vector(2))), this.transcript);
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
    const { keyless, goOn } = this.options;
    const asked = this.sighting.requests[0]?.request;
    if (this.session && (goOn || keyless)) {
      const chain = keyless?.chain ?? [];
      this.say(this.session.finish(asked, chain), asked && chain.length);
      this.messages = new MessageReader();
      this.handshakeDone = true;
      this.stage = 'signature';
      if (goOn) this.endAfter(goOn.timeoutMs);
      this.afterwards?.secured();
      if (keyless) this.after(keyless.patience, () => this.finish('complete'));
    } else if (keyless && asked) this.keyless12(keyless);
    else this.finish('complete');
  }

  private say({ bytes, types }: OwnMessages, certificates: number | undefined): void {
    for (const type of types) this.sighting.noteMessage('client', type, true);
    this.certificatesSent = certificates;
    this.send(bytes);
  }

  /** In TLS 1.2 all is in the clear until ChangeCipherSpec, so that a worthless signature needs no keys at all. */
  private keyless12({ chain, patience }: NonNullable<FlightOptions['keyless']>): void {
    const say = ({ bytes, types }: OwnMessages) => {
      for (const type of types) this.sighting.noteMessage('client', type, false);
      this.send(bytes);
    };
    this.stage = 'certificate';
    this.certificatesSent = chain.length;
    say(certificate12(chain));
    this.after(Math.min(CHAIN_ALONE, patience), () => {
      this.stage = 'signature';
      say(worthlessProof12(this.sighting, chain[0] ?? Buffer.alloc(0)));
      this.after(patience, () => this.finish('complete'));
    });
  }

  private after(ms: number, work: () => void): void {
    clearTimeout(this.next);
    if (ms === 0) this.guarded(work);
    else this.next = setTimeout(() => this.guarded(work), ms);
  }

  private finish(ending: FlightEnding, detail?: string, opening?: Buffer): void {
    if (this.done) return;
    this.done = true;
    clearTimeout(this.deadline);
    clearTimeout(this.next);
    this.afterwards?.end();
    this.socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('close');
    // close_notify, so that the server logs a client that left and not a broken connection; one that answered has closed by itself.
    const goodbye = Buffer.from([1, 0]);
    if (ending === 'complete' || ending === 'silent')
      this.send(this.session ? this.session.seal(CONTENT.alert, goodbye) : recordsOf(CONTENT.alert, goodbye));
    this.socket.end();
    this.socket.resume();
    setTimeout(() => this.socket.destroy(), 50).unref();
    this.resolve({
      sighting: this.sighting,
      ending,
      flightRead: this.flightRead,
      handshakeDone: this.handshakeDone,
      stage: this.stage,
      ...(this.certificatesSent !== undefined && { certificatesSent: this.certificatesSent }),
      ...(detail && { detail }),
      ...(opening && { opening: Buffer.from(opening) }),
    });
  }
}
