import { isAuthority, isSelfIssued } from '../certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'not-an-authority',
  title: 'It is no certificate of an authority',
  severity: 'error',
  role: 'leaf',
  purposes: ['certificate-authority'],
  remedy: 'Take the certificate of the authority that issued this one.',
  citation: { title: 'RFC 5280, section 4.2.1.9', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9', kind: 'standard' },
  find: (certificate) =>
    isAuthority(certificate) || (certificate.version === 1 && isSelfIssued(certificate))
      ? undefined
      : 'Its basic constraints do not say CA:TRUE.',
} satisfies Finding;
