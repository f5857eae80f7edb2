import type { Check } from '../check.js';

export default {
  id: 'speaks-tls',
  title: 'The port speaks TLS',
  severity: 'error',
  remedy: 'Use the HTTPS port of the system (SMICM > Services shows them: 443NN, 5NN01), or switch TLS on for this port.',
  citation: { title: 'RFC 8446, section 5.1', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-5.1', kind: 'standard' },
  look: ({ observation: { connections } }) => {
    const foreign = connections.find(({ ending }) => ending === 'not-tls' || ending === 'malformed');
    if (foreign) return { passed: false, says: foreign.phases.at(-1)?.says ?? 'another protocol' };
    return connections.some(({ version }) => version) ? { passed: true, says: 'it answers a ClientHello' } : undefined;
  },
} satisfies Check;
