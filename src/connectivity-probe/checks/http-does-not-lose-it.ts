import type { Check } from '../check.js';

export default {
  id: 'http-does-not-lose-it',
  title: 'The backend sees the certificate',
  severity: 'warning',
  remedy:
    'If TLS ends at a load balancer or Web Dispatcher, have it forward the certificate (SSL_CLIENT_CERT) and have the backend trust it (icm/trusted_reverse_proxy_<n>).',
  citation: { title: 'RFC 9440, client certificates in HTTP fields', url: 'https://www.rfc-editor.org/rfc/rfc9440', kind: 'standard' },
  look: ({ observation: { connections }, verdict: { sent } }) => {
    const status = (purpose: string) => connections.findLast((connection) => connection.purpose === purpose)?.http?.status;
    const [ours, none] = [status('with-certificate'), status('without-certificate')];
    if (!sent || ours === undefined || none === undefined) return undefined;
    const lost = ours === none && (ours === 401 || ours === 403);
    return {
      passed: !lost,
      says: lost
        ? `HTTP ${ours} with and without the certificate: TLS took it, and what stands behind does not know it`
        : `HTTP ${ours} with the certificate, ${none} without`,
    };
  },
} satisfies Check;
