import { DEEPEST, DerElement, DerError, present, TAG } from '../der/der.js';
import { textOf } from '../der/strings.js';
import { InputProblem } from '../reading/input-problem.js';
import { readCertificate } from '../read-certificate.js';
import { recognise } from '../reading/recognise.js';
import { addContained, MOST_OPENED_KEYS, type OpenedContainer } from './container.js';
import { decryptWithPassword, wrongPassword } from './password-based-encryption.js';

const OBJECT = '1.3.36.2.';
/** Objects that hold a private key: SKnew and SKold. */
const KEYS: ReadonlySet<string> = new Set([`${OBJECT}3.4`, `${OBJECT}3.5`]);
/** Lists of certificates that are trusted: PKList and CertList. */
const TRUSTED: ReadonlySet<string> = new Set([`${OBJECT}6.1`, `${OBJECT}0`]);
const HOST_BOUND = 256;

const HOW_TO_EXPORT =
  'Export the certificate in STRUST (own certificate, Export certificate, Base64) or with: sapgenpse export_own_cert -p <file>.pse -o cert.pem';

/**
 * Opens a Personal Security Environment of SAP (facts from the OWASP project pysap and from files of SAP's BTP trust store): unprotected
 * ones, and those of version 2 and 4 protected by a PIN. Nothing of a protected PSE can be read without its PIN, not even the certificate.
 * @param pin undefined when none was given
 * @throws InputProblem with how to export the certificate instead; DerError when it is damaged
 */
export function openPse(der: Buffer, pin: string | undefined): OpenedContainer {
  const whole = DerElement.at(der);
  const [version, body] = whole.children();
  const plain = decrypted(present(version, 'the version', whole).smallInteger(), present(body, 'the content', whole), pin);
  const objects = DerElement.at(plain)
    .children()
    .find(({ tag }) => tag === TAG.set);
  if (!objects) throw new DerError('a PSE without objects', 0);
  const opened: OpenedContainer = { certificates: [], keys: [], revocationLists: [], notes: [] };
  const keys: { alias: string; value: DerElement }[] = [];
  for (const object of objects.children()) readObject(object, keys, opened);
  for (const { alias, value } of keys.slice(0, MOST_OPENED_KEYS))
    opened.keys.push({ alias, encrypted: false, ...publicHalf(value, opened) });
  return opened;
}

function decrypted(version: number, body: DerElement, pin: string | undefined): Buffer {
  if (body.tag === TAG.sequence) return body.bytes;
  const fields = body.children();
  const algorithm = fields.find(({ tag }) => tag === TAG.sequence);
  const data = present(fields[2], 'the encrypted content', body).content;
  // Version 4 says with its first number whether it is encrypted at all.
  if (body.tag === 0xa3 && fields[0]?.tag === TAG.integer && fields[0].smallInteger() === 0) return data;
  if (version === HOST_BOUND)
    throw new InputProblem(
      'CONTAINER_NOT_SUPPORTED',
      `This PSE is bound to its host (LPS) and can be opened nowhere else. On that host: ${HOW_TO_EXPORT}`,
    );
  if (pin === undefined)
    throw new InputProblem(
      'PASSWORD_REQUIRED',
      `This PSE is protected by a PIN, and not even its certificate can be read without: send the PIN as "password". Or: ${HOW_TO_EXPORT}`,
    );
  const plain = decryptWithPassword(present(algorithm, 'the encryption', body), data, pin);
  try {
    DerElement.at(plain).children();
  } catch {
    throw wrongPassword();
  }
  return plain;
}

/** { name, time, type, value } */
function readObject(object: DerElement, keys: { alias: string; value: DerElement }[], opened: OpenedContainer): void {
  const [name, , type, value] = object.children();
  if (!name || type?.tag !== TAG.oid || !value) return;
  const id = type.oid();
  const alias = textOf(name).slice(0, 100);
  if (KEYS.has(id)) keys.push({ alias, value });
  else collect(value, alias, TRUSTED.has(id) || alias === 'PKList' || alias === 'CertList', opened, 0);
}

/** Certificates lie in sets and paths of several kinds: whatever is one counts. */
function collect(element: DerElement, alias: string, trusted: boolean, opened: OpenedContainer, depth: number): void {
  if (depth > DEEPEST || !element.constructed) return;
  if (recognise(element.bytes) === 'certificate') {
    const known = opened.certificates.some(({ der }) => element.bytes.equals(der));
    if (!known) addContained(opened, { der: Buffer.from(element.bytes), alias, ...(trusted && { trusted }) });
    return;
  }
  for (const child of element.children()) collect(child, alias, trusted, opened, depth + 1);
}

/** Longer factors than those of an RSA key of 16,384 bits. */
const LONGEST_FACTOR = 1100;

/**
 * The public key of the certificate that a key belongs to. A PSE keeps an RSA key as its two prime factors, under the algorithm as a
 * SubjectPublicKeyInfo has it (seen in the samples of pysap); their product is the modulus of the certificate.
 */
function publicHalf(value: DerElement, { certificates }: OpenedContainer): { spki?: Buffer } {
  try {
    const factors = present(value.children()[1], 'the key', value).wrapped().children();
    if (factors.length !== 2 || factors.some(({ tag, length }) => tag !== TAG.integer || length > LONGEST_FACTOR)) return {};
    const [first, second] = factors.map(numberOf) as [bigint, bigint];
    for (const { der } of certificates) {
      const { publicKey } = readCertificate(Buffer.from(der));
      if (publicKey.algorithm === 'RSA' && modulusOf(publicKey.spki) === first * second) return { spki: publicKey.spki };
    }
    return {};
  } catch (error) {
    if (error instanceof DerError) return {};
    throw error;
  }
}

const numberOf = (integer: DerElement) => BigInt(`0x${integer.content.toString('hex') || '0'}`);

function modulusOf(spki: Buffer): bigint | undefined {
  const modulus = DerElement.at(spki).children()[1]?.wrapped().children()[0];
  return modulus && modulus.length <= 2 * LONGEST_FACTOR ? numberOf(modulus) : undefined;
}
