import type { Check } from '../check.js';

export default {
  id: 'asks-for-client-certificate',
  title: 'The server asks for a client certificate',
  severity: 'warning',
  remedy:
    'Switch client authentication on where TLS ends: ICM icm/HTTPS/verify_client = 1 and VCLIENT of icm/server_port_<n>, at the load balancer if it ends TLS there; or choose the endpoint that does.',
  citation: { title: 'RFC 8446, section 4.3.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.3.2', kind: 'standard' },
  look: ({ verdict: { requested, requestedWhen }, observation: { connections } }) => {
    if (connections.some(({ requests }) => requests.length > 0))
      return {
        passed: true,
        says: `it does (${requested}${!requestedWhen || requestedWhen === 'handshake' ? '' : `, by ${requestedWhen}`})`,
      };
    return requested === 'no' ? { passed: false, says: 'it does not: a client certificate never leaves the client' } : undefined;
  },
} satisfies Check;
