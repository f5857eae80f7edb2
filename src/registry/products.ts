/** A product as people name it. */
export interface Product {
  title: string;
  /** The product whose remedies apply where this one has none of its own. */
  parent?: ProductId;
  /** What people call it in tickets and logs; matched without regard to case and punctuation. */
  names: readonly string[];
}

/**
 * The products that remedies, questions and guides speak of. `generic` is the root of every line of parents.
 * A name here is evidence of the product, so everyday words are left out.
 */
const products = {
  generic: { title: 'Any product', names: [] },
  abap: {
    title: 'SAP NetWeaver AS ABAP',
    parent: 'generic',
    names: [
      'AS ABAP',
      'NetWeaver ABAP',
      'SAP ABAP',
      'ABAP system',
      'ABAP-System',
      'STRUST',
      'SM59',
      'SMICM',
      'SOAMANAGER',
      'dev_icm',
      'sapgenpse',
      'SAPSSLC',
      'SAPSSLS',
      'SAP ECC',
      'abapGit',
      'SAP ERP',
      'our ERP',
    ],
  },
  s4hana: { title: 'SAP S/4HANA', parent: 'abap', names: ['S/4HANA', 'S/4 HANA', 'S4HANA'] },
  's4hana-cloud': {
    title: 'SAP S/4HANA Cloud',
    parent: 's4hana',
    names: [
      'S/4HANA Cloud',
      'S/4HANA Public Cloud',
      'S4HC',
      'Maintain Communication Users',
      'communication arrangement',
      'communication user',
      'Kommunikationsbenutzer',
      'Kommunikationsvereinbarung',
    ],
  },
  'abap-cloud': {
    title: 'SAP BTP ABAP environment',
    parent: 's4hana-cloud',
    names: ['BTP ABAP environment', 'ABAP environment', 'Steampunk'],
  },
  'web-dispatcher': {
    title: 'SAP Web Dispatcher',
    parent: 'abap',
    names: ['Web Dispatcher', 'Webdispatcher', 'sapwebdisp', 'dev_webdisp'],
  },
  'cloud-integration': {
    title: 'SAP Cloud Integration',
    parent: 'btp',
    names: [
      'Cloud Integration',
      'Integration Suite',
      'SAP CPI',
      'CPI',
      'iFlow',
      'iFlows',
      'integration flow',
      'Process Integration Runtime',
      'sap_cloudintegrationcertificate',
      'SCPI',
      'Edge Integration Cell',
    ],
  },
  'api-management': { title: 'SAP API Management', parent: 'btp', names: ['API Management', 'API proxy', 'Apigee'] },
  btp: {
    title: 'SAP BTP',
    parent: 'generic',
    names: [
      'SAP BTP',
      'BTP',
      'Cloud Foundry',
      'XSUAA',
      'destination service',
      'Kyma',
      'SAP Cloud Platform',
      'hana.ondemand.com',
      'Cloud SDK',
      'approuter',
      'VCAP_SERVICES',
      'xs-security',
    ],
  },
  'cloud-connector': { title: 'SAP Cloud Connector', parent: 'generic', names: ['Cloud Connector', 'ljs_trace', 'scc_core', 'SCC'] },
  'process-orchestration': {
    title: 'SAP Process Orchestration (PI/PO, AS Java)',
    parent: 'java',
    names: [
      'Process Orchestration',
      'SAP PI',
      'SAP PO',
      'PI/PO',
      'AS Java',
      'NetWeaver Java',
      'NWA',
      'XPI Inspector',
      'AAE',
      'iaik.security',
      'PI 7.3',
      'PI 7.31',
      'PI 7.4',
      'PI 7.5',
      'PO 7.4',
      'PO 7.5',
      'NetWeaver PI',
      'PI system',
      'PI-System',
      'Integration Directory',
      'view TrustedCAs',
      'TrustedCAs view',
      'com.sap.aii',
      'com.sap.engine',
    ],
  },
  successfactors: {
    title: 'SAP SuccessFactors',
    parent: 'generic',
    names: ['SuccessFactors', 'SFAPI', 'Employee Central', 'EC Payroll', 'WorkForce Software', 'SFSF'],
  },
  c4c: {
    title: 'SAP Cloud for Customer',
    parent: 'generic',
    names: ['C4C', 'Cloud for Customer', 'Sales Cloud', 'Business ByDesign', 'ByDesign'],
  },
  ariba: { title: 'SAP Ariba', parent: 'generic', names: ['Ariba', 'Ariba CIG', 'Cloud Integration Gateway'] },
  hana: {
    title: 'SAP HANA',
    parent: 'generic',
    names: [
      'SAP HANA database',
      'HANA Cloud',
      'HDBODBC',
      'go-hdb',
      'hdbcli',
      'hana-client',
      'ngdbc',
      'indexserver',
      'hdbsql',
      'HANA database',
    ],
  },
  'identity-authentication': {
    title: 'SAP Cloud Identity Services',
    parent: 'btp',
    names: ['Identity Authentication', 'Identity Provisioning', 'Cloud Identity Services', 'accounts.ondemand.com'],
  },
  java: {
    title: 'Java',
    parent: 'generic',
    names: ['Java', 'JSSE', 'keytool', 'javax.net.ssl', 'sun.security', 'Tomcat', 'Spring Boot', 'JVM'],
  },
  openssl: { title: 'OpenSSL', parent: 'generic', names: ['openssl', 's_client'] },
  curl: { title: 'curl', parent: 'openssl', names: ['curl', 'libcurl'] },
  node: { title: 'Node.js', parent: 'openssl', names: ['Node.js', 'NodeJS', 'node:internal', 'axios', 'undici'] },
  python: {
    title: 'Python',
    parent: 'openssl',
    names: ['Python', 'requests.exceptions', '_ssl.c:(1*|2*|3*|4*|5*|6*|7*|8*|9*)', 'pyrfc', 'urllib3', 'aiohttp', 'httpx'],
  },
  go: { title: 'Go', parent: 'generic', names: ['golang', 'crypto/tls', 'remote error: tls', 'Go program', 'Go client'] },
  dotnet: {
    title: '.NET and Windows',
    parent: 'generic',
    names: [
      '.NET',
      'HttpClientHandler',
      'Schannel',
      'SslStream',
      'System.Net',
      'OpenSslCryptographicException',
      'X509Certificate2',
      'Kestrel',
      'PowerShell',
      'certutil',
      'IIS',
      'Azure',
    ],
  },
  nginx: { title: 'nginx', parent: 'openssl', names: ['nginx', 'ssl_verify_client'] },
  apache: { title: 'Apache httpd', parent: 'openssl', names: ['httpd', 'Apache HTTP', 'mod_ssl', 'SSLVerifyClient'] },
  haproxy: { title: 'HAProxy', parent: 'openssl', names: ['HAProxy', 'ssl_c_verify', 'ssl_c_used', 'ssl_c_err', 'ssl_fc_has_crt'] },
  envoy: { title: 'Envoy and Istio', parent: 'generic', names: ['Envoy', 'Istio', 'XFCC', 'x-forwarded-client-cert'] },
  kubernetes: {
    title: 'Kubernetes',
    parent: 'generic',
    names: ['Kubernetes', 'kubectl', 'kubelet', 'kubeconfig', 'kube-apiserver', 'ingress-nginx', 'cert-manager', 'k8s'],
  },
  postgres: { title: 'PostgreSQL', parent: 'openssl', names: ['PostgreSQL', 'Postgres', 'pg_hba'] },
} as const satisfies Record<string, { title: string; parent?: string; names: readonly string[] }>;

export type ProductId = keyof typeof products;

/** Every product by its id. */
export const PRODUCTS: Readonly<Record<ProductId, Product>> = products;

/** The ids, for validation of entries and documents. */
export const PRODUCT_IDS = Object.keys(products) as ProductId[];

/** What other products run on: a text that names one of these and the product on it means the product. */
const FOUNDATIONS: ReadonlySet<ProductId> = new Set<ProductId>(['java', 'openssl', 'btp']);

/**
 * @param named products in the order in which a text names them
 * @returns the same, with what others of them run on behind these
 */
export function mostSpecificFirst(named: readonly ProductId[]): ProductId[] {
  const isBelow = (id: ProductId) => FOUNDATIONS.has(id) && named.some((other) => other !== id && lineOf(other).includes(id));
  return [...named.filter((id) => !isBelow(id)), ...named.filter(isBelow)];
}

/**
 * A product and those whose remedies stand in for it, nearest first, `generic` last.
 * @param id a product id
 * @returns for `s4hana`: `['s4hana', 'abap', 'generic']`
 */
export function lineOf(id: ProductId): ProductId[] {
  const line: ProductId[] = [];
  for (let at: ProductId | undefined = id; at; at = PRODUCTS[at].parent) line.push(at);
  return line;
}
