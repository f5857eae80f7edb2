import { isoTime } from '../describe-certificate.js';
import { rfc4514 } from '../names/spellings.js';
import type { Finding } from '../finding.js';

export default {
  id: 'issuer-expired',
  title: 'An issuer above it has expired',
  severity: 'error',
  role: 'leaf',
  remedy: 'Get the renewed certificate of the authority and send that; if there is none, get a new certificate from a living authority.',
  citation: { title: 'RFC 5280, section 6.1.3', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-6.1.3', kind: 'standard' },
  find: (certificate, { path, now }) => {
    const expired = path.find((issuer) => issuer !== certificate && now > issuer.notAfter.at);
    return path.includes(certificate) && expired
      ? `${rfc4514(expired.subject)} was valid until ${isoTime(expired.notAfter.at)}.`
      : undefined;
  },
} satisfies Finding;
