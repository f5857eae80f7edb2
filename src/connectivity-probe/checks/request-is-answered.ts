import type { Check } from '../check.js';

export default {
  id: 'request-is-answered',
  title: 'The request is answered',
  severity: 'error',
  remedy:
    '502, 503, 504: what stands in front does not reach the system behind. No answer at all: the system accepted the connection and hangs; look at its work processes.',
  citation: { title: 'RFC 9110, section 15.6', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.6', kind: 'standard' },
  look: ({ observation: { connections, source } }) => {
    const last = connections.findLast(({ handshakeDone, ending }) => handshakeDone && ending !== 'refused');
    const status = last?.http?.status;
    if (!last || (source === 'transcript' && status === undefined)) return undefined;
    return {
      passed: status !== undefined && status < 500,
      says: status === undefined ? (last.phases.at(-1)?.says ?? 'no answer') : `HTTP ${status}`,
    };
  },
} satisfies Check;
