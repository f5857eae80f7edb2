import { AUTHORITIES_AS_OF, AUTHORITIES_DROPPING_CLIENT_AUTH } from '../authorities-dropping-client-auth.js';
import { valuesOf } from '../names/distinguished-name.js';
import type { Finding } from '../finding.js';
import { CLIENT_PURPOSES } from '../purpose.js';

const ORGANISATION = '2.5.4.10';
const KNOWN = AUTHORITIES_DROPPING_CLIENT_AUTH.map((authority) => ({ ...authority, beginning: authority.name.toLowerCase() }));

export default {
  id: 'issuer-drops-client-authentication',
  title: 'Its authority stops issuing for clients',
  severity: 'warning',
  role: 'leaf',
  purposes: CLIENT_PURPOSES,
  remedy:
    'Plan the next renewal now: take the certificate from SAP Cloud Root CA or a private authority, and have it registered and trusted at the servers before this one ends.',
  citation: {
    title: 'Chrome Root Program Policy 1.8, section 3.2 (dedicated TLS server authentication hierarchies)',
    url: 'https://googlechrome.github.io/chromerootprogram/',
    kind: 'page',
  },
  find: ({ issuer }) => {
    const organisation = valuesOf(issuer, ORGANISATION)[0]?.toLowerCase();
    const known = KNOWN.find(({ beginning }) => organisation?.startsWith(beginning));
    return known ? `${known.name}: ${known.says} (as of ${AUTHORITIES_AS_OF}).` : undefined;
  },
} satisfies Finding;
