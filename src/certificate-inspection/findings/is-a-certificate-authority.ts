import { isAuthority } from '../certificate.js';
import type { Finding } from '../finding.js';
import { PURPOSES } from '../purpose.js';

export default {
  id: 'is-a-certificate-authority',
  title: 'It is the certificate of an authority',
  severity: 'error',
  role: 'leaf',
  purposes: PURPOSES.filter((purpose) => purpose !== 'certificate-authority'),
  remedy: 'Take the certificate that this authority issued for the client (the leaf), not the one of the authority.',
  citation: { title: 'RFC 5280, section 4.2.1.9', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9', kind: 'standard' },
  find: (certificate) => (isAuthority(certificate) ? 'Its basic constraints say that it issues certificates (CA:TRUE).' : undefined),
} satisfies Finding;
