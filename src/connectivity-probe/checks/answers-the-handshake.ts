import type { Check } from '../check.js';

export default {
  id: 'answers-the-handshake',
  title: 'The server answers the handshake',
  severity: 'error',
  remedy:
    'Look for a firewall, a load balancer or an SNI router that drops the connection: it accepts TCP and says nothing in TLS. Try with the exact server name.',
  citation: { title: 'RFC 8446, section 4.1.3', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.1.3', kind: 'standard' },
  look: ({ observation: { connections } }) => {
    const connected = connections.filter(({ ending }) => ending !== 'not-connected' && ending !== 'not-tls' && ending !== 'malformed');
    if (connected.length === 0) return undefined;
    const answered = connected.some(({ version, alerts }) => version !== undefined || alerts.length > 0);
    return { passed: answered, says: answered ? 'a ServerHello or an alert came' : (connected[0]?.phases.at(-1)?.says ?? 'nothing came') };
  },
} satisfies Check;
