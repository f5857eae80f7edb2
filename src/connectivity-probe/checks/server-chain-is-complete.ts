import type { Check } from '../check.js';

export default {
  id: 'server-chain-is-complete',
  title: 'The server sends its intermediate certificates',
  severity: 'error',
  remedy:
    "Import the intermediate certificates into the server's PSE or key store (STRUST: import the CA response with its whole chain), so that it sends them.",
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  look: ({ server }) => server?.complete && { passed: server.complete.holds, says: server.complete.says },
} satisfies Check;
