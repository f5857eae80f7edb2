import { isoTime } from '../describe-certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'validity-reversed',
  title: 'Its validity ends before it begins',
  severity: 'error',
  role: 'any',
  remedy: 'Have it issued anew.',
  citation: { title: 'RFC 5280, section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5', kind: 'standard' },
  find: ({ notBefore, notAfter }) =>
    notAfter.at < notBefore.at ? `It begins at ${isoTime(notBefore.at)} and ends at ${isoTime(notAfter.at)}.` : undefined,
} satisfies Finding;
