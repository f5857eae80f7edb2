import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { Presented, SeenCertificate } from './observation.js';
import { readName } from './distinguished-name.js';

/** What a client needs to authenticate: the leaf first, then what belongs to it. */
export interface ClientCredential {
  chain: Buffer[];
  /** Absent for a keyless test. */
  key?: KeyObject;
}

/** Input that holds no usable certificate. */
export class CredentialProblem extends Error {
  constructor(
    readonly code: 'CERTIFICATE_UNREADABLE' | 'WRONG_PASSWORD' | 'PRIVATE_KEY_UNUSABLE',
    message: string,
  ) {
    super(message);
  }
}

/** The PEM blocks (RFC 7468) of a text by their label, in one pass: an END that is missing ends the search. */
function blocksOf(text: string): { label: string; body: string; whole: string }[] {
  const blocks: { label: string; body: string; whole: string }[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0;) {
    const labelEnd = text.indexOf('-----', at + BEGIN.length);
    const label = text.slice(at + BEGIN.length, labelEnd);
    const end = labelEnd < 0 || label.length > LONGEST_LABEL ? -1 : text.indexOf(`-----END ${label}-----`, labelEnd);
    if (end < 0) return blocks;
    const until = end + label.length + '-----END -----'.length;
    blocks.push({ label, body: text.slice(labelEnd + 5, end), whole: text.slice(at, until) });
    at = text.indexOf(BEGIN, until);
  }
  return blocks;
}

const BEGIN = '-----BEGIN ';
const LONGEST_LABEL = 40;
const CERTIFICATE_LABELS = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);

/**
 * Reads a client certificate: PEM, with its key in it or apart, or PKCS#12 in base64.
 * @param data what the caller or the folder gave
 * @param keyText the key where it stands apart
 * @param wantsKey false for the keyless test
 * @throws CredentialProblem without a word of the content
 */
export async function readCredential(
  data: string | Buffer,
  keyText: string | undefined,
  password: string | undefined,
  wantsKey: boolean,
): Promise<ClientCredential> {
  const text = typeof data === 'string' ? data.replaceAll(String.raw`\n`, '\n') : data.toString('latin1');
  const blocks = blocksOf(text);
  const certificates = blocks.filter(({ label }) => CERTIFICATE_LABELS.has(label)).map(({ body }) => Buffer.from(body, 'base64'));
  const found =
    certificates.length > 0
      ? { certificates, key: readKey(keyText ?? blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))?.whole, password) }
      : await readBinary(typeof data === 'string' ? Buffer.from(data, 'base64') : data, password, keyText);
  const chain = ordered(found.certificates, found.key);
  if (!chain[0]) throw new CredentialProblem('CERTIFICATE_UNREADABLE', 'There is no certificate in it.');
  if (!wantsKey) return { chain };
  if (!found.key)
    throw new CredentialProblem(
      'PRIVATE_KEY_UNUSABLE',
      'There is no private key with this certificate; give it in `key`, or ask with `keyless: true`.',
    );
  if (!new X509Certificate(chain[0]).checkPrivateKey(found.key))
    throw new CredentialProblem('PRIVATE_KEY_UNUSABLE', 'The private key does not belong to the certificate.');
  return { chain, key: found.key };
}

function readKey(text: string | undefined, password: string | undefined): KeyObject | undefined {
  if (!text) return undefined;
  try {
    return createPrivateKey({ key: text.replaceAll(String.raw`\n`, '\n'), ...(password !== undefined && { passphrase: password }) });
  } catch (error) {
    const encrypted = text.includes('ENCRYPTED');
    if (encrypted && password === undefined)
      throw new CredentialProblem('WRONG_PASSWORD', 'The private key is encrypted and no password was given.');
    if (encrypted && /decrypt|password|passphrase/i.test((error as Error).message))
      throw new CredentialProblem('WRONG_PASSWORD', 'The password does not open the private key.');
    throw new CredentialProblem('PRIVATE_KEY_UNUSABLE', "The private key can't be read.");
  }
}

async function readBinary(
  bytes: Buffer,
  password: string | undefined,
  keyText: string | undefined,
): Promise<{ certificates: Buffer[]; key?: KeyObject }> {
  if (bytes.length === 0) throw new CredentialProblem('CERTIFICATE_UNREADABLE', 'There is no certificate in it.');
  try {
    return { certificates: [Buffer.from(new X509Certificate(bytes).raw)], key: readKey(keyText, password) };
  } catch (error) {
    if (error instanceof CredentialProblem) throw error;
  }
  return readPkcs12(bytes, password ?? '');
}

async function readPkcs12(bytes: Buffer, password: string): Promise<{ certificates: Buffer[]; key?: KeyObject }> {
  // Loaded only where it is needed: it is large.
  const { default: forge } = await import('node-forge');
  const der = (value: unknown) => Buffer.from(forge.asn1.toDer(value as never).getBytes(), 'latin1');
  let safe: ReturnType<typeof forge.pkcs12.pkcs12FromAsn1>;
  try {
    safe = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(bytes.toString('latin1')), false, password);
  } catch (error) {
    if (/Invalid password|MAC could not be verified/i.test((error as Error).message))
      throw new CredentialProblem('WRONG_PASSWORD', 'The password does not open the PKCS#12 container.');
    throw new CredentialProblem(
      'CERTIFICATE_UNREADABLE',
      'This is neither PEM nor a certificate nor a PKCS#12 container that can be read.',
    );
  }
  const bags = safe.safeContents.flatMap(({ safeBags }) => safeBags);
  const { oids } = forge.pki;
  // forge understands only RSA; for the rest it keeps the structure, from which Node reads it.
  const certificates = bags
    .filter(({ type }) => type === oids['certBag'])
    .map((bag) => der(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1));
  const keyBag = bags.find(({ type }) => type === oids['pkcs8ShroudedKeyBag'] || type === oids['keyBag']);
  if (!keyBag) return { certificates };
  const key = keyBag.key
    ? createPrivateKey(forge.pki.privateKeyToPem(keyBag.key))
    : createPrivateKey({ key: der(keyBag.asn1), format: 'der', type: 'pkcs8' });
  return { certificates, key };
}

/** The leaf first (it belongs to the key, or is nobody's issuer), each issuer behind what it issued. */
function ordered(certificates: readonly Buffer[], key: KeyObject | undefined): Buffer[] {
  let read: X509Certificate[];
  try {
    read = certificates.map((certificate) => new X509Certificate(certificate));
  } catch {
    throw new CredentialProblem('CERTIFICATE_UNREADABLE', 'A certificate in it is damaged.');
  }
  const leaf =
    (key && read.find((certificate) => certificate.checkPrivateKey(key))) ??
    read.find((certificate) => !read.some((other) => other !== certificate && other.checkIssued(certificate))) ??
    read[0];
  const chain = leaf ? [leaf] : [];
  for (let next = leaf; next;) {
    const current: X509Certificate = next;
    next = read.find((other) => !chain.includes(other) && current.checkIssued(other));
    if (next) chain.push(next);
  }
  return chain.map(({ raw }) => Buffer.from(raw));
}

/** @returns the certificate as plain data, undefined when it can't be read */
export function describeCertificate(der: Buffer): SeenCertificate | undefined {
  try {
    const certificate = new X509Certificate(der);
    const [issuer, subject] = namesOf(der);
    return {
      subject: subject.text,
      subjectKey: subject.key,
      issuer: issuer.text,
      issuerKey: issuer.key,
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
      sha256: createHash('sha256').update(der).digest('hex'),
    };
  } catch {
    return undefined;
  }
}

/** The issuer and the subject stand behind version, serial number and algorithm (RFC 5280, section 4.1). */
function namesOf(der: Buffer): [issuer: ReturnType<typeof readName>, subject: ReturnType<typeof readName>] {
  const enter = (at: number): [content: number, end: number] => {
    const first = der.readUInt8(at + 1);
    const count = first > 128 ? first - 128 : 0;
    const size = count ? der.readUIntBE(at + 2, count) : first;
    return [at + 2 + count, at + 2 + count + size];
  };
  let [at] = enter(enter(0)[0]);
  const fields: Buffer[] = [];
  for (let end = at; fields.length < 6; at = end) {
    [, end] = enter(at);
    fields.push(der.subarray(at, end));
  }
  const from = fields[0]?.[0] === 0xa0 ? 3 : 2;
  return [readName(fields[from] ?? Buffer.alloc(0)), readName(fields[from + 2] ?? Buffer.alloc(0))];
}

/** The public side of a credential, with what its key can sign. */
export function presentedBy({ chain, key }: ClientCredential): Presented {
  const described = chain.map(describeCertificate).filter((certificate) => certificate !== undefined);
  const { publicKey } = new X509Certificate(chain[0] as Buffer);
  const { namedCurve, modulusLength } = publicKey.asymmetricKeyDetails ?? {};
  return {
    chain: described,
    keyType: publicKey.asymmetricKeyType ?? 'unknown',
    ...(modulusLength && { keyBits: modulusLength }),
    ...(namedCurve && { curve: namedCurve }),
    canSign: schemesOf(publicKey),
    hasKey: key !== undefined,
  };
}

const CURVE_SCHEMES: Readonly<Record<string, string>> = {
  prime256v1: 'ecdsa_secp256r1_sha256',
  secp384r1: 'ecdsa_secp384r1_sha384',
  secp521r1: 'ecdsa_secp521r1_sha512',
};

function schemesOf(key: KeyObject): string[] {
  const sizes = ['sha256', 'sha384', 'sha512'];
  const type = key.asymmetricKeyType;
  if (type === 'rsa')
    return [...sizes.map((size) => `rsa_pss_rsae_${size}`), ...[...sizes, 'sha224', 'sha1'].map((size) => `rsa_pkcs1_${size}`)];
  if (type === 'rsa-pss') return sizes.map((size) => `rsa_pss_pss_${size}`);
  // Below TLS 1.3 a curve is not tied to a digest (RFC 8446, section 4.2.3).
  if (type === 'ec')
    return [
      ...new Set([
        CURVE_SCHEMES[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? 'ecdsa_of_another_curve',
        ...Object.values(CURVE_SCHEMES),
        'ecdsa_sha1',
        'ecdsa_sha224',
      ]),
    ];
  return type ? [type] : [];
}
