import type { SeenAnswer } from '../observation.js';

/** What an HTTP answer says about the client certificate. */
export interface PageVerdict {
  /** `no-certificate`: none arrived; `certificate-refused`: one arrived and was refused; `logon-refused`: who it is did not suffice. */
  kind: 'no-certificate' | 'certificate-refused' | 'logon-refused';
  says: string;
}

interface Page {
  statuses: readonly number[];
  pattern: RegExp;
  kind: PageVerdict['kind'];
  says: string;
}

/**
 * The pages by which servers tell what they think of a client certificate, the more specific first. nginx: source,
 * ngx_http_special_response.c; IIS: Microsoft, "HTTP status codes in IIS 7 and later"; the SAP texts: SAP's public
 * pages on Cloud Integration and the ICM; the rest measured.
 */
const PAGES: readonly Page[] = [
  {
    statuses: [400, 496],
    pattern: /No required SSL certificate was sent/i,
    kind: 'no-certificate',
    says: 'nginx: no client certificate arrived (its internal status 496)',
  },
  {
    statuses: [400, 495],
    pattern: /The SSL certificate error/i,
    kind: 'certificate-refused',
    says: 'nginx: the client certificate was refused (its internal status 495); expired, untrusted and wrong usage all look like this, its error log names the reason',
  },
  {
    statuses: [403],
    pattern: /403\.7|client certificate required/i,
    kind: 'no-certificate',
    says: 'IIS 403.7: a client certificate is required',
  },
  {
    statuses: [403],
    pattern: /403\.1[2367]|client certificate.{0,60}(?:untrusted|revoked|invalid|expired|ill-formed)/i,
    kind: 'certificate-refused',
    says: 'IIS 403.12, 403.13, 403.16 or 403.17: the client certificate is not mapped, revoked, untrusted or expired',
  },
  { statuses: [495], pattern: /(?:)/, kind: 'certificate-refused', says: 'status 495: the client certificate was refused' },
  { statuses: [496], pattern: /(?:)/, kind: 'no-certificate', says: 'status 496: no client certificate arrived' },
  {
    statuses: [401, 403],
    pattern: /no client certificate|certificate (?:is )?(?:required|missing|not (?:present|found|provided))|missing client cert/i,
    kind: 'no-certificate',
    says: 'the answer says that no client certificate arrived',
  },
  {
    statuses: [400, 401, 403],
    pattern:
      /(?:invalid|untrusted|expired|unknown|bad) (?:client )?certificate|certificate (?:is )?(?:invalid|untrusted|expired|not (?:valid|trusted|accepted))/i,
    kind: 'certificate-refused',
    says: 'the answer says that the client certificate is not accepted',
  },
  {
    statuses: [401],
    pattern: /(?:)/,
    kind: 'logon-refused',
    says: 'HTTP 401: the connection stands, but the server knows no user for it (no certificate looked at, or none mapped to a user)',
  },
  {
    statuses: [403],
    pattern: /(?:)/,
    kind: 'logon-refused',
    says: 'HTTP 403: the connection stands, but the server forbids the resource (authorisation missing, or the certificate not accepted for it)',
  },
];

/** @returns what the answer says about the client certificate, undefined when it says nothing */
export function judgePage({ status, reason, excerpt, headers }: SeenAnswer): PageVerdict | undefined {
  const text = `${reason}\n${excerpt}\n${headers['www-authenticate'] ?? ''}`;
  const page = PAGES.find(({ statuses, pattern }) => statuses.includes(status) && pattern.test(text));
  return page && { kind: page.kind, says: page.says };
}
