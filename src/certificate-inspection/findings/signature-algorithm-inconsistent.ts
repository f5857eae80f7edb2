import type { Finding } from '../finding.js';

export default {
  id: 'signature-algorithm-inconsistent',
  title: 'It names two different signature algorithms',
  severity: 'error',
  role: 'any',
  remedy: 'Have it issued anew; the bytes were changed after it was signed, or the issuer is broken.',
  citation: { title: 'RFC 5280, section 4.1.1.2', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.2', kind: 'standard' },
  find: ({ signature: { consistent, name } }) => (consistent ? undefined : `Outside stands ${name}, inside something else.`),
} satisfies Finding;
