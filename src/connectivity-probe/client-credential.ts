import { createHash, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { Certificate } from '../certificate-inspection/certificate.js';
import type { ContainerOpener } from '../certificate-inspection/containers/container.js';
import { isoTime } from '../certificate-inspection/describe-certificate.js';
import { rfc4514 } from '../certificate-inspection/names/spellings.js';
import { orderPath } from '../certificate-inspection/order-path.js';
import { readLenientCertificate } from '../certificate-inspection/read-certificate.js';
import { InputProblem } from '../certificate-inspection/reading/input-problem.js';
import { readInput } from '../certificate-inspection/reading/read-input.js';
import type { NoticedKey } from '../certificate-inspection/reading/reading.js';
import type { Presented, SeenCertificate } from './observation.js';

/** What a client needs to authenticate: the leaf first, then what belongs to it. */
export interface ClientCredential {
  chain: Buffer[];
  /** Absent for a keyless test. */
  key?: KeyObject;
}

/** A client certificate as it is given. */
export interface GivenCredential {
  /** In any shape that certificate inspection reads, with its key in it or apart. */
  data: string | Buffer;
  /** The key where it stands apart. */
  key?: string | undefined;
  password?: string | undefined;
}

/**
 * Reads a client certificate with its key.
 * @param opener opens key stores
 * @param wantsKey false for the keyless test
 * @throws InputProblem without a word of the content
 */
export async function readCredential(
  { data, key: keyText, password }: GivenCredential,
  opener: ContainerOpener,
  wantsKey: boolean,
): Promise<ClientCredential> {
  const { certificates, privateKeys } = await readInput(data, password, opener, true);
  const keys = keyText === undefined ? privateKeys : (await readInput(keyText, password, opener, true)).privateKeys;
  const all = certificates.map(({ certificate }) => certificate);
  const owned = all.flatMap((certificate) => keys.filter((key) => belongs(key, certificate)).map(({ key }) => ({ certificate, key })))[0];
  const chain = orderPath(all, owned?.certificate).map(({ der }) => der);
  if (chain.length === 0) throw new InputProblem('NO_CERTIFICATE_FOUND', 'There is no certificate in it.');
  if (!wantsKey) return { chain };
  if (!owned?.key) throw withoutKey(keys, password);
  return { chain, key: owned.key };
}

function belongs({ spki, key }: NoticedKey, { publicKey, der }: Certificate): boolean {
  if (!spki || !key) return false;
  if (spki.equals(publicKey.spki)) return true;
  // The same key may be written in two ways, such as a point with and without compression.
  return key.asymmetricKeyType !== undefined && readableByNode(der)?.checkPrivateKey(key) === true;
}

function readableByNode(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

function withoutKey(keys: readonly NoticedKey[], password: string | undefined): InputProblem {
  if (keys.some(({ key }) => key)) return new InputProblem('PRIVATE_KEY_UNUSABLE', 'The private key does not belong to the certificate.');
  if (keys.some(({ encrypted }) => encrypted))
    return password === undefined
      ? new InputProblem('PASSWORD_REQUIRED', 'The private key is encrypted and no password was given.')
      : new InputProblem('WRONG_PASSWORD', 'The password does not open the private key.');
  return keys.length > 0
    ? new InputProblem('PRIVATE_KEY_UNUSABLE', "The private key can't be read.")
    : new InputProblem(
        'PRIVATE_KEY_UNUSABLE',
        'There is no private key with this certificate; give it in `key`, or ask with `keyless: true`.',
      );
}

/** @returns the certificate as plain data, undefined when it can't be read */
export function seenCertificate(der: Buffer): SeenCertificate | undefined {
  try {
    const { subject, issuer, notBefore, notAfter } = readLenientCertificate(der);
    return {
      subject: rfc4514(subject),
      subjectKey: subject.key,
      issuer: rfc4514(issuer),
      issuerKey: issuer.key,
      notBefore: isoTime(notBefore.at),
      notAfter: isoTime(notAfter.at),
      sha256: createHash('sha256').update(der).digest('hex'),
    };
  } catch {
    return undefined;
  }
}

/** The public side of a credential, with what its key can sign. */
export function presentedBy({ chain, key }: ClientCredential): Presented {
  const publicKey = publicKeyOf(chain[0]);
  const { namedCurve, modulusLength } = publicKey?.asymmetricKeyDetails ?? {};
  return {
    chain: chain.map(seenCertificate).filter((certificate) => certificate !== undefined),
    keyType: publicKey?.asymmetricKeyType ?? 'unknown',
    ...(modulusLength && { keyBits: modulusLength }),
    ...(namedCurve && { curve: namedCurve }),
    canSign: publicKey ? schemesOf(publicKey) : [],
    hasKey: key !== undefined,
  };
}

/** Nothing for keys that this Node does not know, such as post-quantum ones. */
function publicKeyOf(der: Buffer | undefined): KeyObject | undefined {
  try {
    return der && createPublicKey({ key: readLenientCertificate(der).publicKey.spki, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
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
