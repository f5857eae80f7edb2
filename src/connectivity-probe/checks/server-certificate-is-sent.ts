import type { Check } from '../check.js';

export default {
  id: 'server-certificate-is-sent',
  title: 'The server shows a certificate',
  severity: 'error',
  remedy: 'Give the server a certificate: without one no client can know whom it talks to.',
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  look: ({ observation: { connections, source } }) => {
    const read = connections.filter(({ flightRead }) => flightRead);
    if (read.length === 0 || source === 'transcript') return undefined;
    const count = Math.max(...read.map(({ chain }) => chain.length));
    return { passed: count > 0, says: `${count} certificate(s) were sent` };
  },
} satisfies Check;
