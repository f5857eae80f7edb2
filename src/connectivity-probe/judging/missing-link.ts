import type { Presented, SeenCertificate, SeenRequest } from '../observation.js';

/** A certificate that our chain lacks on the way to an issuer that the server names. */
export interface MissingLink {
  subject: string;
  /** Whom the server names. */
  issuer: string;
}

/**
 * Finds the intermediate that was left out of our chain: it issued our last certificate, and one that the server names issued it.
 * It is found only where it is at hand, mostly because the server's own certificate comes from the same authority.
 * @param request the server's CertificateRequest
 * @param presented our chain
 * @param seen the certificates of the server
 */
export function missingLink(
  { authorityKeys }: SeenRequest,
  { chain }: Presented,
  seen: readonly Pick<SeenCertificate, 'subject' | 'subjectKey' | 'issuer' | 'issuerKey'>[],
): MissingLink | undefined {
  const top = chain.at(-1);
  if (!top || top.subjectKey === top.issuerKey) return undefined;
  if (chain.some(({ issuerKey, subjectKey }) => authorityKeys.includes(issuerKey) || authorityKeys.includes(subjectKey))) return undefined;
  // A server that names nobody takes any; its own intermediate is then a hint that it knows the root above.
  const link = seen.find(
    ({ subjectKey, issuerKey }) => subjectKey === top.issuerKey && (authorityKeys.length === 0 || authorityKeys.includes(issuerKey)),
  );
  return link && { subject: link.subject, issuer: link.issuer };
}
