import { isoTime } from '../describe-certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'expired',
  title: 'It has expired',
  severity: 'error',
  role: 'any',
  remedy:
    'Renew the certificate, install it where the caller reads it, and register the new one wherever the old one was registered (service key, user mapping, trust list).',
  citation: { title: 'RFC 5280, section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5', kind: 'standard' },
  find: ({ notAfter }, { now }) => (now > notAfter.at ? `It was valid until ${isoTime(notAfter.at)}.` : undefined),
} satisfies Finding;
