import { isAuthority, isSelfIssued, type Certificate } from './certificate.js';

/**
 * Which certificate of a heap the others lead up from, by names and key identifiers alone; no signature is checked.
 * @param certificates in any order
 * @param first the leaf, where it is known
 * @returns the leaf first, then its issuer, and so on; the others are left out
 */
export function orderPath(certificates: readonly Certificate[], first?: Certificate): Certificate[] {
  const leaf = first ?? leafOf(certificates);
  if (!leaf) return [];
  const path = [leaf];
  for (let current = leaf; !isSelfIssued(current) && path.length < certificates.length;) {
    const issuer = certificates.find((candidate) => !path.includes(candidate) && isIssuerOf(candidate, current));
    if (!issuer) break;
    path.push(issuer);
    current = issuer;
  }
  return path;
}

/** The one that issued none of the others; of several the first that is no authority. */
function leafOf(certificates: readonly Certificate[]): Certificate | undefined {
  const lowest = certificates.filter(
    (candidate) => !certificates.some((other) => other !== candidate && !other.der.equals(candidate.der) && isIssuerOf(candidate, other)),
  );
  return lowest.find((candidate) => !isAuthority(candidate)) ?? lowest[0] ?? certificates[0];
}

/** Whether names and key identifiers say that one certificate issued the other. */
export function isIssuerOf(issuer: Certificate, subject: Certificate): boolean {
  if (issuer.subject.key !== subject.issuer.key) return false;
  const wanted = subject.authorityKeyIdentifier?.keyIdentifier;
  return !wanted || !issuer.subjectKeyIdentifier || wanted.equals(issuer.subjectKeyIdentifier);
}
