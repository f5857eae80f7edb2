import type { Finding } from '../finding.js';

export default {
  id: 'header-lines-missing',
  title: 'Its BEGIN and END lines are missing',
  severity: 'warning',
  role: 'leaf',
  purposes: ['cloud-integration-service-key', 'successfactors-mapping'],
  remedy: 'Paste the value of pem, or of singleLine where one line is wanted: both have the BEGIN and END lines.',
  citation: { title: 'RFC 7468, section 5.1', url: 'https://www.rfc-editor.org/rfc/rfc7468#section-5.1', kind: 'standard' },
  find: (_, { shape }) =>
    shape.format === 'base64' || shape.format === 'base64url' ? 'The input is base64 without BEGIN and END.' : undefined,
} satisfies Finding;
