import type { Check } from '../check.js';

export default {
  id: 'proxy-opens-tunnel',
  title: 'The proxy lets the connection through',
  severity: 'error',
  remedy:
    '407: give the proxy a user and password. 403: have the target added to what the proxy allows. 502 or 503: the proxy itself does not reach the target.',
  citation: { title: 'RFC 9110, section 9.3.6', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6', kind: 'standard' },
  look: ({ observation: { connections } }) => {
    const phase = connections.flatMap(({ phases }) => phases).find(({ name }) => name === 'proxy');
    return phase && { passed: phase.outcome === 'ok', says: phase.says };
  },
} satisfies Check;
