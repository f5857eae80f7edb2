import type { Finding } from '../finding.js';

export default {
  id: 'line-breaks-where-one-line-is-wanted',
  title: 'Its text has line breaks where one line is wanted',
  severity: 'warning',
  role: 'leaf',
  purposes: ['cloud-integration-service-key'],
  remedy: 'Paste the value of singleLine: the form for a service key takes the PEM text in one line.',
  citation: { title: 'SAP KBA 3474524', url: 'https://userapps.support.sap.com/sap/support/knowledge/en/3474524', kind: 'page' },
  find: (_, { shape }) => (shape.armoured && !shape.singleLine ? 'The PEM text has line breaks.' : undefined),
} satisfies Finding;
