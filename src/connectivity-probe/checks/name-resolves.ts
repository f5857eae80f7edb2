import type { Check } from '../check.js';

export default {
  id: 'name-resolves',
  title: 'The name resolves to an address',
  severity: 'error',
  remedy:
    'Correct the host name, or enter it in the DNS that this machine asks; inside a company network another DNS server may be needed.',
  citation: { title: 'RFC 1034, section 4.3.1', url: 'https://www.rfc-editor.org/rfc/rfc1034#section-4.3.1', kind: 'standard' },
  look: ({ observation: { phases } }) => {
    const phase = phases.find(({ name }) => name === 'dns');
    return phase && { passed: phase.outcome === 'ok', says: phase.says };
  },
} satisfies Check;
