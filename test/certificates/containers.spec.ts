import { execFileSync } from 'node:child_process';
import { createCipheriv, createHmac, generateKeyPairSync, pbkdf2Sync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { element } from '../../src/certificate-inspection/der/ber.js';
import { DerElement } from '../../src/certificate-inspection/der/der.js';
import { bmpPassword, derivePkcs12, SHA1 } from '../../src/certificate-inspection/containers/key-derivation.js';
import { certificatesService } from './app.js';
import { explicit, integer, issue, issueAuthority, KEY, newKey, octets, oid, pem, RSA_KEY, sequence } from './pki.js';

/** Debian's package libbcprov-java. */
const BCPROV = process.env.BCPROV_JAR ?? '/usr/share/java/bcprov.jar';

const folder = mkdtempSync(join(tmpdir(), 'mtls-doctor-'));
const path = (name: string) => join(folder, name);
const run = (program: string, ...parameters: string[]) => execFileSync(program, parameters, { stdio: 'pipe' });

const caKey = newKey();
const ca = issueAuthority({ key: caKey });
const leaf = issue({ key: RSA_KEY, issuerKey: caKey });
const post = certificatesService();
beforeAll(async () => {
  writeFileSync(path('leaf.pem'), pem(leaf));
  writeFileSync(path('ca.pem'), pem(ca));
  writeFileSync(path('key.pem'), RSA_KEY.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
});

const inspect = (data: Buffer, password?: string) =>
  post('inspect', { data: data.toString('base64'), ...(password !== undefined && { password }) });

/** The store is a PKCS#12 file with key, leaf and authority, as OpenSSL writes it with these options. */
function pkcs12(password: string, ...options: string[]): Buffer {
  run(
    'openssl',
    'pkcs12',
    '-export',
    '-inkey',
    path('key.pem'),
    '-in',
    path('leaf.pem'),
    '-certfile',
    path('ca.pem'),
    '-name',
    'client',
    '-passout',
    `pass:${password}`,
    '-out',
    path('p12'),
    ...options,
  );
  return readFileSync(path('p12'));
}

it.each([
  { what: 'AES-256 and SHA-256', password: 'secret', options: [] },
  { what: 'RC2-40 and 3DES with SHA-1', password: 'secret', options: ['-legacy'] },
  { what: '3DES', password: 'secret', options: ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'] },
  { what: 'SHA-512', password: 'secret', options: ['-macalg', 'sha512'] },
  { what: 'an empty password', password: '', options: [] },
  { what: 'a password with umlauts', password: 'Grüße', options: [] },
  { what: 'no MAC', password: 'secret', options: ['-nomac'] },
  { what: 'no encryption', password: 'secret', options: ['-keypbe', 'NONE', '-certpbe', 'NONE'] },
])('opens PKCS#12 with $what', async ({ password, options }) => {
  const { status, body } = await inspect(pkcs12(password, ...options), password);
  expect([status, body.format]).toEqual([200, 'pkcs12']);
  expect(body.certificates.map((certificate: { pem: string }) => certificate.pem)).toEqual([pem(leaf), pem(ca)]);
  expect(body.certificates[0].alias).toBe('client');
  expect(body.privateKeys).toEqual([expect.objectContaining({ certificate: 0 })]);
});

it('tells a wrong, a missing and a needless password apart', async () => {
  const store = pkcs12('secret');
  expect((await inspect(store, 'wrong')).body.errorCode).toBe('WRONG_PASSWORD');
  expect((await inspect(store)).body.errorCode).toBe('PASSWORD_REQUIRED');
  expect((await inspect(pkcs12(''))).status).toBe(200);
  // OpenSSL leaves the certificates of a store without MAC in the clear.
  expect((await inspect(pkcs12('secret', '-nomac'), 'wrong')).body).toMatchObject({
    privateKeys: [{ encrypted: true }],
    certificates: [{ pem: pem(leaf) }, { pem: pem(ca) }],
  });
});

it('tells damage from a wrong password, and at which byte', async () => {
  const store = pkcs12('secret');
  store.fill(0xff, 30, 40);
  const { status, body } = await inspect(store, 'secret');
  expect([status, body.errorCode]).toEqual([422, 'CONTAINER_DAMAGED']);
  expect(body.detail).toMatch(/byte \d+/);
});

const BOUNCY_CASTLE = ['-providerpath', BCPROV, '-provider', 'org.bouncycastle.jce.provider.BouncyCastleProvider'];

/** A key store of Java with key, leaf and authority. */
function keyStore(type: string, ...provider: string[]): Buffer {
  rmSync(path('store'), { force: true });
  pkcs12('secret123');
  const from = ['-srckeystore', path('p12'), '-srcstoretype', 'PKCS12', '-srcstorepass', 'secret123'];
  const into = ['-destkeystore', path('store'), '-deststoretype', type, '-deststorepass', 'secret123'];
  run('keytool', '-importkeystore', '-noprompt', ...from, ...into, ...provider);
  addAuthority('store', 'secret123', '-storetype', type, ...provider);
  return readFileSync(path('store'));
}

const addAuthority = (store: string, password: string, ...options: string[]) =>
  run(
    'keytool',
    '-importcert',
    '-noprompt',
    '-alias',
    'root',
    '-file',
    path('ca.pem'),
    '-keystore',
    path(store),
    '-storepass',
    password,
    ...options,
  );

it.each(['JKS', 'JCEKS'])('opens %s with, and its certificates without the password', async (type) => {
  const store = keyStore(type);
  for (const password of ['secret123', undefined]) {
    const { body } = await inspect(store, password);
    expect(body.format).toBe(type.toLowerCase());
    const at = body.certificates.findIndex((certificate: { pem: string }) => certificate.pem === pem(leaf));
    expect(body.privateKeys).toEqual([{ encrypted: true, alias: 'client', ...(password !== undefined && { certificate: at }) }]);
    expect(body.certificates.map((certificate: { pem: string }) => certificate.pem)).toEqual(expect.arrayContaining([pem(leaf), pem(ca)]));
    expect(body.certificates.map(({ alias }: { alias: string }) => alias)).toEqual(expect.arrayContaining(['client', 'root']));
  }
  expect((await inspect(store, 'wrong')).body.errorCode).toBe('WRONG_PASSWORD');
  expect((await inspect(store.subarray(0, 700))).body.errorCode).toBe('CONTAINER_DAMAGED');
});

it.each([
  ['BKS', 'CONTAINER_DAMAGED'],
  ['BCFKS', 'CERTIFICATE_UNREADABLE'],
])('opens %s and finds the certificate of its key', async (type, damaged) => {
  const store = keyStore(type, ...BOUNCY_CASTLE);
  const { body } = await inspect(store, 'secret123');
  expect(body.format).toBe(type.toLowerCase());
  const at = body.certificates.findIndex((certificate: { pem: string }) => certificate.pem === pem(leaf));
  expect(body.privateKeys).toEqual([{ encrypted: true, alias: 'client', certificate: at }]);
  expect(body.certificates.map((certificate: { pem: string }) => certificate.pem)).toEqual(expect.arrayContaining([pem(leaf), pem(ca)]));
  expect(body.certificates.map(({ alias }: { alias: string }) => alias)).toEqual(expect.arrayContaining(['client', 'root']));
  expect((await inspect(store, 'wrong')).body.errorCode).toBe('WRONG_PASSWORD');
  const cut = await inspect(store.subarray(0, 700), 'secret123');
  expect([cut.body.errorCode, cut.body.detail]).toEqual([damaged, expect.stringMatching(/byte \d+/)]);
});

it('reads the certificates of BKS without the password, and tells UBER from it', async () => {
  const { body } = await inspect(keyStore('BKS', ...BOUNCY_CASTLE));
  expect(body.certificates.map((certificate: { pem: string }) => certificate.pem)).toEqual(expect.arrayContaining([pem(leaf), pem(ca)]));
  expect(body.privateKeys).toEqual([{ encrypted: true, alias: 'client' }]);
  expect(body.warnings).toEqual([expect.stringContaining('integrity was not checked')]);
  // Its first byte behind the head is random: one below 5 looks like an entry.
  const uber = keyStore('UBER', ...BOUNCY_CASTLE);
  uber[32] = 0x99;
  expect((await inspect(uber, 'secret123')).body).toMatchObject({
    errorCode: 'CONTAINER_NOT_SUPPORTED',
    detail: expect.stringContaining('UBER'),
  });
});

it('opens a .jks that is really PKCS#12, as Java writes it today', async () => {
  rmSync(path('new.jks'), { force: true });
  addAuthority('new.jks', 'changeit');
  const { body } = await inspect(readFileSync(path('new.jks')), 'changeit');
  expect([body.format, body.certificates[0].pem, body.certificates[0].alias]).toEqual(['pkcs12', pem(ca), 'root']);
});

it('tries no password of its own where each costs much', async () => {
  const [costly, cheap] = [pkcs12('', '-iter', '30000'), pkcs12('')];
  expect((await inspect(costly)).body.errorCode).toBe('PASSWORD_REQUIRED');
  expect((await inspect(costly, '')).status).toBe(200);
  expect((await inspect(cheap)).status).toBe(200);
});

it('opens PKCS#12 with PBMAC1 (RFC 9579), and tells a wrong password from a damaged file', async () => {
  const [, contentInfo] = DerElement.at(pkcs12('right')).children();
  const safe = contentInfo?.children()[1]?.inner().content ?? Buffer.alloc(0);
  const salt = randomBytes(16);
  const hmac = sequence(oid('1.2.840.113549.2.9'), element(0x05, Buffer.alloc(0)));
  const derivation = sequence(oid('1.2.840.113549.1.5.12'), sequence(octets(salt), integer(2048), integer(32), hmac));
  const digest = createHmac('sha256', pbkdf2Sync('right', salt, 2048, 32, 'sha256'))
    .update(safe)
    .digest();
  const mac = sequence(
    sequence(sequence(oid('1.2.840.113549.1.5.14'), sequence(derivation, hmac)), octets(digest)),
    octets(Buffer.from('NOT USED')),
    integer(1),
  );
  const file = sequence(integer(3), contentInfo?.bytes ?? Buffer.alloc(0), mac);
  expect((await inspect(file, 'right')).body).toMatchObject({ format: 'pkcs12', privateKeys: [{ certificate: 0 }] });
  expect((await inspect(file, 'wrong')).body.errorCode).toBe('WRONG_PASSWORD');
  const broken = Buffer.from(file);
  broken.write('\xff\xff', broken.indexOf(safe) + 2, 'latin1');
  expect((await inspect(broken, 'right')).body.errorCode).toBe('CONTAINER_DAMAGED');
});

/** A PSE as the facts of TLS.md B.5 describe it. */
const time = element(0x18, Buffer.from('20260101000000Z'));
const object = (name: string, type: string, value: Buffer) => sequence(element(0x13, Buffer.from(name)), time, oid(type), value);
/** An RSA key as a PSE keeps it: the algorithm of a public key, and the two factors of the modulus. */
function factors(key: KeyObject): Buffer {
  const { p = '', q = '' } = key.export({ format: 'jwk' });
  const number = (text: string) => integer(Buffer.concat([Buffer.alloc(1), Buffer.from(text, 'base64url')]));
  const algorithm = sequence(oid('1.2.840.113549.1.1.1'), element(0x05, Buffer.alloc(0)));
  return sequence(algorithm, element(0x03, Buffer.concat([Buffer.alloc(1), sequence(number(p), number(q))])));
}
const objects = element(
  0x31,
  Buffer.concat([
    object('Cert', '1.3.36.2.1.3', leaf),
    object('PKList', '1.3.36.2.6.1', element(0x31, ca)),
    object('SKnew', '1.3.36.2.3.4', factors(RSA_KEY)),
    object('SKold', '1.3.36.2.3.5', factors(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)),
  ]),
);
const plainPse = sequence(sequence(oid('1.2.840.113549.1.1.1')), time, objects);

function protectedPse(pin: string): Buffer {
  const salt = randomBytes(8);
  const rounds = 2048;
  const derive = (purpose: 1 | 2, length: number) => derivePkcs12(SHA1, bmpPassword(pin), salt, rounds, purpose, length);
  const cipher = createCipheriv('des-ede3-cbc', derive(1, 24), derive(2, 8));
  const data = Buffer.concat([cipher.update(plainPse), cipher.final()]);
  return sequence(
    integer(2),
    explicit(
      0,
      Buffer.concat([
        octets(Buffer.alloc(8)),
        sequence(oid('1.2.840.113549.1.12.1.3'), sequence(octets(salt), integer(rounds))),
        octets(data),
      ]),
    ),
  );
}

it('opens a PSE without and with PIN', async () => {
  for (const [pse, pin] of [
    [sequence(integer(2), plainPse), undefined],
    [protectedPse('1234'), '1234'],
  ] as const) {
    const { body } = await inspect(pse, pin);
    expect(body.format).toBe('pse');
    expect(body.certificates.map((certificate: { pem: string }) => certificate.pem)).toEqual([pem(leaf), pem(ca)]);
    expect(body.privateKeys).toEqual([
      { encrypted: false, alias: 'SKnew', certificate: 0 },
      { encrypted: false, alias: 'SKold' },
    ]);
  }
});

it('says how to export from a PSE that stays closed', async () => {
  const closed = await inspect(protectedPse('1234'));
  expect([closed.body.errorCode, closed.body.detail]).toEqual(['PASSWORD_REQUIRED', expect.stringContaining('sapgenpse export_own_cert')]);
  expect((await inspect(protectedPse('1234'), '4321')).body.errorCode).toBe('WRONG_PASSWORD');
  const hostBound = sequence(
    integer(256),
    explicit(0, Buffer.concat([octets(Buffer.alloc(8)), sequence(oid('2.16.840.1.101.3.4.1.42')), octets(Buffer.alloc(64))])),
  );
  expect((await inspect(hostBound, '1234')).body).toMatchObject({
    errorCode: 'CONTAINER_NOT_SUPPORTED',
    detail: expect.stringContaining('bound to its host'),
  });
});

it('refuses to derive keys without end', async () => {
  const rounds = 5_000_000;
  const mac = sequence(sequence(sequence(oid('1.3.14.3.2.26')), octets(Buffer.alloc(20))), octets(Buffer.alloc(8)), integer(rounds));
  const store = sequence(integer(3), sequence(oid('1.2.840.113549.1.7.1'), explicit(0, octets(sequence()))), mac);
  expect((await inspect(store, 'x')).body.errorCode).toBe('CONTAINER_TOO_COSTLY');
});

it('matches encrypted keys beside their certificate', async () => {
  const key = KEY.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }) as string;
  const sec1 = KEY.export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'secret' }) as string;
  for (const text of [key, sec1]) {
    const { body } = await post('inspect', { data: pem(issue()) + text, password: 'secret' });
    expect(body.privateKeys).toEqual([{ encrypted: true, certificate: 0 }]);
    const closed = await post('inspect', { data: pem(issue()) + text });
    expect(closed.body.privateKeys).toEqual([{ encrypted: true }]);
  }
});

it('names what it does not open', async () => {
  const bks = Buffer.concat([Buffer.from('0000000200000014', 'hex'), randomBytes(40)]);
  expect((await inspect(bks)).body).toMatchObject({
    errorCode: 'CONTAINER_NOT_SUPPORTED',
    detail: expect.stringContaining('BouncyCastle'),
  });
});
