import { valuesOf } from '../names/distinguished-name.js';
import { rfc4514 } from '../names/spellings.js';
import type { Finding } from '../finding.js';

const ORGANISATION = '2.5.4.10';

export default {
  id: 'issuer-not-sap-cloud-root',
  title: 'It was not issued below SAP Cloud Root CA',
  severity: 'notice',
  role: 'leaf',
  purposes: ['cloud-integration-service-key'],
  remedy:
    'Check that its root is on the list of the load balancer (SAP Note 2801396) and that the sender sends the whole chain: the load balancer knows roots only.',
  citation: {
    title: 'SAP-docs/btp-integration-suite: load balancer root certificates supported by SAP; SAP Note 2801396',
    url: 'https://me.sap.com/notes/2801396',
    kind: 'page',
  },
  find: ({ issuer }) =>
    valuesOf(issuer, ORGANISATION).some((name) => name === 'SAP SE') ? undefined : `Its issuer is ${rfc4514(issuer)}.`,
} satisfies Finding;
