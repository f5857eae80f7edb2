import type { Check } from '../check.js';

export default {
  id: 'our-issuer-is-acceptable',
  title: 'Our issuer is among the names that the server accepts',
  severity: 'error',
  remedy:
    'Import the root (and, for Java clients, the issuing CA) of the client certificate into the trust list of the server where TLS ends: STRUST SSL server PSE, load balancer, or the service that lists its CAs.',
  citation: { title: 'RFC 8446, section 4.2.4', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.2.4', kind: 'standard' },
  look: ({ issuer }) =>
    issuer && {
      passed: issuer.acceptable,
      says: issuer.acceptable
        ? issuer.says
        : `${issuer.says}: a Java client (Cloud Integration, PI/PO) would send nothing here, OpenSSL would send it anyway`,
    },
} satisfies Check;
