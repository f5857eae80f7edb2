import type { Check } from '../check.js';

export default {
  id: 'server-certificate-is-trusted',
  title: 'The server certificate leads to a trusted root',
  severity: 'error',
  remedy:
    'Import the root certificate into the client (STRUST: SSL client PSE; Cloud Integration: keystore of the tenant), or into TRUST_DIR if only this service lacks it.',
  citation: { title: 'RFC 5280, section 6', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-6', kind: 'standard' },
  look: ({ server }) => server?.trusted && { passed: server.trusted.holds, says: server.trusted.says },
} satisfies Check;
