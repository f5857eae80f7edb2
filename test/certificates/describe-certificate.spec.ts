import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { describeCertificate, serialNumber } from '../../src/certificate-inspection/describe-certificate.js';
import { readCertificate } from '../../src/certificate-inspection/read-certificate.js';
import {
  authorityExtensions,
  dns,
  email,
  ext,
  inDays,
  ip,
  issue,
  nameOf,
  newKey,
  NOW,
  RSA_KEY,
  element,
  sequence,
  oid,
  explicit,
  utf8,
  directory,
} from './pki.js';

const described = (der: Buffer) => describeCertificate(readCertificate(der), NOW);
const opensslSubject = (der: Buffer, ...options: string[]) =>
  execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', '-subject', ...options], { input: der, encoding: 'utf8' })
    .trim()
    .replace(/^subject=/, '');

const NAMES = [
  ['C=DE', 'O=Example SE', 'CN=client'],
  ['C=DE', 'ST=Baden-Württemberg', 'L=Köln', 'O=Müller, "Söhne" & Co. KG', 'CN=client'],
  ['C=DE', 'OU=a+UID=77', 'CN= lead;#x\\y '],
  ['CN=#hash', 'O=a=b', 'OU=<x>', 'CN=plus;semi'],
  ['C=DE', 'serialNumber=12', 'emailAddress=a@b.de', 'DC=corp', 'CN=日本語 😜'],
  ['CN=*.example.com'],
  [],
];

it.each(NAMES.map((name) => ({ name })))('spells $name as OpenSSL does', ({ name }) => {
  const der = issue({ subject: name });
  const { subject } = described(der);
  expect(subject.openssl).toBe(opensslSubject(der));
  // OpenSSL turns the set of a multi-valued part round and shows non-ASCII in hexadecimal; RFC 4514 asks for neither.
  const mine = subject.rfc4514;
  if (/^[\x20-\x7e]*$/.test(mine) && !mine.includes('+'))
    expect(mine).toBe(opensslSubject(der, '-nameopt', 'rfc2253').replace('\\#x', '#x'));
});

it('spells a name as CERTRULE, EXTID_DN, the ICM and Cloud Integration want it', () => {
  const { subject, issuer } = described(
    issue({ subject: ['C=DE', 'ST=Baden', 'O=Müller, Söhne', 'OU=a+UID=7', 'CN=x', 'emailAddress=a@b.de'] }),
  );
  expect(subject.certrule).toBe('EMAIL=a@b.de, CN=x, OU=a+UID=7, O="Müller, Söhne", SP=Baden, C=DE');
  expect(subject.extidDn).toBe(subject.certrule);
  expect(subject.icm).toBe(subject.certrule);
  // Measured with OpenJDK 17: keytool -printcert.
  expect(subject.cloudIntegration).toBe('EMAILADDRESS=a@b.de, CN=x, OU=a + UID=7, O="Müller, Söhne", ST=Baden, C=DE');
  expect(issuer.rfc4514).toBe('CN=Example Issuing CA,O=Example SE,C=DE');
});

it('reads BMPString, TeletexString and UniversalString', () => {
  const part = (tag: number, bytes: Buffer) => element(0x31, sequence(oid('2.5.4.3'), element(tag, bytes)));
  const subject = sequence(
    part(0x1e, Buffer.from('Mü', 'utf16le').swap16()),
    part(0x14, Buffer.from('Mü', 'latin1')),
    part(0x1c, Buffer.from('0000004d000000fc', 'hex')),
  );
  expect(described(issue({ subject })).subject.rfc4514).toBe('CN=Mü,CN=Mü,CN=Mü');
});

it('agrees with OpenSSL on everything that both tell', () => {
  const key = newKey('p384');
  for (const der of [
    issue(),
    issue({ key: RSA_KEY, issuerKey: RSA_KEY }),
    issue({ key, serial: Buffer.from('00ff01', 'hex'), notAfter: new Date('2060-01-01T00:00:00Z') }),
    issue({ issuerKey: newKey('ed25519') }),
  ]) {
    const openssl = new X509Certificate(der);
    const mine = described(der);
    expect(mine.serial.hex).toBe(openssl.serialNumber);
    expect(mine.thumbprints.sha1).toBe(openssl.fingerprint.replaceAll(':', '').toLowerCase());
    expect(mine.thumbprints.sha256).toBe(openssl.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(new Date(mine.validity.notAfter).getTime()).toBe(new Date(openssl.validTo).getTime());
    expect(new Date(mine.validity.notBefore).getTime()).toBe(new Date(openssl.validFrom).getTime());
    expect(mine.pem).toBe(openssl.toString());
    expect(mine.key.bits).toBe(openssl.publicKey.asymmetricKeyDetails?.modulusLength ?? mine.key.bits);
  }
});

it('tells key, usages, names, constraints and addresses', () => {
  const report = described(
    issue({
      key: RSA_KEY,
      extensions: [
        ext.basicConstraints(true, 2),
        ext.keyUsage(0, 5, 8),
        ext.extendedKeyUsage('1.3.6.1.5.5.7.3.2', '1.2.3.4'),
        ext.subjectAlternativeName(
          dns('example.com'),
          email('a@b.de'),
          ip(192, 0, 2, 1),
          ip(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
          directory(['C=DE', 'CN=x']),
          explicit(0, Buffer.concat([oid('1.3.6.1.4.1.311.20.2.3'), explicit(0, utf8('user@corp'))])),
        ),
        ext.policies('2.23.140.1.2.1'),
        ext.authorityInformationAccess('http://ca.example/ca.cer'),
        ext.crl('http://ca.example/ca.crl'),
      ],
    }),
  );
  expect(report).toMatchObject({
    key: { algorithm: 'RSA', bits: 2048 },
    signature: 'ecdsa-with-SHA256',
    usages: ['digitalSignature', 'keyCertSign', 'decipherOnly'],
    extendedUsages: ['clientAuth', '1.2.3.4'],
    subjectAlternativeNames: [
      'DNS:example.com',
      'email:a@b.de',
      'IP:192.0.2.1',
      'IP:2001:db8::1',
      'dirName:CN=x,C=DE',
      'otherName:1.3.6.1.4.1.311.20.2.3;user@corp',
    ],
    basicConstraints: { ca: true, pathLength: 2 },
    policies: ['2.23.140.1.2.1'],
    addresses: { aia: ['http://ca.example/ca.cer'], crl: ['http://ca.example/ca.crl'], ocsp: [] },
  });
});

it.each([
  { bytes: '00ff', hex: 'FF', decimal: '255' },
  { bytes: 'ff', hex: '-01', decimal: '-1' },
  { bytes: '00', hex: '00', decimal: '0' },
  {
    bytes: '7fffffffffffffffffffffffffffffffffffffff',
    hex: '7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',
    decimal: '730750818665451459101842416358141509827966271487',
  },
])('tells the serial number $bytes', ({ bytes, hex, decimal }) => {
  expect(serialNumber(Buffer.from(bytes, 'hex'))).toEqual({ hex, decimal });
});

it('counts the days that are left at the time that is asked for', () => {
  const certificate = readCertificate(issue({ notAfter: inDays(10) }));
  expect(describeCertificate(certificate, NOW).validity.daysLeft).toBe(9);
  expect(describeCertificate(certificate, inDays(11).getTime()).validity.daysLeft).toBe(-2);
});

it('describes ML-DSA, unknown algorithms and explicit curves without failing', () => {
  const spki = (algorithm: Buffer) => sequence(sequence(algorithm), element(0x03, Buffer.alloc(1313)));
  expect(
    described(issue({ spki: spki(oid('2.16.840.1.101.3.4.3.17')), signatureAlgorithm: sequence(oid('2.16.840.1.101.3.4.3.17')) })),
  ).toMatchObject({ key: { algorithm: 'ML-DSA-44' }, signature: 'ML-DSA-44' });
  expect(described(issue({ spki: spki(oid('1.2.3.4')) })).key).toEqual({ algorithm: '1.2.3.4' });
  expect(described(issue({ spki: spki(Buffer.concat([oid('1.2.840.10045.2.1'), sequence(nameOf([]))])) })).key).toEqual({
    algorithm: 'EC',
    curve: 'explicit parameters',
  });
});

it('tells what an authority may do', () => {
  expect(described(issue({ extensions: authorityExtensions(undefined, undefined, 0) })).basicConstraints).toEqual({
    ca: true,
    pathLength: 0,
  });
});
