import type { Check } from '../check.js';

export default {
  id: 'port-accepts-connections',
  title: 'The port accepts connections',
  severity: 'error',
  remedy:
    'Refused: start the service or correct the port. Timed out or unreachable: have the firewall and the routes on the way opened for this source address.',
  citation: { title: 'RFC 9293, section 3.5', url: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.5', kind: 'standard' },
  look: ({ observation: { connections } }) => {
    const phases = connections.flatMap((connection) => connection.phases).filter(({ name }) => name === 'tcp');
    if (phases.length === 0) return undefined;
    const open = phases.find(({ outcome }) => outcome === 'ok');
    return { passed: open !== undefined, says: open?.says ?? phases.map(({ says }) => says).join('; ') };
  },
} satisfies Check;
