import type { Check } from '../check.js';

export default {
  id: 'proxy-does-not-intercept',
  title: 'Nobody on the way breaks the TLS connection open',
  severity: 'error',
  remedy: 'Have the proxy pass this host through without inspection: a client certificate can never pass a proxy that ends TLS.',
  citation: { title: 'RFC 9325, section 7', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-7', kind: 'standard' },
  look: ({ observation: { connections }, server }) => {
    const viaProxy = connections.some(({ phases }) => phases.some(({ name, outcome }) => name === 'proxy' && outcome === 'ok'));
    if (!viaProxy || !server?.trusted) return undefined;
    return {
      passed: server.trusted.holds,
      says: server.trusted.holds
        ? 'the certificate behind the proxy leads to a trusted root'
        : `the certificate that came through the proxy does not lead to a trusted root (${server.trusted.says}): typical of a proxy that inspects TLS`,
    };
  },
} satisfies Check;
