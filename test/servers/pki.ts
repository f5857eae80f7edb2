import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

/** Certificates made in code, with fresh keys in every run; none is ever committed. */
export interface Issued {
  name: string;
  der: Buffer;
  pem: string;
  keyPem: string;
  serial: Buffer;
  key: KeyObject;
  publicKey: KeyObject;
}

interface Wanted {
  cn: string;
  issuer?: Issued;
  ca?: boolean;
  usage?: 'client' | 'server' | 'none';
  notBefore?: Date;
  notAfter?: Date;
  keyType?: 'ec' | 'rsa' | 'rsa1024' | 'p384' | 'ed25519';
  names?: string[];
  organization?: string;
}

const length = (size: number): Buffer =>
  size < 128 ? Buffer.from([size]) : size < 256 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 255]);
const der = (tag: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
};
const sequence = (...content: Buffer[]) => der(0x30, ...content);
const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 127];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 127) | 128);
    return groups;
  });
  return der(6, Buffer.from(arcs));
};
const integer = (bytes: Buffer) => der(2, bytes);
const boolean = () => der(1, Buffer.from([255]));
const time = (at: Date) => der(0x18, Buffer.from(at.toISOString().replaceAll(/[-:T]|\.\d+/g, '')));
const attribute = (type: string, text: string) => der(0x31, sequence(oid(type), der(0x0c, Buffer.from(text))));
export const nameDer = (cn: string, organization = 'mtls-doctor tests'): Buffer =>
  sequence(attribute('2.5.4.6', 'DE'), attribute('2.5.4.10', organization), attribute('2.5.4.3', cn));
const extension = (type: string, critical: boolean, value: Buffer) => sequence(oid(type), ...(critical ? [boolean()] : []), der(4, value));

const KEYS = {
  ec: () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
  p384: () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  rsa1024: () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  ed25519: () => generateKeyPairSync('ed25519'),
};
const ALGORITHM: Record<string, { id: Buffer; hash: string | null }> = {
  ec: { id: sequence(oid('1.2.840.10045.4.3.2')), hash: 'sha256' },
  rsa: { id: sequence(oid('1.2.840.113549.1.1.11'), der(5)), hash: 'sha256' },
  ed25519: { id: sequence(oid('1.3.101.112')), hash: null },
};
const DAY = 86_400_000;

/** Issues a certificate; without an issuer it signs itself. */
export function issue({
  cn,
  issuer,
  ca = false,
  usage = 'client',
  notBefore = new Date(Date.now() - DAY),
  notAfter = new Date(Date.now() + 90 * DAY),
  keyType = 'ec',
  names = [],
  organization,
}: Wanted): Issued {
  const { privateKey, publicKey } = KEYS[keyType]();
  const signer = issuer?.key ?? privateKey;
  const algorithm = ALGORITHM[signer.asymmetricKeyType ?? ''] ?? ALGORITHM['ec']!;
  const subject = nameDer(cn, organization);
  const issuerName = issuer ? subjectOf(issuer.der) : subject;
  const usages = { client: oid('1.3.6.1.5.5.7.3.2'), server: oid('1.3.6.1.5.5.7.3.1') };
  const extensions = [
    extension('2.5.29.19', true, ca ? sequence(boolean()) : sequence()),
    extension('2.5.29.15', true, der(3, ca ? Buffer.from([1, 6]) : Buffer.from([7, 128]))),
    ...(ca || usage === 'none' ? [] : [extension('2.5.29.37', false, sequence(usages[usage]))]),
    ...(names.length > 0
      ? [
          extension(
            '2.5.29.17',
            false,
            sequence(
              ...names.map((name) =>
                /^[\d.]+$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)),
              ),
            ),
          ),
        ]
      : []),
  ];
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(8)]);
  const tbs = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm.id,
    issuerName,
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const bytes = sequence(tbs, algorithm.id, der(3, Buffer.from([0]), sign(algorithm.hash, tbs, signer)));
  const pem = armour('CERTIFICATE', bytes);
  return {
    name: cn,
    der: bytes,
    pem,
    serial,
    key: privateKey,
    publicKey,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const armour = (label: string, bytes: Buffer) =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;

/** The certificates of an issuer that are revoked, as PEM (RFC 5280, section 5.1). */
export function issueCrl(issuer: Issued, ...revoked: Issued[]): string {
  const algorithm = ALGORITHM[issuer.key.asymmetricKeyType ?? ''] ?? ALGORITHM['ec']!;
  const then = new Date(Date.now() - DAY);
  const entries = revoked.map(({ serial }) => sequence(integer(serial), time(then)));
  const tbs = sequence(
    integer(Buffer.from([1])),
    algorithm.id,
    subjectOf(issuer.der),
    time(then),
    time(new Date(Date.now() + 30 * DAY)),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
  );
  return armour('X509 CRL', sequence(tbs, algorithm.id, der(3, Buffer.from([0]), sign(algorithm.hash, tbs, issuer.key))));
}

/** Reads over the elements of the signed part up to the subject. */
function subjectOf(certificate: Buffer): Buffer {
  const skip = (at: number): [start: number, end: number] => {
    const first = certificate[at + 1] ?? 0;
    const count = first > 128 ? first - 128 : 0;
    const size = count ? certificate.readUIntBE(at + 2, count) : first;
    return [at + 2 + count, at + 2 + count + size];
  };
  let [at] = skip(skip(0)[0]);
  for (let field = 0; field < 5; field++) [, at] = skip(at);
  return certificate.subarray(at, skip(at)[1]);
}

/** A small public key infrastructure, and the folder that holds it as files. */
export function makePki() {
  const root = issue({ cn: 'Test Root A', ca: true });
  const intermediate = issue({ cn: 'Test Intermediate A', ca: true, issuer: root });
  const otherRoot = issue({ cn: 'Test Root C', ca: true });
  const stranger = issue({ cn: 'Untrusted Root', ca: true });
  const server = issue({ cn: 'localhost', issuer: intermediate, usage: 'server', names: ['localhost', '127.0.0.1'], keyType: 'rsa' });
  const now = Date.now();
  const clients = {
    good: issue({ cn: 'good client', issuer: intermediate, keyType: 'rsa' }),
    goodEc: issue({ cn: 'good ec client', issuer: intermediate }),
    expired: issue({ cn: 'expired client', issuer: intermediate, notBefore: new Date(now - 90 * DAY), notAfter: new Date(now - DAY) }),
    notYet: issue({ cn: 'future client', issuer: intermediate, notBefore: new Date(now + 10 * DAY) }),
    untrusted: issue({ cn: 'untrusted client', issuer: stranger }),
    wrongUsage: issue({ cn: 'server as client', issuer: intermediate, usage: 'server' }),
    selfSigned: issue({ cn: 'self-signed client' }),
    ofOtherRoot: issue({ cn: 'client of root C', issuer: otherRoot }),
    weak: issue({ cn: 'weak client', issuer: intermediate, keyType: 'rsa1024' }),
    revoked: issue({ cn: 'revoked client', issuer: intermediate }),
    ed25519: issue({ cn: 'ed25519 client', issuer: intermediate, keyType: 'ed25519' }),
  };
  const folder = mkdtempSync(join(tmpdir(), 'mtls-doctor-pki-'));
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o644 });
    return path;
  };
  const files = {
    serverChain: write('server.chain.pem', server.pem + intermediate.pem),
    serverCert: write('server.pem', server.pem),
    serverKey: write('server.key', server.keyPem),
    serverAll: write('server.all.pem', server.pem + intermediate.pem + server.keyPem),
    intermediate: write('intermediate.pem', intermediate.pem),
    root: write('root.pem', root.pem),
    otherRoot: write('rootC.pem', otherRoot.pem),
    clientCas: write('clientcas.pem', root.pem + otherRoot.pem),
    crls: write('crls.pem', issueCrl(root) + issueCrl(intermediate, clients.revoked) + issueCrl(otherRoot)),
  };
  /** PEM of a client with its chain and key, as one inline credential. */
  const bundle = (client: Issued, withIntermediate = true) => client.pem + (withIntermediate ? intermediate.pem : '') + client.keyPem;
  /** What a client of these tests sends: nothing, its certificate without the intermediate, or the whole. */
  const sentBy = (client: keyof typeof clients | 'none' | 'missingIntermediate'): string | undefined =>
    client === 'none' ? undefined : client === 'missingIntermediate' ? bundle(clients.good, false) : bundle(clients[client]);
  const pkcs12 = (client: Issued, password: string) => {
    const input = write(`${client.name.replaceAll(' ', '-')}.all.pem`, bundle(client));
    return execFileSync('openssl', ['pkcs12', '-export', '-in', input, '-passout', `pass:${password}`]);
  };
  return { folder, root, intermediate, otherRoot, stranger, server, clients, files, write, bundle, sentBy, pkcs12 };
}

export type Pki = ReturnType<typeof makePki>;

/** Who calls in a test. */
export type Sender = Parameters<Pki['sentBy']>[0];

/**
 * Writes what an operator would mount: the credentials "good" and "expired" as PEM, "store" as PKCS#12, and the root as the only trust anchor.
 * @returns the two folders, as the service is told of them
 */
export function mountFolders(pki: Pki): { CREDENTIALS_DIR: string; TRUST_DIR: string } {
  const credentials = mkdtempSync(join(tmpdir(), 'mtls-doctor-credentials-'));
  for (const name of ['good', 'expired', 'store']) mkdirSync(join(credentials, name));
  for (const name of ['good', 'expired'] as const) {
    writeFileSync(join(credentials, name, 'tls.crt'), pki.clients[name].pem + pki.intermediate.pem);
    writeFileSync(join(credentials, name, 'tls.key'), pki.clients[name].keyPem);
  }
  writeFileSync(join(credentials, 'store', 'keystore.p12'), pki.pkcs12(pki.clients.goodEc, 'Store-Secret-1'));
  writeFileSync(join(credentials, 'store', 'password'), 'Store-Secret-1\n');
  const trust = mkdtempSync(join(tmpdir(), 'mtls-doctor-trust-'));
  writeFileSync(join(trust, 'root.pem'), pki.root.pem);
  return { CREDENTIALS_DIR: credentials, TRUST_DIR: trust };
}
