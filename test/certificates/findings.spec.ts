import { readdirSync } from 'node:fs';
import { element } from '../../src/certificate-inspection/der/ber.js';
import type { Circumstances } from '../../src/certificate-inspection/finding.js';
import { findings, FINDINGS_FOLDER } from '../../src/certificate-inspection/findings.js';
import { judgeCertificate } from '../../src/certificate-inspection/judge-certificate.js';
import { orderPath } from '../../src/certificate-inspection/order-path.js';
import { PURPOSES } from '../../src/certificate-inspection/purpose.js';
import type { InputShape } from '../../src/certificate-inspection/reading/reading.js';
import { readCertificate } from '../../src/certificate-inspection/read-certificate.js';
import {
  authorityExtensions,
  clientExtensions,
  DAY,
  dns,
  ext,
  extension,
  inDays,
  ip,
  issue,
  issueAuthority,
  KEY,
  newKey,
  NOW,
  octets,
  oid,
  RSA_KEY,
  sequence,
  integer,
} from './pki.js';

interface Case {
  id: string;
  /** The certificate under judgement first. */
  certificates: Buffer[];
  given?: Partial<Circumstances>;
  says?: string;
}

const caKey = newKey();
const ca = issueAuthority({ key: caKey });
const leaf = (wish: Parameters<typeof issue>[0] = {}) => issue({ issuerKey: caKey, extensions: clientExtensions(KEY, caKey), ...wish });
const server = (...names: Buffer[]) =>
  issue({
    extensions: [
      ext.keyUsage(0),
      ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1'),
      ...(names.length ? [ext.subjectAlternativeName(...names)] : []),
    ],
    notBefore: inDays(-1),
    notAfter: inDays(40),
  });
const mldsa = sequence(sequence(oid('2.16.840.1.101.3.4.3.17')), element(0x03, Buffer.alloc(1313)));
const shape: InputShape = { format: 'pem', singleLine: false, armoured: true, undone: [] };

const CASES: Case[] = [
  { id: 'expired', certificates: [issue({ notAfter: inDays(-1) })] },
  { id: 'not-yet-valid', certificates: [issue({ notBefore: inDays(1) })] },
  { id: 'expires-soon', certificates: [issue({ notAfter: inDays(29), notBefore: inDays(-300) })], says: '28 days of 329' },
  { id: 'expires-soon', certificates: [issue({ notAfter: inDays(1), notBefore: inDays(-9) })], says: 'of 10' },
  {
    id: 'client-auth-usage-missing',
    certificates: [issue({ extensions: [ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1')] })],
    says: 'only serverAuth',
  },
  { id: 'server-auth-only', certificates: [issue({ extensions: [ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1')] })] },
  { id: 'any-usage-only', certificates: [issue({ extensions: [ext.extendedKeyUsage('2.5.29.37.0')] })] },
  { id: 'server-auth-usage-missing', certificates: [issue()], given: { purpose: 'server-authentication' } },
  { id: 'digital-signature-usage-missing', certificates: [issue({ extensions: [ext.keyUsage(2)] })], says: 'only keyEncipherment' },
  { id: 'is-a-certificate-authority', certificates: [ca] },
  { id: 'not-an-authority', certificates: [issue()], given: { purpose: 'certificate-authority' } },
  {
    id: 'certificate-signing-usage-missing',
    certificates: [issue({ extensions: [ext.basicConstraints(true), ext.keyUsage(6)] })],
    given: { purpose: 'certificate-authority' },
  },
  { id: 'issuer-is-no-authority', certificates: [issue()], given: { role: 'issuer' } },
  { id: 'issuer-expired', certificates: [leaf(), issueAuthority({ key: caKey, notAfter: inDays(-1) })] },
  {
    id: 'issuer-forbids-client-authentication',
    certificates: [
      leaf(),
      issueAuthority({
        key: caKey,
        issuer: ['CN=Root'],
        issuerKey: KEY,
        extensions: [...authorityExtensions(caKey, KEY), ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1')],
      }),
    ],
  },
  {
    id: 'issuer-drops-client-authentication',
    certificates: [issue({ issuer: ['C=US', "O=Let's Encrypt", 'CN=R10'] })],
    says: '11 February 2026',
  },
  { id: 'self-signed', certificates: [issue({ issuer: ['CN=x'], subject: ['CN=x'] })] },
  { id: 'weak-key', certificates: [issue({ key: newKey('rsa1024') })], says: '1024 bits' },
  {
    id: 'weak-signature',
    certificates: [issue({ issuerKey: RSA_KEY, signatureAlgorithm: sequence(oid('1.2.840.113549.1.1.5'), element(5, Buffer.alloc(0))) })],
    says: 'sha1',
  },
  { id: 'signature-algorithm-inconsistent', certificates: [issue({ innerAlgorithm: sequence(oid('1.2.840.10045.4.3.3')) })] },
  {
    id: 'explicit-curve',
    certificates: [issue({ spki: sequence(sequence(oid('1.2.840.10045.2.1'), sequence(integer(1))), element(0x03, Buffer.alloc(66))) })],
  },
  { id: 'post-quantum-key', certificates: [issue({ spki: mldsa })] },
  { id: 'unusual-key', certificates: [issue({ key: newKey('ed25519') })], says: 'Ed25519' },
  { id: 'no-subject', certificates: [issue({ subject: [] })] },
  {
    id: 'validity-too-long',
    certificates: [
      issue({
        notBefore: new Date('2026-11-01T00:00:00Z'),
        notAfter: new Date('2028-11-01T00:00:00Z'),
        extensions: [ext.subjectAlternativeName(dns('a.example'))],
      }),
    ],
    given: { purpose: 'server-authentication', now: Date.parse('2026-12-01T00:00:00Z') },
    says: 'at most 200',
  },
  { id: 'validity-very-long', certificates: [issue({ notAfter: inDays(3650) })] },
  { id: 'validity-reversed', certificates: [issue({ notBefore: inDays(2), notAfter: inDays(1) })] },
  { id: 'serial-not-positive', certificates: [issue({ serial: Buffer.from('ff', 'hex') })], says: '-1' },
  { id: 'serial-too-long', certificates: [issue({ serial: Buffer.alloc(21, 1) })], says: '21 bytes' },
  { id: 'wrong-version', certificates: [issue({ version: 2 })] },
  { id: 'old-version', certificates: [issue({ version: 1, extensions: [] })] },
  { id: 'encoding-not-der', certificates: [issue({ serial: Buffer.from('0001', 'hex') })], says: 'needless leading bytes' },
  { id: 'time-form-wrong', certificates: [issue({ notAfter: element(0x18, Buffer.from('20270101000000Z')) })], says: 'GeneralizedTime' },
  {
    id: 'unknown-critical-extension',
    certificates: [issue({ extensions: [...clientExtensions(), extension('1.2.3.4', octets(Buffer.alloc(1)), true)] })],
    says: '1.2.3.4',
  },
  {
    id: 'malformed-extension',
    certificates: [issue({ extensions: [extension('2.5.29.17', sequence())] })],
    says: 'subjectAlternativeName',
  },
  { id: 'repeated-extension', certificates: [issue({ extensions: [...clientExtensions(), ext.keyUsage(0)] })], says: 'keyUsage' },
  { id: 'host-names-missing', certificates: [server()], given: { purpose: 'server-authentication' } },
  {
    id: 'host-mismatch',
    certificates: [server(dns('a.example'))],
    given: { purpose: 'server-authentication', host: 'b.example' },
    says: 'DNS:a.example',
  },
  { id: 'chain-incomplete', certificates: [leaf()], given: { purpose: 'cloud-integration-outbound' }, says: 'Example Issuing CA' },
  { id: 'chain-order-wrong', certificates: [leaf(), ca].toReversed(), says: 'place 2' },
  { id: 'chain-duplicates', certificates: [leaf(), ca, ca] },
  { id: 'chain-strangers', certificates: [leaf(), ca, issueAuthority({ key: KEY, name: 'Stranger' })], says: 'Stranger' },
  { id: 'root-included', certificates: [leaf(), ca] },
  { id: 'chain-where-one-is-wanted', certificates: [leaf(), ca], given: { purpose: 'sap-communication-user' } },
  { id: 'line-breaks-where-one-line-is-wanted', certificates: [issue()], given: { purpose: 'cloud-integration-service-key' } },
  {
    id: 'header-lines-missing',
    certificates: [issue()],
    given: { purpose: 'cloud-integration-service-key', shape: { ...shape, format: 'base64', armoured: false } },
  },
  {
    id: 'subject-too-long',
    certificates: [issue({ subject: Array.from({ length: 6 }, (_, at) => `OU=${'x'.repeat(50)}${at}`) })],
    given: { purpose: 'abap-client-mapping' },
  },
  { id: 'subject-order-unusual', certificates: [issue({ subject: ['CN=x', 'O=y'] })], given: { purpose: 'abap-client-mapping' } },
  {
    id: 'subject-with-special-characters',
    certificates: [issue({ subject: ['C=DE', 'CN=Müller'] })],
    given: { purpose: 'abap-client-mapping' },
    says: 'Müller',
  },
  { id: 'issuer-not-sap-cloud-root', certificates: [issue()], given: { purpose: 'cloud-integration-service-key' } },
  {
    id: 'issuer-not-in-sap-trust-store',
    certificates: [issue()],
    given: { purpose: 'cloud-integration-service-key' },
    says: 'CN=Example Issuing CA,O=Example SE,C=DE is none of its roots (version',
  },
  {
    id: 'one-certificate-for-several-entries',
    certificates: [issue(), issue({ serial: Buffer.from('05', 'hex') })],
    given: { purpose: 'abap-client-mapping' },
  },
  { id: 'key-identifiers-contradict', certificates: [issueAuthority({ key: caKey, extensions: authorityExtensions(caKey, KEY) })] },
];

/** @returns the findings over all certificates of the input */
function judge({ certificates, given = {} }: Omit<Case, 'id'>) {
  const all = certificates.map(readCertificate);
  const path = orderPath(all);
  return all.flatMap(
    (certificate) =>
      judgeCertificate(certificate, {
        now: NOW,
        purpose: 'client-authentication',
        role: path.indexOf(certificate) > 0 ? 'issuer' : 'leaf',
        all,
        path,
        shape,
        ...given,
      }).findings,
  );
}

it.each(CASES)('finds $id', (given) => {
  const found = judge(given).find(({ id }) => id === given.id);
  expect(found?.says).toContain(given.says ?? '');
});

it.each(PURPOSES.filter((purpose) => purpose !== 'certificate-authority' && purpose !== 'server-authentication'))(
  'finds no error in a sound client certificate for %s',
  (purpose) => {
    const issuer = ['C=DE', 'O=SAP SE', 'OU=SAP Cloud Platform Clients', 'CN=SAP Cloud Platform Client CA'];
    const found = judge({
      certificates: [leaf({ issuer })],
      given: { purpose, shape: { ...shape, singleLine: true, format: 'pem-single-line' } },
    });
    expect(
      found.filter(({ severity, id }) => severity !== 'notice' && !(purpose === 'cloud-integration-outbound' && id === 'chain-incomplete')),
    ).toEqual([]);
  },
);

it('finds nothing in a sound server certificate and a sound authority', () => {
  expect(
    judge({
      certificates: [server(dns('a.example'), dns('*.b.example'), ip(192, 0, 2, 1))],
      given: { purpose: 'server-authentication', host: 'x.b.example' },
    }),
  ).toEqual([]);
  expect(judge({ certificates: [ca], given: { purpose: 'certificate-authority' } })).toEqual([]);
});

it.each([
  { host: 'a.example', named: true },
  { host: 'A.EXAMPLE.', named: true },
  { host: 'x.b.example', named: true },
  { host: 'b.example', named: false },
  { host: 'y.x.b.example', named: false },
  { host: '192.0.2.1', named: true },
  { host: '192.0.2.2', named: false },
])('compares the host $host', ({ host, named }) => {
  const found = judge({
    certificates: [server(dns('a.example'), dns('*.b.example'), ip(192, 0, 2, 1))],
    given: { purpose: 'server-authentication', host },
  });
  expect(found.some(({ id }) => id === 'host-mismatch')).toBe(!named);
});

it.each([
  { what: 'a root of the list', issuer: ['C=US', 'O=Internet Security Research Group', 'CN=ISRG Root X1'], told: false },
  { what: 'an intermediate of an organisation of the list', issuer: ['C=US', 'O=DigiCert, Inc.', 'CN=DigiCert Example CA'], told: false },
  { what: "an intermediate of Let's Encrypt", issuer: ['C=US', "O=Let's Encrypt", 'CN=R12'], told: false },
  { what: 'a private authority', issuer: ['C=DE', 'O=Example SE', 'CN=Example CA'], told: true },
])('knows $what from the trust store that SAP publishes', ({ issuer, told }) => {
  const found = judge({ certificates: [leaf({ issuer })], given: { purpose: 'cloud-integration-service-key' } });
  expect(found.some(({ id }) => id === 'issuer-not-in-sap-trust-store')).toBe(told);
});

it('looks for the root at the top of the chain that is given', () => {
  const root = ['C=US', 'O=Internet Security Research Group', 'CN=ISRG Root X1'];
  const middle = issueAuthority({ key: caKey, name: 'Reseller', issuer: root, issuerKey: newKey() });
  const found = judge({
    certificates: [leaf({ issuer: ['C=DE', 'O=Example SE', 'CN=Reseller'] }), middle],
    given: { purpose: 'cloud-integration-service-key' },
  });
  expect(found.filter(({ id }) => id === 'issuer-not-in-sap-trust-store')).toEqual([]);
});

it('names errors alone as reasons of a no, and speaks of an issuer as one', () => {
  const circumstances = { now: NOW, purpose: 'client-authentication', role: 'leaf', all: [], path: [], shape } as const;
  const selfSigned = issue({ subject: ['CN=x'], issuer: ['CN=x'], notBefore: inDays(-9), notAfter: inDays(-1) });
  expect(judgeCertificate(readCertificate(selfSigned), circumstances).usable.because).toBe(
    'Usable as a client certificate: no, because it has expired.',
  );
  expect(judgeCertificate(readCertificate(ca), { ...circumstances, role: 'issuer' }).usable.because).toBe(
    'Usable as an issuer in the chain of the certificate: yes, nothing speaks against it.',
  );
});

it('has a case for every finding, and every finding a citation and a remedy', () => {
  const files = readdirSync(FINDINGS_FOLDER).map((file) => file.replace(/\.ts$/, ''));
  expect(files.filter((id) => !CASES.some((given) => given.id === id))).toEqual([]);
  expect(
    findings
      .filter(({ remedy, citation, title }) => remedy.length < 10 || citation.title.length < 5 || title.length < 5)
      .map(({ id }) => id),
  ).toEqual([]);
});

it('says the verdict in one sentence', () => {
  const verdict = (der: Buffer) =>
    judgeCertificate(readCertificate(der), { now: NOW, purpose: 'client-authentication', role: 'leaf', all: [], path: [], shape }).usable;
  expect(verdict(issue())).toEqual({
    purpose: 'client-authentication',
    verdict: 'yes',
    because: 'Usable as a client certificate: yes, nothing speaks against it.',
  });
  expect(verdict(issue({ notAfter: new Date(NOW + 3 * DAY), notBefore: inDays(-200) }))).toMatchObject({
    verdict: 'doubtful',
    because: 'Usable as a client certificate: doubtful, because it expires soon.',
  });
  expect(verdict(issue({ notAfter: inDays(-3), extensions: [ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1')] })).because).toBe(
    'Usable as a client certificate: no, because its extended key usage does not allow client authentication and it has expired.',
  );
});
