import { isAuthority } from '../certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'certificate-signing-usage-missing',
  title: 'Its key usage does not allow signing certificates',
  severity: 'error',
  role: 'any',
  remedy: 'The authority must get a new certificate whose key usage names keyCertSign.',
  citation: { title: 'RFC 5280, section 4.2.1.3', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3', kind: 'standard' },
  // A client signs no certificates; that it is the one of an authority is said by another finding.
  find: (certificate, { role, purpose }) =>
    (role === 'issuer' || purpose === 'certificate-authority') &&
    isAuthority(certificate) &&
    certificate.keyUsage &&
    !certificate.keyUsage.has('keyCertSign')
      ? `Its key usage names only ${[...certificate.keyUsage].join(', ') || 'nothing'}.`
      : undefined,
} satisfies Finding;
