import { isoTime } from '../describe-certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'not-yet-valid',
  title: 'It is not valid yet',
  severity: 'error',
  role: 'any',
  remedy:
    'Wait until it is valid, use its predecessor until then, or ask for a certificate that begins earlier; check the clock of the system that refuses it.',
  citation: { title: 'RFC 5280, section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5', kind: 'standard' },
  find: ({ notBefore }, { now }) => (now < notBefore.at ? `It is valid from ${isoTime(notBefore.at)}.` : undefined),
} satisfies Finding;
