import type { Finding } from '../finding.js';
import { CLIENT_PURPOSES } from '../purpose.js';

export default {
  id: 'server-auth-only',
  title: 'It was issued for servers only',
  severity: 'notice',
  role: 'leaf',
  purposes: CLIENT_PURPOSES,
  remedy:
    'Renewing it at the same public authority gives the same result: the Chrome Root Program makes public authorities issue for servers only (new subordinate authorities since 15 June 2026, every certificate from 15 March 2027). Move the client to SAP Cloud Root CA or to a private authority.',
  citation: {
    title: 'Chrome Root Program Policy 1.8, section 3.2 (dedicated TLS server authentication hierarchies)',
    url: 'https://googlechrome.github.io/chromerootprogram/',
    kind: 'page',
  },
  find: ({ extendedKeyUsage }) =>
    extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === '1.3.6.1.5.5.7.3.1'
      ? 'serverAuth is its only extended key usage, as in certificates of public authorities since 2025 and 2026.'
      : undefined,
} satisfies Finding;
