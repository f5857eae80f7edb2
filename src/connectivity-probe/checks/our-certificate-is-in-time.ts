import type { Check } from '../check.js';

export default {
  id: 'our-certificate-is-in-time',
  title: 'Our certificate is valid today',
  severity: 'error',
  remedy: 'Renew the client certificate, and register the new one wherever the old one is known.',
  citation: { title: 'RFC 5280, section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5', kind: 'standard' },
  look: ({ observation: { presented, connections, at } }) => {
    const leaf = presented?.chain[0] ?? connections.find(({ sent }) => sent)?.sent?.[0];
    if (!leaf?.notBefore || !leaf.notAfter) return undefined;
    const says =
      at < leaf.notBefore ? `it is valid from ${leaf.notBefore}` : `it ${at > leaf.notAfter ? 'was' : 'is'} valid until ${leaf.notAfter}`;
    return { passed: at >= leaf.notBefore && at <= leaf.notAfter, says };
  },
} satisfies Check;
