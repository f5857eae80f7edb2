import type { Finding } from '../finding.js';
import { CLIENT_PURPOSES } from '../purpose.js';

export default {
  id: 'any-usage-only',
  title: 'It names any usage instead of client authentication',
  severity: 'warning',
  role: 'leaf',
  purposes: CLIENT_PURPOSES,
  remedy: 'Ask for a certificate that names clientAuth: OpenSSL refuses a leaf that names anyExtendedKeyUsage alone.',
  citation: { title: 'RFC 5280, section 4.2.1.12', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12', kind: 'standard' },
  find: ({ extendedKeyUsage }) =>
    extendedKeyUsage?.includes('2.5.29.37.0') && !extendedKeyUsage.includes('1.3.6.1.5.5.7.3.2')
      ? 'anyExtendedKeyUsage stands in place of clientAuth; some peers accept that and some do not.'
      : undefined,
} satisfies Finding;
