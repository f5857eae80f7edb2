import { isSelfIssued } from '../certificate.js';
import { rfc4514 } from '../names/spellings.js';
import type { Finding } from '../finding.js';

export default {
  id: 'root-included',
  title: 'The root is part of the chain',
  severity: 'notice',
  role: 'leaf',
  purposes: ['client-authentication', 'server-authentication'],
  remedy: 'Leave the root out of what is sent in the handshake: the peer must have it anyway. It does no harm.',
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  find: (certificate, { path }) => {
    const top = path.at(-1);
    return path[0] === certificate && path.length > 1 && top && isSelfIssued(top) ? `${rfc4514(top.subject)} is self-signed.` : undefined;
  },
} satisfies Finding;
