/** A certificate and when it ends. */
export class WatchedCertificate {
  /** RFC 4514. */
  subject: string;

  issuer: string;

  notAfter: string;

  /** Whole days until then, negative afterwards. */
  daysLeft: number;

  /** The thumbprint, in hexadecimal. */
  sha256: string;

  state: 'valid' | 'expiring' | 'expired';
}

export class WatchedCheck {
  /** @example 'server-certificate-is-trusted' */
  id: string;

  severity: 'error' | 'warning' | 'information';

  says: string;
}

export class WatchProblem {
  /** @example 'CREDENTIAL_NOT_FOUND' */
  errorCode: string;

  detail: string;
}

export class WatchedTargetReport {
  name: string;

  host: string;

  port: number;

  /** The client certificate it is looked at with. */
  credential?: string;

  /** Whether a logon can work: the server answered, took the certificate where one is to be shown, and its own is in time. Absent before the first look. */
  works?: boolean;

  /** As in the reply of POST /probes. @example 'accepted' */
  outcome?: string;

  /** One sentence for a person. */
  summary?: string;

  /** When it was looked at last. */
  lookedAt?: string;

  /** When the logon began or ceased to work; absent while it has not. */
  changedAt?: string;

  /** What did not pass. */
  failedChecks: WatchedCheck[];

  /** The server's certificates as it sent them, the leaf first. */
  certificates: WatchedCertificate[];

  /** Why it was not looked at. */
  problem?: WatchProblem;
}

export class WatchedCredentialReport {
  name: string;

  /** The leaf first; empty where it can't be used. */
  certificates: WatchedCertificate[];

  /** Why it can't be used. */
  problem?: WatchProblem;
}

export class WatchReport {
  /** Seconds between two looks at a target. */
  interval: number;

  /** From how many days before its expiry on a certificate is `expiring`. */
  warnDays: number;

  targets: WatchedTargetReport[];

  /** The client certificates that are mounted into the service. */
  credentials: WatchedCredentialReport[];
}
