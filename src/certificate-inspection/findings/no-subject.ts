import type { Finding } from '../finding.js';
import { CLIENT_PURPOSES } from '../purpose.js';

export default {
  id: 'no-subject',
  title: 'It has no subject',
  severity: 'error',
  role: 'leaf',
  purposes: CLIENT_PURPOSES,
  remedy: 'Get a certificate with a subject: user mappings and service keys compare it.',
  citation: { title: 'RFC 5280, section 4.1.2.6', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.6', kind: 'standard' },
  find: ({ subject }) => (subject.rdns.length === 0 ? 'Its subject is empty.' : undefined),
} satisfies Finding;
