import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inThisThread } from '../../src/certificate-inspection/containers/open-container.js';
import { InputProblem } from '../../src/certificate-inspection/reading/input-problem.js';
import { NOT_DER } from '../../src/certificate-inspection/read-certificate.js';
import { readInput } from '../../src/certificate-inspection/reading/read-input.js';
import { issue, issueAuthority, KEY, pem, RSA_KEY } from './pki.js';

const der = issue({ key: RSA_KEY });
const text = pem(der);
const base64 = der.toString('base64');
const read = async (input: string | Buffer, password?: string) => readInput(input, password, inThisThread);
const wrapped = (column: number) => base64.match(new RegExp(`.{1,${column}}`, 'g'))?.join('\n') ?? '';

it.each([
  { shape: 'PEM', input: text, format: 'pem' },
  { shape: 'PEM with CRLF', input: text.replaceAll('\n', '\r\n'), format: 'pem' },
  { shape: 'PEM with a byte order mark', input: `\ufeff${text}`, format: 'pem' },
  { shape: 'PEM with bag attributes', input: `Bag Attributes\n    friendlyName: x\nsubject=CN = x\n\n${text}\nafter`, format: 'pem' },
  { shape: 'PEM on one line', input: text.replaceAll('\n', ''), format: 'pem-single-line' },
  { shape: 'PEM with blanks for line breaks', input: text.trim().replaceAll('\n', ' '), format: 'pem-single-line' },
  { shape: 'PEM out of JSON', input: JSON.stringify({ certificate: text, key: 'x' }), format: 'pem' },
  { shape: 'PEM with escaped line breaks', input: text.replaceAll('\n', '\\n'), format: 'pem' },
  { shape: 'PEM escaped twice', input: JSON.stringify(JSON.stringify({ c: text.replaceAll('\n', '\r\n') })), format: 'pem' },
  { shape: 'PEM in strings of a program', input: `"${text.trim().replaceAll('\n', '\\n" +\n    "')}"`, format: 'pem' },
  {
    shape: 'PEM in a manifest of Kubernetes',
    input: `data:\n  tls.crt: ${Buffer.from(text).toString('base64')}\n  x: eA==\n`,
    format: 'pem',
  },
  { shape: 'PEM quoted in an e-mail', input: text.replace(/^/gm, '> > '), format: 'pem' },
  { shape: 'PEM with blanks in front', input: text.replace(/^/gm, '      '), format: 'pem' },
  { shape: 'PEM in a log', input: text.replace(/^/gm, '2026-11-24 12:00:01.123 INFO  [main] '), format: 'pem' },
  {
    shape: 'PEM escaped for HTML',
    input: `<pre>${text.replaceAll('+', '&#43;').replaceAll('/', '&#x2F;').replaceAll('\n', '<br/>\n')}</pre>`,
    format: 'pem',
  },
  { shape: 'PEM in a URL', input: encodeURIComponent(text), format: 'pem' },
  { shape: 'PEM with typographic dashes', input: text.replaceAll('-----', '\u2014\u2014-'), format: 'pem' },
  { shape: 'PEM without END', input: text.replace(/-----END[^]*/, ''), format: 'pem' },
  {
    shape: 'TRUSTED CERTIFICATE',
    input: pem(Buffer.concat([der, Buffer.from('300a0c08636f6d6d656e7431', 'hex')]), 'TRUSTED CERTIFICATE'),
    format: 'pem',
  },
  { shape: 'X509 CERTIFICATE', input: pem(der, 'X509 CERTIFICATE'), format: 'pem' },
  { shape: 'DER', input: der, format: 'der' },
  { shape: 'a PEM file', input: Buffer.from(text), format: 'pem' },
  { shape: 'a PEM file in UTF-16', input: Buffer.from(`\ufeff${text}`, 'utf16le'), format: 'pem' },
  { shape: 'base64', input: base64, format: 'base64' },
  { shape: 'base64 in quotes', input: `"${base64}"`, format: 'base64' },
  { shape: 'base64 wrapped at 64', input: wrapped(64), format: 'base64' },
  { shape: 'base64 wrapped at 20 with blanks', input: wrapped(20).replace(/^/gm, '   '), format: 'base64' },
  { shape: 'base64 in a header field', input: `SSL_CLIENT_CERT: ${base64}\r\nHost: x`, format: 'base64' },
  {
    shape: 'base64 without its END line but with BEGIN cut',
    input: `CERTIFICATE-----\n${wrapped(64)}\n-----END CERTIFICATE-----`,
    format: 'base64',
  },
  { shape: 'base64 of PEM', input: Buffer.from(text).toString('base64'), format: 'pem' },
  { shape: 'hex', input: der.toString('hex'), format: 'hex' },
  {
    shape: 'hex with colons and line breaks',
    input: (der.toString('hex').toUpperCase().match(/../g) ?? [])
      .map((byte, at) => byte + (at % 16 === 15 ? '\n' : ':'))
      .join('')
      .replace(/[:\n]$/, ''),
    format: 'hex',
  },
])('reads $shape', async ({ input, format }) => {
  const { certificates, shape } = await read(input);
  expect(certificates.map(({ certificate }) => certificate.der.toString('base64'))).toEqual([base64]);
  expect(shape.format).toBe(format);
});

it('reads base64url', async () => {
  // Repeated until both letters occur in which the alphabets differ.
  let found = der;
  while (!/[+/]/.test(found.toString('base64'))) found = issue();
  const { certificates, shape } = await read(found.toString('base64url'));
  expect([certificates[0]?.certificate.der, shape.format]).toEqual([found, 'base64url']);
});

it('reads several certificates, in PEM, in DER and between other text', async () => {
  const ca = issueAuthority();
  expect((await read(`${pem(ca)}\ntext\n${text}`)).certificates).toHaveLength(2);
  expect((await read(Buffer.concat([der, ca]))).certificates).toHaveLength(2);
  expect((await read(`first: ${base64}\nsecond: ${ca.toString('base64')}\n`)).certificates).toHaveLength(2);
});

it('reads BER and says so', async () => {
  const ber = Buffer.concat([Buffer.from([0x30, 0x80]), der.subarray(4), Buffer.from([0, 0])]);
  const { certificates } = await read(ber);
  expect([certificates[0]?.certificate.der, certificates[0]?.certificate.flaws]).toEqual([der, [{ says: NOT_DER, offset: 0 }]]);
});

it('notices a private key, finds its certificate and keeps nothing of it', async () => {
  const key = KEY.export({ type: 'pkcs8', format: 'pem' }) as string;
  const reading = await read(text + key);
  expect(reading.privateKeys).toEqual([{ encrypted: false, spki: (await read(issue())).certificates[0]?.certificate.publicKey.spki }]);
  expect(JSON.stringify(reading)).not.toContain(key.split('\n')[1]);
});

it('reads a request, a public key and PKCS#7 from OpenSSL', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mtls-doctor-'));
  try {
    const path = (name: string) => join(folder, name);
    const run = (...parameters: string[]) => execFileSync('openssl', parameters, { stdio: 'pipe' });
    run(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      path('key'),
      '-subj',
      '/C=DE/CN=x',
      '-addext',
      'subjectAltName=DNS:a.example',
      '-out',
      path('csr'),
    );
    const { requests } = await read(readFileSync(path('csr')));
    expect(requests[0]).toMatchObject({
      signature: 'ecdsa-with-SHA256',
      publicKey: { curve: 'P-256' },
      subjectAlternativeNames: [{ kind: 'dns', text: 'a.example' }],
    });
    writeFileSync(path('chain'), text + pem(issueAuthority()));
    run('crl2pkcs7', '-nocrl', '-certfile', path('chain'), '-out', path('p7'));
    run('crl2pkcs7', '-nocrl', '-certfile', path('chain'), '-outform', 'DER', '-out', path('p7der'));
    for (const name of ['p7', 'p7der']) {
      const { certificates, shape } = await read(readFileSync(path(name)));
      expect([certificates.length, shape.format]).toEqual([2, 'pkcs7']);
    }
    const { publicKeys } = await read(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }));
    expect(publicKeys[0]?.algorithm).toBe('Ed25519');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each([
  { what: 'nothing', input: 'hello world', code: 'NO_CERTIFICATE_FOUND', says: 'No certificate' },
  { what: 'an empty input', input: '', code: 'NO_CERTIFICATE_FOUND', says: 'No certificate' },
  { what: 'a cut PEM', input: pem(der.subarray(0, 300)), code: 'CERTIFICATE_UNREADABLE', says: 'cut off at byte 300' },
  { what: 'cut DER', input: der.subarray(0, 300), code: 'CERTIFICATE_UNREADABLE', says: 'ends at byte 300' },
  { what: 'a cut base64', input: base64.slice(0, 400), code: 'CERTIFICATE_UNREADABLE', says: 'after byte 300' },
  {
    what: 'an empty PEM',
    input: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
    code: 'CERTIFICATE_UNREADABLE',
    says: 'no base64',
  },
  {
    what: 'a wrong byte in the structure',
    input: pem(Buffer.from(der).fill(0x05, der.indexOf(Buffer.from([0x17, 0x0d])), der.indexOf(Buffer.from([0x17, 0x0d])) + 1)),
    code: 'CERTIFICATE_UNREADABLE',
    says: 'byte',
  },
  { what: 'a ZIP archive', input: Buffer.from('504b0304140000000800', 'hex'), code: 'CONTAINER_NOT_SUPPORTED', says: 'ZIP' },
])('tells $what', async ({ input, code, says }) => {
  const problem = await read(input).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(InputProblem);
  expect((problem as InputProblem).code).toBe(code);
  expect((problem as InputProblem).detail).toContain(says);
});

it('bounds the number of certificates', async () => {
  await expect(read(text.repeat(201))).rejects.toMatchObject({ code: 'TOO_MANY_CERTIFICATES' });
});

it('is linear on hostile texts', async () => {
  const hostile = [
    '-----BEGIN '.repeat(100_000),
    '-----BEGIN X-----'.repeat(60_000),
    'MII'.repeat(300_000),
    'MIIF '.repeat(200_000),
    '&#'.repeat(500_000),
    '<br'.repeat(300_000),
    `-----BEGIN CERTIFICATE-----${'\n'.repeat(1_000_000)}`,
    '\\'.repeat(1_000_000),
    ' '.repeat(1_000_000),
    `A: ${'\n '.repeat(400_000)}`,
    `${'&a'.repeat(400_000)};`,
    'MIIFAAAAAAAAAA '.repeat(60_000),
    'MHQAAAAAAAAAAA"'.repeat(60_000),
    '%2B'.repeat(300_000),
    '-----BEGIN X-----\nMIIFAAAA'.repeat(40_000),
  ];
  for (const input of hostile) {
    // The time of this process, since others may keep the machine busy; anything quadratic takes minutes.
    const from = process.cpuUsage();
    await read(input).catch(() => undefined);
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(5000);
  }
});
