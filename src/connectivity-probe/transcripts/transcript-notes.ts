import { alertCode, alertName } from '../handshake/tls-names.js';
import type { Side } from '../handshake/sighting.js';
import { judgePage } from '../judging/refusal-pages.js';
import {
  UNTOLD_HOST,
  type Observation,
  type OwnCheck,
  type OwnFlaw,
  type Phase,
  type SeenConnection,
  type ToldCertificate,
} from '../observation.js';
import type { ProbeReport } from '../probe-report.dto.js';
import { nameKey } from './told-names.js';

/** One step that a transcript tells, with its line from 1. */
export interface TranscriptStep {
  who: Side;
  says: string;
  line: number;
}

/** With fewer steps than this, and nothing of a handshake, a message is repeated rather than a connection told. */
const FEWEST_STEPS = 3;

/** Where the server has refused, the client's own check ended nothing: curl tells what it found even with --insecure. */
const overruled = (check: OwnCheck): OwnCheck => ({ ...check, gaveUp: false, asked: check.asked && !check.gaveUp });

/** How much a flaw tells: that the issuer is unknown may only mean that nobody was named whom to trust. */
const rankOf = (flaw: OwnFlaw | undefined) =>
  flaw === undefined ? 0 : flaw === 'other' ? 1 : flaw === 'issuer-unknown' || flaw === 'self-signed' ? 2 : 3;

/** Of a body so much is read, in characters. */
const LONGEST_BODY = 2000;

/** Of what a tool says about a certificate, so much is kept. */
const LONGEST_WORDS = 200;

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
  /** Whether the line is there with which the tool begins: then this is its output, however short. */
  begun = false;
  flightRead = false;
  asked = false;
  readonly authorities: string[] = [];
  signatureAlgorithms: string[] = [];
  certificateTypes?: string[];
  certificatesSent?: number;
  readonly chain: string[] = [];
  /** What the tool says of the server's certificates, and of the one that it sent itself. */
  readonly told: ToldCertificate[] = [];
  readonly sent: ToldCertificate[] = [];
  /** Whether the tool names every certificate that came. */
  toldWhole = false;
  noneFits = false;
  /** When it was written, where the tool says so. */
  at?: string;
  private readonly understood = new Set<number>();
  private readonly body: number[] = [];
  readonly steps: TranscriptStep[] = [];
  readonly phases: Phase[] = [];
  http?: SeenConnection['http'];
  /** How it ended, where no alert and no answer says it. */
  ending?: SeenConnection['ending'];
  private readonly alerts: SeenConnection['alerts'] = [];
  private reason?: string;
  private check?: OwnCheck;

  /** Notes a line of the answer's body. */
  bodyLine(text: string, line: number): void {
    if (!this.http) return;
    if (this.http.excerpt.length < LONGEST_BODY) this.http.excerpt += `${text}\n`;
    this.body.push(line);
  }

  /** Lines whose meaning is in the observation, from 1; a page says more than that where it refuses without naming the certificate. */
  get linesUnderstood(): ReadonlySet<number> {
    const kind = this.http && judgePage(this.http)?.kind;
    const isRead = this.http !== undefined && (this.http.status < 400 || (kind !== undefined && kind !== 'logon-refused'));
    return isRead ? new Set([...this.understood, ...this.body]) : this.understood;
  }

  /** Notes that a line was understood, though it is no message of the handshake. */
  understand(line: number): void {
    this.understood.add(line);
  }

  /**
   * Notes what the tool found when it checked the server's certificate; the most telling flaw counts.
   * @param flaw undefined where it found none
   */
  checked(flaw: OwnFlaw | undefined, words: string, line: number, { gaveUp = false, asked = false } = {}): void {
    this.understand(line);
    const known = this.check;
    const says = { ...(flaw && { flaw }), words: words.trim().replace(/\.$/, '').slice(0, LONGEST_WORDS) };
    const graver = rankOf(flaw) > rankOf(known?.flaw) || !known;
    this.check = {
      ...(graver ? says : known),
      gaveUp: gaveUp || known?.gaveUp === true,
      asked: (graver && asked) || (!graver && known.asked),
    };
    if (flaw && graver) this.step('client', `own check of the server: ${says.words}`, line);
  }

  step(who: Side, says: string, line: number): void {
    this.understand(line);
    if (this.steps.length < 500) this.steps.push({ who, says, line });
  }

  /** Notes an alert by number or name; the same one told twice counts once. */
  alert(from: Side, which: number | string, line: number, fatal = true): void {
    this.understand(line);
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
    if (this.begun) return true;
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
      ...(this.told.length > 0 && { told: { certificates: this.told, whole: this.toldWhole } }),
      ...(this.check && { ownCheck: refusal ? overruled(this.check) : this.check }),
      ...(this.sent.length > 0 && { sent: this.sent }),
      ...(this.noneFits && { noneFits: true }),
      requests: this.asked
        ? [
            {
              when: 'handshake',
              authorities: this.authorities,
              authorityKeys: this.authorities.map(nameKey),
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
      at: this.at ?? new Date().toISOString(),
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
    const page = this.http && judgePage(this.http)?.kind;
    if (page === 'no-certificate') return 0;
    // Java answers an empty list with bad_certificate (42), so that this one says nothing.
    return page === 'certificate-refused' || (alert !== undefined && [43, 44, 45, 46, 48, 51].includes(alert)) ? 1 : undefined;
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
