import type { Finding } from '../finding.js';

export default {
  id: 'chain-where-one-is-wanted',
  title: 'Several certificates stand where one is wanted',
  severity: 'warning',
  role: 'leaf',
  purposes: ['sap-communication-user', 'cloud-integration-service-key', 'abap-client-mapping', 'successfactors-mapping'],
  remedy: 'Paste the leaf alone, without its issuers.',
  citation: {
    title: 'SAP-docs/btp-integration-suite: creating service instance and service key for inbound authentication',
    url: 'https://github.com/SAP-docs/btp-integration-suite/blob/HEAD/docs/ci/ConnectionSetup/creating-service-instance-and-service-key-for-inbound-authentication-19af5e2.md',
    kind: 'page',
  },
  find: (certificate, { all, path }) =>
    all.length > 1 && (path[0] ?? all[0]) === certificate ? `The input holds ${all.length} certificates.` : undefined,
} satisfies Finding;
