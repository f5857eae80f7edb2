import { isSelfIssued } from '../certificate.js';
import { valuesOf } from '../names/distinguished-name.js';
import { rfc4514 } from '../names/spellings.js';
import { SAP_TRUST_STORE, SAP_TRUST_STORE_AS_OF } from '../sap-trust-store.js';
import type { Finding } from '../finding.js';

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';
const ORGANISATIONAL_UNIT = '2.5.4.11';

const ROOTS = new Set(Object.values(SAP_TRUST_STORE).flat());

/** What the names of an organisation have in common: those of its issuing authorities differ behind the first word. */
const firstWord = (organisation: string) => organisation.toLowerCase().replace(/^the /, '').split(/[ ,]/, 1)[0] as string;

/** Let's Encrypt issues below the roots of ISRG. */
const ORGANISATIONS = new Set([...Object.keys(SAP_TRUST_STORE).map(firstWord), "let's"]);

export default {
  id: 'issuer-not-in-sap-trust-store',
  title: 'Its authority is not in the trust store that SAP publishes',
  severity: 'warning',
  role: 'leaf',
  purposes: ['cloud-integration-service-key'],
  remedy:
    'Compare its root with the list of the load balancer (SAP Note 2801396). Where it is missing, the load balancer does not pass the certificate on: take one that SAP Cloud Root CA or a listed authority issues.',
  citation: {
    title: 'SAP BTP Trust Store; SAP Note 2801396 on the list of the load balancer',
    url: 'https://github.com/sap-software/btp-trust-store',
    kind: 'page',
  },
  find: (certificate, { path }) => {
    const top = path.at(-1) ?? certificate;
    const { issuer } = top;
    if ([...valuesOf(issuer, COMMON_NAME), ...valuesOf(issuer, ORGANISATIONAL_UNIT)].some((name) => ROOTS.has(name))) return undefined;
    // Without the certificates above, nobody can tell below which of an authority's roots an intermediate stands.
    if (!isSelfIssued(top) && valuesOf(issuer, ORGANISATION).some((name) => ORGANISATIONS.has(firstWord(name)))) return undefined;
    return `${rfc4514(issuer)} is none of its roots (${SAP_TRUST_STORE_AS_OF}).`;
  },
} satisfies Finding;
