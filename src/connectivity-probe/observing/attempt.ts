import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, DEFAULT_CIPHERS, type ConnectionOptions, type SecureContext, type TLSSocket } from 'node:tls';
import { constants } from 'node:crypto';
import { TappedSocket } from '../handshake/tapped-socket.js';
import { ConnectionObserver } from '../handshake/connection-observer.js';
import type { TlsVersion } from '../handshake/tls-names.js';
import type { ClientCredential } from '../client-credential.js';
import type { ConnectionEnding } from '../observation.js';
import { Exchange } from './exchange.js';

/** A server may send a second alert right behind the first. */
const ALERT_GRACE = 8;

/** How long a server is given to close a connection that is over. */
const GOODBYE = 20;

export interface AttemptOptions {
  serverName?: string;
  /** For the Host header. */
  authority: string;
  path: string;
  credential?: ClientCredential;
  minVersion?: TlsVersion;
  maxVersion?: TlsVersion;
  /** Offer what old servers need: old versions, weak parameters, unsafe renegotiation. */
  legacy?: boolean;
  timeoutMs: number;
}

export interface Attempted {
  observer: ConnectionObserver;
  ending: ConnectionEnding;
  handshakeDone: boolean;
  exchange: Exchange;
  detail?: string;
}

/**
 * One complete handshake with Node's own TLS and one GET, both read along.
 * @param socket connected, nothing sent yet; it is closed at the end
 * @returns what came of it; every failure is an ending, nothing is thrown
 */
export function attempt(socket: Socket, options: AttemptOptions): Promise<Attempted> {
  return new Promise((resolve) => new Attempt(socket, options, resolve).begin());
}

class Attempt {
  private readonly observer = new ConnectionObserver(
    () => this.later(ALERT_GRACE, () => this.finish('refused')),
    () => this.exchange.ticketCame(),
  );
  private readonly exchange: Exchange;
  private secure?: TLSSocket;
  private handshakeDone = false;
  private done = false;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly socket: Socket,
    private readonly options: AttemptOptions,
    private readonly resolve: (attempted: Attempted) => void,
  ) {
    this.exchange = new Exchange(
      requestOf(options),
      this.observer.sighting,
      (request) => this.secure?.write(request),
      () => this.finish('answered'),
    );
  }

  begin(): void {
    this.later(this.options.timeoutMs, () => this.finish(this.exchange.answer ? 'answered' : 'silent'));
    const tapped = new TappedSocket(this.socket, (from, chunk) => this.observer.bytes(from, chunk));
    tapped.on('error', () => {});
    tapped.on('peer-ended', () => this.later(ALERT_GRACE, () => this.finish(this.exchange.answer ? 'answered' : 'closed')));
    tapped.on('peer-failed', ({ code }: NodeJS.ErrnoException) =>
      this.later(ALERT_GRACE, () =>
        this.finish(this.exchange.answer ? 'answered' : code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'failed', code),
      ),
    );
    try {
      this.secure = connect({ socket: tapped, ...tlsOptions(this.options) });
    } catch (error) {
      return this.finish('failed', codeOf(error));
    }
    this.secure.on('keylog', (line: Buffer) => this.observer.keylog(line));
    this.secure.once('secureConnect', () => this.onSecure());
    this.secure.on('data', (chunk: Buffer) => this.exchange.data(chunk));
    this.secure.on('error', (error) => this.onError(error));
  }

  private onSecure(): void {
    this.handshakeDone = true;
    this.exchange.secured();
  }

  private onError(error: Error): void {
    const code = codeOf(error);
    const refused = this.observer.sighting.alerts.some(({ from, code: alert }) => from === 'server' && alert !== 0 && alert !== 90);
    if (refused) this.later(ALERT_GRACE, () => this.finish('refused'));
    else if (['ECONNRESET', 'EPIPE'].includes(code))
      this.later(ALERT_GRACE, () =>
        this.finish(
          this.exchange.answer
            ? 'answered'
            : this.observer.sighting.alerts.length > 0 || error.message.includes('disconnected')
              ? 'closed'
              : 'reset',
        ),
      );
    else this.finish(code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG' ? 'not-tls' : 'failed', code);
  }

  private later(ms: number, work: () => void): void {
    this.timers.push(setTimeout(work, ms));
  }

  private finish(ending: ConnectionEnding, detail?: string): void {
    if (this.done) return;
    this.done = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.exchange.end();
    this.leave(ending);
    const { observer, handshakeDone, exchange } = this;
    this.resolve({ observer, ending, handshakeDone, exchange, ...(detail && { detail }) });
  }

  /** Politely where the connection still stands: an abrupt end fills the server's log. One that answered closes by itself. */
  private leave(ending: ConnectionEnding): void {
    const { secure, socket } = this;
    const destroy = () => {
      secure?.destroy();
      socket.destroy();
    };
    secure?.removeAllListeners('data').on('data', () => {});
    if (ending === 'answered') secure?.once('end', destroy);
    else secure?.end();
    setTimeout(() => {
      if (ending === 'answered') secure?.end();
      setImmediate(destroy);
    }, GOODBYE).unref();
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? (error as Error).name;

/** Contexts are costly to make and hold nothing of a connection: those without a key are kept, those with one only as long as it. */
const contexts = new Map<string, SecureContext>();
const contextsOfCredentials = new WeakMap<ClientCredential, Map<string, SecureContext>>();

function contextFor(options: AttemptOptions): SecureContext {
  const { credential, minVersion, maxVersion, legacy } = options;
  let known = contexts;
  if (credential) {
    known = contextsOfCredentials.get(credential) ?? new Map<string, SecureContext>();
    contextsOfCredentials.set(credential, known);
  }
  const key = `${minVersion} ${maxVersion} ${legacy}`;
  const context = known.get(key) ?? makeContext(options);
  known.set(key, context);
  return context;
}

function makeContext({ credential, minVersion, maxVersion, legacy }: AttemptOptions): SecureContext {
  // Security level 0: an old key or server is to be seen, not to be hidden by a refusal of our own.
  const ciphers = legacy ? 'ALL:@SECLEVEL=0' : `${DEFAULT_CIPHERS}:@SECLEVEL=0`;
  return createSecureContext({
    ciphers,
    minVersion: minVersion ?? (legacy ? 'TLSv1' : 'TLSv1.2'),
    maxVersion: maxVersion ?? 'TLSv1.3',
    ...(legacy && { secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT }),
    ...(credential?.key && { cert: pemOf(credential.chain), key: credential.key.export({ type: 'pkcs8', format: 'pem' }) }),
  });
}

function tlsOptions(options: AttemptOptions): ConnectionOptions {
  const { serverName } = options;
  return {
    secureContext: contextFor(options),
    servername: serverName && !isIP(serverName) ? serverName : '',
    // The server is judged by the report; a look must not stop here (its verdict would hide everything after it).
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ALPNProtocols: ['http/1.1'],
    requestOCSP: true,
  } as ConnectionOptions;
}

const pemOf = (chain: readonly Buffer[]) =>
  chain.map((der) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`).join('');

/** One GET without a body; HEAD would lose the text by which nginx tells a missing certificate. */
export const requestOf = ({ authority, path }: Pick<AttemptOptions, 'authority' | 'path'>): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: mtls-doctor\r\nAccept: */*\r\nConnection: close\r\n\r\n`;
