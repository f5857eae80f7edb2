import { rfc4514 } from '../names/spellings.js';
import type { Finding } from '../finding.js';

export default {
  id: 'chain-strangers',
  title: 'Certificates of other chains lie beside it',
  severity: 'warning',
  role: 'leaf',
  purposes: ['client-authentication', 'server-authentication', 'cloud-integration-outbound', 'cloud-connector-system-certificate'],
  remedy: 'Send only the leaf and its issuers.',
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  find: (certificate, { all, path }) => {
    const strangers = all.filter((other) => !path.some((member) => member.der.equals(other.der)));
    return path[0] === certificate && strangers.length > 0
      ? `${strangers.length} certificates do not belong to its chain, for example ${rfc4514((strangers[0] as typeof certificate).subject)}.`
      : undefined;
  },
} satisfies Finding;
