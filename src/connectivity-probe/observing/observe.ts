import { presentedBy, type ClientCredential } from '../client-credential.js';
import { readFirstFlight, type FlightOptions } from '../handshake/first-flight.js';
import { type TlsVersion } from '../handshake/tls-names.js';
import type { ConnectionPurpose, Observation, SeenConnection } from '../observation.js';
import type { ProbePolicy } from '../policy/probe-policy.js';
import { attempt, requestOf, type AttemptOptions } from './attempt.js';
import { seenInAttempt, seenInFlight, notConnected } from './connections.js';
import { Deadline } from './deadline.js';
import { Dialler, type Lookup, type Proxy } from './dial.js';
import { Exchange } from './exchange.js';
import { sweep } from './sweep.js';

/** What to look at, and with what. */
export interface Look {
  /** Canonical. */
  host: string;
  port: number;
  serverName?: string;
  path: string;
  credential?: ClientCredential;
  /** Ask what the server would say to the chain, without its key. */
  keyless?: boolean;
  proxy?: Proxy;
  minVersion?: TlsVersion;
  maxVersion?: TlsVersion;
  timeoutMs: number;
  full?: boolean;
  lookup?: Lookup;
}

const FLIGHT_LIMIT = 5000;
const TLS_LIMIT = 25_000;
const KEYLESS_PATIENCE = 1000;

/**
 * Looks at one target: the name, the policy, the server's first flight, what it does without a certificate and what it
 * does with ours. In TLS 1.3 our own reader sees all of it but the last on one connection. At most three connections; with
 * `full` some thirty more.
 * @returns what was seen; nothing is judged and nothing is thrown
 */
export function observe(look: Look, policy: ProbePolicy): Promise<Observation> {
  return new Observer(look, policy).observe();
}

class Observer {
  private readonly begin = performance.now();
  private readonly at = new Date().toISOString();
  private readonly deadline: Deadline;
  private readonly dialler: Dialler;
  private readonly connections: SeenConnection[] = [];

  constructor(
    private readonly look: Look,
    policy: ProbePolicy,
  ) {
    this.deadline = new Deadline(look.timeoutMs);
    this.dialler = new Dialler(look, policy, this.deadline, look.proxy, look.lookup);
  }

  async observe(): Promise<Observation> {
    const { look } = this;
    const { addresses, phases, forbidden, allowed } = await this.dialler.resolve();
    const reachable = !forbidden && (allowed.length > 0 || look.proxy?.trusted === true);
    if (reachable) await this.connectAll();
    const swept =
      reachable && look.full && this.connections.some(({ version }) => version)
        ? await sweep(look, this.dialler, this.deadline, this.connections)
        : undefined;
    return {
      source: 'live',
      target: { host: look.host, port: look.port, ...(this.serverName && { serverName: this.serverName }), path: look.path },
      at: this.at,
      ms: Math.round(performance.now() - this.begin),
      addresses,
      phases,
      ...(forbidden && { forbidden }),
      ...(look.credential && { presented: presentedBy(look.credential) }),
      connections: this.connections,
      cutShort: this.deadline.passed,
      ...(swept && { sweep: swept }),
    };
  }

  private get serverName(): string {
    return this.look.serverName ?? this.look.host;
  }

  private async connectAll(): Promise<void> {
    const { look } = this;
    const first = await this.firstLook();
    // A server that never answers a ClientHello will not answer a second one; the deadline is better spent elsewhere.
    if (['not-connected', 'not-tls', 'silent'].includes(first.ending) && !first.handshakeDone) return;
    const legacy = !first.flightRead || first.version === 'TLSv1' || first.version === 'TLSv1.1';
    if (first.handshakeDone) {
      if (look.credential && first.requests.length > 0) await this.withOurs(first, look.credential);
      return;
    }
    if (look.credential && !look.keyless) {
      const answered = await this.attempt('with-certificate', legacy, look.credential);
      if (first.requests.length === 0 && answered.requests.length === 0) return;
    }
    await this.attempt('without-certificate', legacy);
    if (look.keyless) await this.keyless(first);
  }

  /** In TLS 1.3 what the server does without a certificate is seen at once; below it, only what it says first. */
  private async firstLook(): Promise<SeenConnection> {
    const { socket, phases } = await this.dialler.dial();
    if (!socket) return this.keep(notConnected('first-flight', phases));
    let exchange: Exchange | undefined;
    const flight = await readFirstFlight(socket, {
      ...this.flightOptions(),
      goOn: {
        with: (sighting, write, answered) => (exchange = new Exchange(requestOf(this.attemptOptions(false)), sighting, write, answered)),
        // A server that hangs without a certificate is still to be seen with ours.
        timeoutMs: this.look.credential
          ? this.deadline.atMost(Math.min(TLS_LIMIT, this.deadline.left / 2))
          : this.deadline.atMost(TLS_LIMIT),
      },
    });
    return this.keep(seenInFlight(flight.handshakeDone ? 'without-certificate' : 'first-flight', phases, flight, exchange));
  }

  /**
   * What becomes of our certificate at a server that asks in TLS 1.3. One that asks late can't be answered by Node, so that
   * TLS 1.2 is tried instead, where it can ask by renegotiation.
   */
  private async withOurs(first: SeenConnection, credential: ClientCredential): Promise<void> {
    const late = first.requests.every(({ when }) => when === 'post-handshake');
    if (this.look.keyless) await this.keyless(first);
    else if (!late) await this.attempt('with-certificate', false, credential);
    else if ((this.look.minVersion ?? 'TLSv1.2') <= 'TLSv1.2') await this.attempt('with-certificate', false, credential, 'TLSv1.2');
  }

  private async keyless(first: SeenConnection): Promise<void> {
    if (first.requests.length === 0 || this.deadline.passed) return;
    const { socket, phases } = await this.dialler.dial();
    if (!socket) return void this.keep(notConnected('keyless', phases));
    const keyless = { chain: this.look.credential?.chain ?? [], patience: KEYLESS_PATIENCE };
    this.keep(seenInFlight('keyless', phases, await readFirstFlight(socket, { ...this.flightOptions(), keyless })));
  }

  private flightOptions(): FlightOptions {
    return { maxVersion: this.look.maxVersion ?? 'TLSv1.3', serverName: this.serverName, timeoutMs: this.deadline.atMost(FLIGHT_LIMIT) };
  }

  private async attempt(
    purpose: ConnectionPurpose,
    legacy: boolean,
    credential?: ClientCredential,
    maxVersion?: TlsVersion,
  ): Promise<SeenConnection> {
    const { socket, phases } = await this.dialler.dial();
    if (!socket) return this.keep(notConnected(purpose, phases));
    const attempted = await attempt(socket, {
      ...this.attemptOptions(legacy),
      ...(credential && { credential }),
      ...(maxVersion && { maxVersion }),
    });
    const seen = this.keep(seenInAttempt(purpose, phases, attempted, legacy));
    // Node refused the server before the server could refuse us: looked at again with what it needs.
    if (
      !legacy &&
      attempted.ending === 'failed' &&
      !this.deadline.passed &&
      purpose === 'without-certificate' &&
      this.connections.length < 3
    )
      return this.attempt(purpose, true, credential, maxVersion);
    return seen;
  }

  private attemptOptions(legacy: boolean): AttemptOptions {
    const { look } = this;
    const host = look.host.includes(':') ? `[${look.host}]` : (look.serverName ?? look.host);
    return {
      serverName: this.serverName,
      authority: look.port === 443 ? host : `${host}:${look.port}`,
      path: look.path,
      legacy,
      timeoutMs: this.deadline.atMost(TLS_LIMIT),
      ...(look.minVersion && { minVersion: look.minVersion }),
      ...(look.maxVersion && { maxVersion: look.maxVersion }),
    };
  }

  private keep(seen: SeenConnection): SeenConnection {
    this.connections.push(seen);
    return seen;
  }
}
