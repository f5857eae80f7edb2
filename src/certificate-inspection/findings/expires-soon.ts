import { isoTime } from '../describe-certificate.js';
import type { Finding } from '../finding.js';

const DAY = 86_400_000;

/** Certificates that live shorter are renewed by programs; for them a fifth of the lifetime counts instead of 30 days. */
const SHORT_LIVED = 100 * DAY;

export default {
  id: 'expires-soon',
  title: 'It expires soon',
  severity: 'warning',
  role: 'leaf',
  remedy: 'Renew it now; the new certificate must be registered at the peer before the old one ends.',
  citation: { title: 'RFC 5280, section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5', kind: 'standard' },
  find: ({ notBefore, notAfter }, { now }) => {
    const left = notAfter.at - now;
    const lifetime = notAfter.at - notBefore.at;
    const soon = lifetime < SHORT_LIVED ? lifetime / 5 : 30 * DAY;
    if (left < 0 || left > soon || now < notBefore.at) return undefined;
    return `It is valid until ${isoTime(notAfter.at)}: ${Math.floor(left / DAY)} days of ${Math.round(lifetime / DAY)} are left.`;
  },
} satisfies Finding;
