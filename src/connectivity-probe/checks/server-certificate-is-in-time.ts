import type { Check } from '../check.js';

export default {
  id: 'server-certificate-is-in-time',
  title: 'The certificates of the server are valid today',
  severity: 'error',
  remedy:
    'Renew the server certificate, and restart or reload the server so that it uses the new one (SMICM > Administration > ICM > Exit Soft).',
  citation: { title: 'RFC 5280, section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5', kind: 'standard' },
  look: ({ server }) => server?.inTime && { passed: server.inTime.holds, says: server.inTime.says },
} satisfies Check;
