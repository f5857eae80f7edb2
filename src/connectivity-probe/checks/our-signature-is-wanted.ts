import type { Check } from '../check.js';

export default {
  id: 'our-signature-is-wanted',
  title: 'The server wants a signature that our key can make',
  severity: 'error',
  remedy: 'Use a key of a type that the server wants (mostly RSA 2048 or ECDSA P-256), or widen the list at the server.',
  citation: { title: 'RFC 8446, section 4.2.3', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.2.3', kind: 'standard' },
  look: ({ otherClients }) => {
    const openssl = otherClients.find(({ client }) => client === 'openssl');
    return openssl && { passed: openssl.sends, says: openssl.sends ? 'it does' : openssl.because };
  },
} satisfies Check;
