import { Citation } from '../registry/citation.dto.js';
import { CertificateSummary, ClientCertificateReport, ToldCertificateReport } from './client-certificate-report.dto.js';

/** One step on the way to the server. */
export class PhaseReport {
  name: 'dns' | 'policy' | 'tcp' | 'proxy' | 'tls' | 'http';

  outcome: 'ok' | 'failed';

  /** Why it failed. @example 'ECONNREFUSED' */
  code?: string;

  says: string;

  /** How long it took, in milliseconds. */
  ms: number;

  /** Which connection it belongs to; absent for name resolution and policy. @example 'with-certificate' */
  connection?: string;
}

export class AlertReport {
  from: 'client' | 'server';

  fatal: boolean;

  /** @example 48 */
  code: number;

  /** @example 'unknown_ca' */
  name: string;

  /** The message before it. */
  after: string;

  encrypted: boolean;

  /** Milliseconds since the handshake began. */
  ms: number;
}

/** What the program thought of the server's certificate that wrote a transcript: its own check, never the server's. */
export class OwnCheckReport {
  /** Absent where it found nothing wrong. */
  flaw?: 'issuer-unknown' | 'self-signed' | 'expired' | 'not-yet-valid' | 'name-mismatch' | 'wrong-usage' | 'revoked' | 'other';

  /** In its own words. @example 'unable to get local issuer certificate' */
  words: string;

  /** Whether it ended the connection for that. */
  gaveUp: boolean;

  /** Whether it was told whom to trust, or to check the name. Where it was not, an unknown issuer says nothing of the server. */
  asked: boolean;
}

/** The server's certificate as it was sent, and what is to be thought of it. */
export class ServerReport {
  /** As sent, the leaf first; of a transcript those that it shows. */
  chain: CertificateSummary[];

  /** Those that a transcript names, the leaf first. */
  told?: ToldCertificateReport[];

  /** Absent where not all that was sent was seen. */
  valid?: boolean;

  /** @example 'expired' */
  reason?: string;

  says?: string;

  version?: string;

  cipher?: string;

  group?: string;

  /** The protocol agreed on by ALPN. */
  alpn?: string;

  ocspStapled?: boolean;

  /** For a transcript. */
  ownCheck?: OwnCheckReport;
}

export class HttpAnswerReport {
  status: number;

  reason: string;

  headers: Record<string, string>;

  /** The beginning of the body. */
  excerpt: string;
}

export class CheckReport {
  /** @example 'our-certificate-accepted' */
  id: string;

  title: string;

  passed: boolean;

  severity: 'error' | 'warning' | 'information';

  says: string;

  /** What to do, where it did not pass. */
  remedy?: string;

  citation: Citation;
}

/** One message of the handshake. */
export class StepReport {
  who: 'client' | 'server';

  says: string;

  /** The line of the transcript, from 1. */
  line?: number;

  ms?: number;
}

/** One connection that was made. */
export class ConnectionReport {
  purpose: string;

  ending: string;

  version?: string;

  cipher?: string;

  handshakeDone: boolean;

  /** How many certificates we sent. */
  certificatesSent?: number;

  alerts: AlertReport[];

  /** What an old server needed. */
  needed: string[];

  steps: StepReport[];
}

export class CacheReport {
  /** Whether the look was made earlier, or for somebody else. */
  hit: boolean;

  /** Seconds since it was made. */
  age: number;

  /** Seconds for which it is kept. */
  ttl: number;
}

export class TargetReport {
  host: string;

  port: number;

  serverName?: string;

  path: string;

  /** What the name resolved to. */
  addresses: string[];
}

export class VersionReport {
  version: string;

  offered: boolean;

  says: string;
}

export class CipherReport {
  cipher: string;

  version: string;
}

export class UnnamedReport {
  sameChain: boolean;

  says: string;
}

/** What `depth: full` adds. */
export class SweepReport {
  versions: VersionReport[];

  /** In the order in which the server takes them. */
  ciphers: CipherReport[];

  withoutServerName?: UnnamedReport;
}

/** What a target does when somebody connects, and what follows from it for the client certificate. */
export class ProbeReport {
  /** accepted: a request was served; not-asked: no certificate is asked for; undecided: nothing can be said for certain. */
  outcome: 'accepted' | 'not-asked' | 'refused' | 'unreachable' | 'not-tls' | 'forbidden-by-policy' | 'undecided';

  /** One sentence for a person. */
  summary: string;

  target: TargetReport;

  clientCertificate: ClientCertificateReport;

  server: ServerReport;

  http?: HttpAnswerReport;

  /** In order, each with its time. */
  phases: PhaseReport[];

  checks: CheckReport[];

  connections: ConnectionReport[];

  sweep?: SweepReport;

  /** Who sent what, for a transcript. */
  steps?: StepReport[];

  /** When the look began; absent for a transcript. */
  at?: string;

  /** The tool that printed a transcript. */
  tool?: 'openssl' | 'curl' | 'java' | 'gnutls' | 'icm';

  /** Whether time ran out: this is what was seen by then. */
  cutShort?: boolean;

  cache?: CacheReport;

  /** Redis is configured and away: the look was not shared with other instances. */
  degraded?: boolean;
}
