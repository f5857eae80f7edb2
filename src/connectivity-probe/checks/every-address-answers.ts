import type { Check } from '../check.js';

export default {
  id: 'every-address-answers',
  title: 'Every address of the name accepts connections',
  severity: 'warning',
  remedy: 'Take the address that does not answer out of the DNS, or open the firewall for it: clients that try it first wait or fail.',
  citation: { title: 'RFC 8305, section 5', url: 'https://www.rfc-editor.org/rfc/rfc8305#section-5', kind: 'standard' },
  look: ({ observation: { connections } }) => {
    const tcp = (connections[0]?.phases ?? []).filter(({ name }) => name === 'tcp');
    if (tcp.length < 2) return undefined;
    const failed = tcp.filter(({ outcome }) => outcome === 'failed');
    return {
      passed: failed.length === 0,
      says: failed.length > 0 ? failed.map(({ says }) => says).join('; ') : 'each that was tried answered',
    };
  },
} satisfies Check;
