import { isSelfIssued } from '../certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'key-identifiers-contradict',
  title: 'Its key identifiers contradict each other',
  severity: 'warning',
  role: 'any',
  remedy: 'Have it issued anew: the authority key identifier of a self-signed certificate must be its own subject key identifier.',
  citation: { title: 'RFC 5280, section 4.2.1.1', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.1', kind: 'standard' },
  find: (certificate) => {
    const { authorityKeyIdentifier, subjectKeyIdentifier } = certificate;
    const authority = authorityKeyIdentifier?.keyIdentifier;
    return isSelfIssued(certificate) && authority && subjectKeyIdentifier && !authority.equals(subjectKeyIdentifier)
      ? "It names itself as issuer and another key as the issuer's."
      : undefined;
  },
} satisfies Finding;
