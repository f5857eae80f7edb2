import type { Check } from '../check.js';

export default {
  id: 'server-chain-is-complete',
  title: 'The server sends its intermediate certificates',
  severity: 'error',
  remedy:
    "Import the intermediate certificates into the server's PSE or key store (STRUST: import the CA response with its whole chain), so that it sends them.",
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  look: ({ serverChain }) =>
    !serverChain || serverChain.reason === 'self-signed-untrusted'
      ? undefined
      : {
          passed: serverChain.reason !== 'issuer-missing',
          says:
            serverChain.reason === 'issuer-missing'
              ? serverChain.says
              : 'each certificate is followed by its issuer, or leads to a trusted one',
        },
} satisfies Check;
