import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { element } from '../../src/certificate-inspection/der/ber.js';

/** Issues certificates in code, sound except for what a test wishes otherwise. No key outlives the run. */
export interface Wish {
  /** Parts in the order of the certificate; several attributes in one string, separated by "+". */
  subject?: string[] | Buffer;
  issuer?: string[] | Buffer;
  serial?: Buffer;
  version?: number;
  notBefore?: Date | Buffer;
  notAfter?: Date | Buffer;
  key?: KeyObject;
  issuerKey?: KeyObject;
  signatureAlgorithm?: Buffer;
  innerAlgorithm?: Buffer;
  spki?: Buffer;
  extensions?: Buffer[];
  signer?: (tbs: Buffer) => Buffer;
}

const TYPES: Record<string, string> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
};

/** The names that chains of tests are made of. */
export const ROOT = ['C=DE', 'O=Example SE', 'CN=Root'];
export const MIDDLE = ['C=DE', 'O=Example SE', 'CN=Middle'];

export const DAY = 86_400_000;
export const NOW = Date.now();
export const inDays = (days: number) => new Date(NOW + days * DAY);

export { element };
export const sequence = (...parts: Buffer[]) => element(0x30, Buffer.concat(parts));
export const octets = (content: Buffer) => element(0x04, content);
export const explicit = (number: number, content: Buffer) => element(0xa0 | number, content);
export const utf8 = (text: string) => element(0x0c, Buffer.from(text, 'utf8'));
export const ia5 = (text: string) => element(0x16, Buffer.from(text, 'latin1'));
export const bool = (value: boolean) => element(0x01, Buffer.from([value ? 0xff : 0]));
export const integer = (value: number | Buffer) => element(0x02, typeof value === 'number' ? smallInteger(value) : value);
export const nothing = element(0x05, Buffer.alloc(0));

function smallInteger(value: number): Buffer {
  const octet: number[] = [];
  let rest = value;
  do {
    octet.unshift(rest & 0xff);
    rest = Math.floor(rest / 256);
  } while (rest > 0);
  if ((octet[0] as number) & 0x80) octet.unshift(0);
  return Buffer.from(octet);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const arcs = [first * 40 + second, ...others].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest & 0x7f) | 0x80);
    return groups;
  });
  return element(0x06, Buffer.from(arcs));
}

export function attribute(text: string): Buffer {
  const at = text.indexOf('=');
  const type = text.slice(0, at);
  const value = text.slice(at + 1);
  return sequence(
    oid(TYPES[type] ?? type),
    type === 'C' ? element(0x13, Buffer.from(value)) : type === 'emailAddress' || type === 'DC' ? ia5(value) : utf8(value),
  );
}

export const nameOf = (parts: string[] | Buffer) =>
  Buffer.isBuffer(parts) ? parts : sequence(...parts.map((part) => element(0x31, Buffer.concat(part.split('+').map(attribute)))));

export function timeOf(date: Date | Buffer): Buffer {
  if (Buffer.isBuffer(date)) return date;
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return date.getUTCFullYear() < 2050 ? element(0x17, Buffer.from(`${digits.slice(2)}Z`)) : element(0x18, Buffer.from(`${digits}Z`));
}

export const extension = (dotted: string, value: Buffer, critical = false) =>
  sequence(oid(dotted), ...(critical ? [bool(true)] : []), octets(value));

/** The extensions of RFC 5280, by short names. */
export const ext = {
  basicConstraints: (ca: boolean, pathLength?: number, critical = true) =>
    extension('2.5.29.19', sequence(...(ca ? [bool(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])), critical),
  keyUsage: (...bits: number[]) => {
    const octet = Buffer.alloc(bits.some((bit) => bit > 7) ? 2 : 1);
    for (const bit of bits) octet[bit >> 3] = (octet[bit >> 3] as number) | (0x80 >> (bit & 7));
    return extension('2.5.29.15', element(0x03, Buffer.concat([Buffer.from([0]), octet])), true);
  },
  extendedKeyUsage: (...usages: string[]) => extension('2.5.29.37', sequence(...usages.map(oid))),
  subjectAlternativeName: (...names: Buffer[]) => extension('2.5.29.17', sequence(...names)),
  nameConstraints: (permitted: Buffer[], excluded: Buffer[] = [], critical = true) =>
    extension(
      '2.5.29.30',
      sequence(
        ...(permitted.length ? [explicit(0, Buffer.concat(permitted.map((base) => sequence(base))))] : []),
        ...(excluded.length ? [explicit(1, Buffer.concat(excluded.map((base) => sequence(base))))] : []),
      ),
      critical,
    ),
  subjectKeyIdentifier: (key: KeyObject) => extension('2.5.29.14', octets(keyIdentifier(key))),
  authorityKeyIdentifier: (key: KeyObject) => extension('2.5.29.35', sequence(element(0x80, keyIdentifier(key)))),
  policies: (...policies: string[]) => extension('2.5.29.32', sequence(...policies.map((policy) => sequence(oid(policy))))),
  authorityInformationAccess: (url: string) =>
    extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), element(0x86, Buffer.from(url))))),
  crl: (url: string) => extension('2.5.29.31', sequence(sequence(explicit(0, explicit(0, element(0x86, Buffer.from(url))))))),
};

export const dns = (name: string) => element(0x82, Buffer.from(name));
export const email = (address: string) => element(0x81, Buffer.from(address));
export const ip = (...bytes: number[]) => element(0x87, Buffer.from(bytes));
export const directory = (parts: string[]) => explicit(4, nameOf(parts));

export const keyIdentifier = (key: KeyObject) => createHash('sha1').update(spkiOf(key)).digest();
const spkiOf = (key: KeyObject): Buffer => derOf(key);
const publicOf = new WeakMap<KeyObject, Buffer>();
const derOf = (key: KeyObject) => publicOf.get(key) ?? Buffer.alloc(0);

/** A private key that remembers its public half. */
export function newKey(type: 'ec' | 'rsa' | 'ed25519' | 'p384' | 'rsa1024' | 'rsa-pss' = 'ec'): KeyObject {
  const pair =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : type === 'rsa1024'
        ? generateKeyPairSync('rsa', { modulusLength: 1024 })
        : type === 'rsa-pss'
          ? generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
          : type === 'ed25519'
            ? generateKeyPairSync('ed25519')
            : generateKeyPairSync('ec', { namedCurve: type === 'p384' ? 'P-384' : 'P-256' });
  publicOf.set(pair.privateKey, pair.publicKey.export({ type: 'spki', format: 'der' }));
  return pair.privateKey;
}

export const KEY = newKey();
export const RSA_KEY = newKey('rsa');

const ALGORITHMS: Record<string, Buffer> = {
  ec: sequence(oid('1.2.840.10045.4.3.2')),
  rsa: sequence(oid('1.2.840.113549.1.1.11'), nothing),
  ed25519: sequence(oid('1.3.101.112')),
};

/** The usual extensions of a client certificate. */
export const clientExtensions = (key: KeyObject = KEY, issuerKey: KeyObject = KEY) => [
  ext.keyUsage(0),
  ext.extendedKeyUsage('1.3.6.1.5.5.7.3.2'),
  ext.subjectKeyIdentifier(key),
  ext.authorityKeyIdentifier(issuerKey),
];

/** The usual extensions of an authority. */
export const authorityExtensions = (key: KeyObject = KEY, issuerKey: KeyObject = KEY, pathLength?: number) => [
  ext.basicConstraints(true, pathLength),
  ext.keyUsage(5, 6),
  ext.subjectKeyIdentifier(key),
  ext.authorityKeyIdentifier(issuerKey),
];

/** @returns a certificate as DER */
export function issue(wish: Wish = {}): Buffer {
  const key = wish.key ?? KEY;
  const issuerKey = wish.issuerKey ?? KEY;
  const algorithm = wish.signatureAlgorithm ?? ALGORITHMS[issuerKey.asymmetricKeyType ?? ''] ?? Buffer.alloc(0);
  const extensions = wish.extensions ?? clientExtensions(key, issuerKey);
  const version = wish.version ?? 3;
  const tbs = sequence(
    ...(version === 1 ? [] : [explicit(0, integer(version - 1))]),
    integer(wish.serial ?? Buffer.from('1234567890abcdef', 'hex')),
    wish.innerAlgorithm ?? algorithm,
    nameOf(wish.issuer ?? ['C=DE', 'O=Example SE', 'CN=Example Issuing CA']),
    sequence(timeOf(wish.notBefore ?? inDays(-10)), timeOf(wish.notAfter ?? inDays(300))),
    nameOf(wish.subject ?? ['C=DE', 'O=Example SE', 'OU=Integration', 'CN=client.example.com']),
    wish.spki ?? derOf(key),
    ...(extensions.length ? [explicit(3, sequence(...extensions))] : []),
  );
  const signature = wish.signer?.(tbs) ?? sign(issuerKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', tbs, issuerKey);
  return sequence(tbs, algorithm, element(0x03, Buffer.concat([Buffer.from([0]), signature])));
}

/** @returns an authority's certificate as DER; self-signed unless the wish names an issuer */
export function issueAuthority(wish: Wish & { pathLength?: number; name?: string } = {}): Buffer {
  const key = wish.key ?? KEY;
  const subject = wish.subject ?? ['C=DE', 'O=Example SE', `CN=${wish.name ?? 'Example Issuing CA'}`];
  return issue({
    issuer: subject,
    issuerKey: key,
    notAfter: inDays(3000),
    notBefore: inDays(-100),
    ...wish,
    subject,
    extensions: wish.extensions ?? authorityExtensions(key, wish.issuerKey ?? key, wish.pathLength),
  });
}

/** @returns PEM of a certificate, or of something else with another label */
export const pem = (der: Buffer, label = 'CERTIFICATE') =>
  `-----BEGIN ${label}-----\n${der
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END ${label}-----\n`;
