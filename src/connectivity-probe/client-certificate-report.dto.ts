export class RefusalAlert {
  /** @example 48 */
  code: number;

  /** @example 'unknown_ca' */
  name: string;
}

export class RefusalAnswer {
  /** @example 400 */
  status: number;

  says: string;
}

/** How the server refused, and at which moment. */
export class RefusalReport {
  /** hello: before any certificate; handshake: inside it; after-handshake: once it was done (TLS 1.3 judges then); http: by its answer. */
  phase: 'hello' | 'handshake' | 'after-handshake' | 'http';

  alert?: RefusalAlert;

  http?: RefusalAnswer;

  says: string;

  /** For a refusal after the handshake: how long after it, in milliseconds. */
  afterMs?: number;
}

export class CertificateSummary {
  /** RFC 4514. */
  subject: string;

  issuer: string;

  notBefore: string;

  notAfter: string;

  /** The thumbprint, in hexadecimal. */
  sha256: string;
}

/** A certificate that a transcript names, whether it shows it or not. */
export class ToldCertificateReport {
  /** RFC 4514. */
  subject: string;

  issuer: string;

  notBefore?: string;

  notAfter?: string;
}

/** A client certificate as a transcript tells it. */
export class ToldClientCertificateReport extends ToldCertificateReport {
  /** By their names in RFC 5280. @example ['clientAuth'] */
  usages?: string[];
}

/** What a client of another family would do with the certificate at this server. */
export class OtherClientReport {
  client: 'java' | 'openssl';

  who: string;

  sends: boolean;

  because: string;
}

export class ClientCertificateReport {
  /** Decided by connecting without a certificate, since a request does not say whether it is meant. */
  requested: 'no' | 'optional' | 'required' | 'unknown';

  /** Inside the handshake, or later. */
  requestedWhen?: 'handshake' | 'renegotiation' | 'post-handshake';

  /** The names that the server lists, in its order. An empty list means that any issuer will do. */
  acceptableIssuers: string[];

  /** IANA's names. @example ['rsa_pss_rsae_sha256'] */
  signatureAlgorithms: string[];

  /** Only TLS 1.2 and older have these. */
  certificateTypes?: string[];

  /** Whether a certificate went out; false also where a transcript does not tell. */
  sent: boolean;

  /** Whether a trace shows that the client has certificates, and none that the server would take. */
  noneFits?: boolean;

  /** Whether a transcript leaves open if a certificate went out. */
  sentUntold?: boolean;

  notSentBecause?: string;

  accepted: 'yes' | 'no' | 'unknown';

  refusal?: RefusalReport;

  /** What the keyless test showed. */
  keyless?: 'refused' | 'accepted-or-not-yet-judged' | 'no-answer';

  /** The certificate at hand, the leaf first. */
  presented?: CertificateSummary[];

  /** The certificate that the client of a transcript sent, the leaf first, where the tool shows it. */
  told?: ToldClientCertificateReport[];

  otherClients?: OtherClientReport[];
}
