import { alertCode, alertName } from '../handshake/tls-names.js';
import type { Side } from '../handshake/sighting.js';
import { UNTOLD_HOST, type Observation, type Phase, type SeenConnection } from '../observation.js';
import type { ProbeReport } from '../probe-report.dto.js';

/** One step that a transcript tells, with its line from 1. */
export interface TranscriptStep {
  who: Side;
  says: string;
  line: number;
}

/** With fewer steps than this, and nothing of a handshake, a message is repeated rather than a connection told. */
const FEWEST_STEPS = 3;

/** What a reader of some tool's output notes down; it becomes an observation like that of a live look. */
export class TranscriptNotes {
  /** Which tool printed it. */
  tool?: ProbeReport['tool'];
  host = '';
  port = 443;
  version?: string;
  cipher?: string;
  alpn?: string;
  handshakeDone = false;
  flightRead = false;
  asked = false;
  readonly authorities: string[] = [];
  signatureAlgorithms: string[] = [];
  certificateTypes?: string[];
  certificatesSent?: number;
  readonly chain: string[] = [];
  readonly steps: TranscriptStep[] = [];
  readonly phases: Phase[] = [];
  http?: SeenConnection['http'];
  /** How it ended, where no alert and no answer says it. */
  ending?: SeenConnection['ending'];
  private readonly alerts: SeenConnection['alerts'] = [];
  private reason?: string;

  step(who: Side, says: string, line: number): void {
    if (this.steps.length < 500) this.steps.push({ who, says, line });
  }

  /** Notes an alert by number or name; the same one told twice counts once. */
  alert(from: Side, which: number | string, line: number, fatal = true): void {
    const code = typeof which === 'number' ? which : alertCode(which.toLowerCase().replaceAll(/[ -]+/g, '_'));
    if (code === undefined || this.alerts.some((known) => known.code === code && known.from === from)) return;
    this.alerts.push({
      from,
      fatal,
      code,
      name: alertName(code),
      after: this.steps.at(-1)?.says ?? 'the beginning',
      encrypted: this.handshakeDone,
      ms: 0,
    });
    this.step(from, `alert ${alertName(code)} (${code})`, line);
  }

  /** Notes that the side which wrote the transcript ended the handshake itself, and why. */
  gaveUp(who: Side, why: string, line: number): void {
    this.ending ??= 'failed';
    if (this.reason === undefined) this.step(who, `gave up: ${why}`, line);
    this.reason ??= why;
  }

  authority(name: string): void {
    if (name && this.authorities.length < 1000) this.authorities.push(name);
  }

  phase(name: Phase['name'], outcome: Phase['outcome'], says: string, code?: string): void {
    this.phases.push({ name, outcome, says, ms: 0, ...(code && { code }) });
  }

  /** Whether there is enough for a report: several steps, what was agreed on, or a flight in which the server asked for nothing. */
  get tellsAConnection(): boolean {
    const agreed = this.version !== undefined && this.cipher !== undefined;
    return this.steps.length >= FEWEST_STEPS || agreed || (!this.asked && (this.flightRead || this.handshakeDone));
  }

  /** The observation that a live look would have made, in the fields that the tool shows. */
  get observation(): Observation {
    const refusal = this.alerts.find(({ from, code }) => from === 'server' && code !== 0 && code !== 90);
    const reached = this.version !== undefined || this.handshakeDone || this.asked || this.alerts.length > 0 || this.steps.length > 0;
    const ending = this.http ? 'answered' : refusal ? 'refused' : (this.ending ?? (reached ? 'complete' : 'not-connected'));
    const connection: SeenConnection = {
      purpose: 'transcript',
      phases: [
        ...this.phases,
        ...(reached
          ? [
              {
                name: 'tls' as const,
                outcome: this.handshakeDone ? ('ok' as const) : ('failed' as const),
                says: refusal
                  ? `the server sent the alert ${refusal.name} (${refusal.code})`
                  : this.handshakeDone
                    ? `${this.version ?? 'TLS'}, ${this.cipher ?? 'unknown suite'}`
                    : ending,
                ms: 0,
              },
            ]
          : []),
      ],
      ending,
      ...(this.reason && { detail: this.reason }),
      flightRead: this.flightRead || this.handshakeDone || this.asked,
      handshakeDone: this.handshakeDone,
      ...(this.version && { version: this.version }),
      ...(this.cipher && { cipher: this.cipher }),
      ...(this.alpn && { alpn: this.alpn }),
      helloRetry: false,
      ocspStapled: false,
      chain: this.chain,
      requests: this.asked
        ? [
            {
              when: 'handshake',
              authorities: this.authorities,
              authorityKeys: this.authorities.map((name) => name.toLowerCase()),
              signatureAlgorithms: this.signatureAlgorithms,
              ...(this.certificateTypes && { certificateTypes: this.certificateTypes }),
            },
          ]
        : [],
      ...(this.sentCount(refusal?.code) !== undefined && { certificatesSent: this.sentCount(refusal?.code) }),
      alerts: this.alerts,
      tickets: 0,
      ...(this.http && { http: this.http }),
      needed: [],
      steps: this.steps.map(({ who, says }) => ({ from: who, says, ms: 0, encrypted: false })),
      unreadable: [],
    };
    return {
      source: 'transcript',
      target: { host: this.host || UNTOLD_HOST, port: this.port, path: '/' },
      at: '1970-01-01T00:00:00.000Z',
      ms: 0,
      addresses: [],
      phases: [],
      connections: [connection],
      cutShort: false,
    };
  }

  private get whyUndone(): string | undefined {
    const alert = this.alerts.find(({ from, fatal }) => from === 'client' && fatal);
    return alert ? `the client sent the alert ${alert.name} (${alert.code})` : this.reason;
  }

  /** Where the tool does not say whether a certificate went out, the alert does: nobody refuses what did not arrive. */
  private sentCount(alert: number | undefined): number | undefined {
    if (this.certificatesSent !== undefined || !this.asked) return this.certificatesSent;
    if (alert === 116 || alert === 41) return 0;
    return alert !== undefined && [42, 43, 44, 45, 46, 48, 51].includes(alert) ? 1 : undefined;
  }
}

/**
 * A name as OpenSSL prints it (`C = DE, O = x, CN = y`, `C=DE, O=x`, `/C=DE/O=x/CN=y`) in RFC 4514's order and spelling.
 * @param text one line
 */
export function nameFromOpenssl(text: string): string {
  const parts = text.startsWith('/') ? text.slice(1).split(/\/(?=[A-Za-z0-9.]+=)/) : text.split(/, ?(?=[A-Za-z0-9.]+ ?=)/);
  return parts.map(tight).toReversed().join(',');
}

/** A name as Java prints it (`CN=y, O=x, C=DE`) in RFC 4514's spelling. */
export const nameFromJava = (text: string): string =>
  text
    .split(/, ?(?=[A-Za-z0-9.]+=)/)
    .map(tight)
    .join(',');

const tight = (part: string) => part.trim().replace(/^([A-Za-z0-9.]+) ?= ?/, '$1=');
