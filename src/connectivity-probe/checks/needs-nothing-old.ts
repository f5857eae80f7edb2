import type { Check } from '../check.js';

export default {
  id: 'needs-nothing-old',
  title: 'The server needs nothing that clients have switched off',
  severity: 'warning',
  remedy: 'Renew the TLS settings of the server: secure renegotiation (RFC 5746), at least 2048 bits, TLS 1.2.',
  citation: { title: 'RFC 9325, section 3', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3', kind: 'standard' },
  look: ({ observation: { connections, source } }) => {
    const completed = connections.filter(({ handshakeDone }) => handshakeDone);
    if (completed.length === 0 || source === 'transcript') return undefined;
    const needed = [...new Set(completed.flatMap((connection) => connection.needed))];
    return { passed: needed.length === 0, says: needed.length > 0 ? `only with ${needed.join(', ')}` : "today's defaults suffice" };
  },
} satisfies Check;
