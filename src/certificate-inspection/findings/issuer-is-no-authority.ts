import { isAuthority } from '../certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'issuer-is-no-authority',
  title: 'The issuer is no authority',
  severity: 'error',
  role: 'issuer',
  remedy: 'Get a certificate from a real authority; a leaf certificate must not issue others.',
  citation: { title: 'RFC 5280, section 6.1.4', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-6.1.4', kind: 'standard' },
  find: (certificate) =>
    certificate.version === 3 && !isAuthority(certificate)
      ? 'It stands above another certificate, and its basic constraints do not say CA:TRUE.'
      : undefined,
} satisfies Finding;
