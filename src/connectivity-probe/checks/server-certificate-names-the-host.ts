import type { Check } from '../check.js';

export default {
  id: 'server-certificate-names-the-host',
  title: 'The server certificate names the host',
  severity: 'error',
  remedy: 'Issue a certificate with the host in its subject alternative names, or call the server by a name that stands in it.',
  citation: { title: 'RFC 9525, section 6', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6', kind: 'standard' },
  look: ({ server }) => server?.named && { passed: server.named.holds, says: server.named.says },
} satisfies Check;
