import type { Finding } from '../finding.js';

const COMMON_NAME = '2.5.4.3';

export default {
  id: 'subject-order-unusual',
  title: 'Its subject begins with the common name',
  severity: 'notice',
  role: 'leaf',
  purposes: ['abap-client-mapping', 'cloud-integration-service-key', 'cloud-connector-system-certificate'],
  remedy:
    'Copy the subject from the spelling of the place where it is entered (certrule, extidDn, icm, cloudIntegration), never from another tool: tools turn the order round.',
  citation: { title: 'RFC 4514, section 2.1', url: 'https://www.rfc-editor.org/rfc/rfc4514#section-2.1', kind: 'standard' },
  find: ({ subject: { rdns } }) => {
    const [first] = rdns;
    return rdns.length > 1 && first?.some(({ oid }) => oid === COMMON_NAME)
      ? 'The common name is its first part in the certificate, so SAP and Java print it last.'
      : undefined;
  },
} satisfies Finding;
