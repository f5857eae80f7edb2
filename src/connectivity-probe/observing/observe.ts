import { presentedBy, type ClientCredential } from '../client-credential.js';
import { readFirstFlight, type Continuation, type Flight } from '../handshake/first-flight.js';
import { type TlsVersion } from '../handshake/tls-names.js';
import type { ConnectionPurpose, Observation, SeenConnection } from '../observation.js';
import type { ProbePolicy } from '../policy/probe-policy.js';
import { attempt, requestOf, type AttemptOptions } from './attempt.js';
import { seenInAttempt, seenInFlight, notConnected } from './connections.js';
import { Deadline } from './deadline.js';
import { Dialler, type Lookup, type Proxy } from './dial.js';
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
 * does with ours. At most three connections; with `full` some thirty more.
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
    const first = await this.flight('first-flight');
    if (first.ending === 'not-connected' || first.ending === 'not-tls') return;
    // A server that never answers a ClientHello will not answer a second one; the deadline is better spent elsewhere.
    if (first.ending === 'silent') return;
    const legacy = !first.flightRead || first.version === 'TLSv1' || first.version === 'TLSv1.1';
    if (look.credential && look.keyless) {
      await this.attempt('without-certificate', legacy);
      await this.keyless(first);
    } else if (look.credential) {
      const asked = first.requests.length > 0;
      const answered = await this.attempt('with-certificate', legacy, look.credential);
      if (asked || answered.requests.length > 0) await this.attempt('without-certificate', legacy);
      else await this.askLate(answered, look.credential);
    } else {
      const answered = await this.attempt('without-certificate', legacy);
      await this.askLate(answered);
    }
  }

  /**
   * A server that forbids without having asked may have wanted to ask late: Node can't be asked so, our reader can.
   * With a certificate at hand TLS 1.2 is tried instead, where the server can ask by renegotiation.
   */
  private async askLate(answered: SeenConnection, credential?: ClientCredential): Promise<void> {
    const status = answered.http?.status;
    if (this.deadline.passed || (status !== 401 && status !== 403) || answered.requests.length > 0 || answered.version !== 'TLSv1.3')
      return;
    const request = requestOf(this.attemptOptions(false));
    const late = await this.flight('late-request', { chain: [], request, patience: 1000 });
    if (credential && late.requests.length > 0 && (this.look.minVersion ?? 'TLSv1.2') <= 'TLSv1.2')
      await this.attempt('with-certificate', false, credential, 'TLSv1.2');
  }

  private async keyless(first: SeenConnection): Promise<void> {
    if (first.requests.length === 0 || this.deadline.passed) return;
    await this.flight('keyless', { chain: this.look.credential?.chain ?? [], patience: KEYLESS_PATIENCE });
  }

  private async flight(purpose: ConnectionPurpose, continuation?: Continuation): Promise<SeenConnection> {
    const { socket, phases } = await this.dialler.dial();
    if (!socket) return this.keep(notConnected(purpose, phases));
    const flight: Flight = await readFirstFlight(socket, {
      maxVersion: this.look.maxVersion ?? 'TLSv1.3',
      serverName: this.serverName,
      timeoutMs: this.deadline.atMost(FLIGHT_LIMIT),
      ...(continuation && { continuation }),
    });
    return this.keep(seenInFlight(purpose, phases, flight));
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
