import type { RequestTime, SeenAlert, SeenStep } from './handshake/sighting.js';

export type PhaseName = 'dns' | 'policy' | 'tcp' | 'proxy' | 'tls' | 'http';

/** One step on the way to the server, with what came of it. */
export interface Phase {
  name: PhaseName;
  outcome: 'ok' | 'failed';
  /** Why it failed, as a constant. @example 'ECONNREFUSED' */
  code?: string;
  /** What was seen, as a sentence. */
  says: string;
  ms: number;
}

/** What one connection was for. */
export type ConnectionPurpose = 'first-flight' | 'without-certificate' | 'with-certificate' | 'keyless' | 'transcript';

/**
 * How a connection ended: `answered` with HTTP, `complete` when we had seen enough, `refused` by an alert, `closed` or
 * `reset` without one, `silent` until the deadline, `failed` on our own side.
 */
export type ConnectionEnding =
  'answered' | 'complete' | 'refused' | 'closed' | 'reset' | 'silent' | 'not-tls' | 'malformed' | 'failed' | 'not-connected';

/** What the server asked of a client's certificate. */
export interface SeenRequest {
  when: RequestTime;
  /** Acceptable issuers as text (RFC 4514), the order of the server. */
  authorities: string[];
  /** The same names, made comparable (RFC 5280, section 7.1). */
  authorityKeys: string[];
  signatureAlgorithms: string[];
  certificateTypes?: string[];
}

/** The HTTP answer, as far as it was read. */
export interface SeenAnswer {
  status: number;
  reason: string;
  /** Only those that say something about certificates, servers and clocks. */
  headers: Record<string, string>;
  /** The beginning of the body. */
  excerpt: string;
}

/** A certificate that a transcript tells of in words. Names are in RFC 4514's spelling, times in ISO 8601. */
export interface ToldCertificate {
  subject: string;
  issuer: string;
  notBefore?: string;
  notAfter?: string;
  /** Alternative names, where the tool shows them. */
  names?: string[];
  /** Extended key usages by their names in RFC 5280, where the tool shows them. */
  usages?: string[];
}

/** What is wrong with a server's certificate, as the program says that wrote a transcript. */
export type OwnFlaw =
  'issuer-unknown' | 'self-signed' | 'expired' | 'not-yet-valid' | 'name-mismatch' | 'wrong-usage' | 'revoked' | 'other';

/** The check of the server's certificate that the program made which wrote a transcript: the client's own, never the server's. */
export interface OwnCheck {
  /** Absent where it found nothing wrong. */
  flaw?: OwnFlaw;
  /** In its own words. */
  words: string;
  /** Whether it ended the connection for that. */
  gaveUp: boolean;
  /** Whether it was told whom to trust, or to check the name: only then its refusal means something where it went on. */
  asked: boolean;
}

export interface SeenConnection {
  purpose: ConnectionPurpose;
  phases: Phase[];
  ending: ConnectionEnding;
  /** Why, where the ending alone does not say it. */
  detail?: string;
  /** Whether the server's flight was read to its end, and whether the handshake was finished. */
  flightRead: boolean;
  handshakeDone: boolean;
  version?: string;
  cipher?: string;
  group?: string;
  alpn?: string;
  helloRetry: boolean;
  ocspStapled: boolean;
  /** As the server sent it: DER in base64. */
  chain: string[];
  /** The server's certificates as a transcript tells them, the leaf first; `whole` where the tool names each that was sent. */
  told?: { certificates: ToldCertificate[]; whole: boolean };
  /** For a transcript: what its program thought of them. */
  ownCheck?: OwnCheck;
  /** For a transcript: the certificate that was sent, the leaf first. */
  sent?: ToldCertificate[];
  /** For a transcript: a key manager was at hand and found no certificate that the server would take. */
  noneFits?: boolean;
  requests: SeenRequest[];
  /** How many certificates we sent; absent while none was asked for. */
  certificatesSent?: number;
  alerts: SeenAlert[];
  tickets: number;
  http?: SeenAnswer;
  /** Milliseconds from the end of the handshake to a refusal that came late. */
  lateRefusalMs?: number;
  /** What an old server needed that a client does not offer by itself. */
  needed: string[];
  /** What a peer that speaks no TLS spoke instead. */
  speaks?: string;
  /** How far a keyless test came: before which of our messages the connection ended. */
  stage?: 'flight' | 'certificate' | 'signature';
  steps: SeenStep[];
  unreadable: string[];
}

/** One certificate of ours or theirs, as far as judging needs it; never a key. */
export interface SeenCertificate {
  subject: string;
  subjectKey: string;
  issuer: string;
  issuerKey: string;
  notBefore: string;
  notAfter: string;
  sha256: string;
}

/** The certificate we had for the server; public parts only. */
export interface Presented {
  chain: SeenCertificate[];
  keyType: string;
  keyBits?: number;
  curve?: string;
  /** Signature schemes (IANA) that this key can make. */
  canSign: string[];
  hasKey: boolean;
}

/** The host of a transcript that does not say which one it is of. */
export const UNTOLD_HOST = 'unknown';

/** @returns the name that the certificate of a target must bear, undefined where a transcript does not tell it */
export const nameOfTarget = ({ host, serverName }: Observation['target']): string | undefined =>
  serverName ?? (host === UNTOLD_HOST ? undefined : host);

/** What was seen at one target, plain and without judgement. This is what the cache keeps. */
export interface Observation {
  source: 'live' | 'transcript';
  target: { host: string; port: number; serverName?: string; path: string };
  /** When the look began. */
  at: string;
  ms: number;
  addresses: { address: string; refused?: string }[];
  /** Why the target may not be probed. */
  forbidden?: string;
  /** Name resolution and policy; the rest stands with each connection. */
  phases: Phase[];
  presented?: Presented;
  connections: SeenConnection[];
  /** Whether the deadline cut the look short. */
  cutShort: boolean;
  /** What the sweep of versions, suites and server names showed, with `depth: full`. */
  sweep?: {
    versions: { version: string; offered: boolean; says: string }[];
    ciphers: { cipher: string; version: string }[];
    withoutServerName?: { sameChain: boolean; says: string };
  };
}
