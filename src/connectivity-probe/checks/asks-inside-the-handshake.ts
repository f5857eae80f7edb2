import type { Check } from '../check.js';

export default {
  id: 'asks-inside-the-handshake',
  title: 'The certificate is asked for inside the handshake',
  severity: 'warning',
  remedy:
    'Ask for the certificate for the whole host instead of a path (Apache: SSLVerifyClient at the virtual host): in TLS 1.3 hardly any client can answer later.',
  citation: { title: 'RFC 8446, section 4.6.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.6.2', kind: 'standard' },
  look: ({ verdict: { requestedWhen } }) =>
    requestedWhen && {
      passed: requestedWhen === 'handshake',
      says: requestedWhen === 'handshake' ? 'it is' : `it is asked for by ${requestedWhen}`,
    },
} satisfies Check;
