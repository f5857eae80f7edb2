import { isSelfIssued } from '../certificate.js';
import { rfc4514 } from '../names/spellings.js';
import { isIssuerOf } from '../order-path.js';
import type { Finding } from '../finding.js';

export default {
  id: 'chain-incomplete',
  title: 'The certificate of its issuer is missing',
  severity: 'warning',
  role: 'leaf',
  purposes: ['client-authentication', 'server-authentication', 'cloud-integration-outbound', 'cloud-connector-system-certificate'],
  remedy:
    "Add the certificate of the issuer (and those above it, except the root): servers know the roots only, and Cloud Integration's load balancer then does not pass the certificate on.",
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  find: (certificate, { all, purpose }) => {
    const wanted = all.length > 1 || purpose === 'cloud-integration-outbound';
    if (!wanted || isSelfIssued(certificate) || all.some((other) => other !== certificate && isIssuerOf(other, certificate)))
      return undefined;
    return `Not among them: ${rfc4514(certificate.issuer)}.`;
  },
} satisfies Finding;
