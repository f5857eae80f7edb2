import type { Certificate, PublicKey, SignatureFacts } from './certificate.js';
import { berToDer } from './der/ber.js';
import { DerElement, DerError, present, TAG } from './der/der.js';
import { encodingFlaws } from './der/encoding-flaws.js';
import { readTime } from './der/time.js';
import { readName } from './names/distinguished-name.js';
import { CURVES, HASHES, KEY_TYPES, SIGNATURES } from './object-identifiers.js';
import { readExtensions, type EncodedExtension } from './read-extensions.js';

/** The largest certificate that is read; post-quantum ones have 20 KB, some with many names 100 KB. */
export const LARGEST_CERTIFICATE = 1_048_576;

/** The most extensions that are read. */
const MOST_EXTENSIONS = 200;

/**
 * Reads an X.509 certificate (RFC 5280, section 4.1). The only place where bytes become a certificate.
 * @param der one certificate; bytes behind it must have been cut off
 * @returns everything it says, as plain data; oddities are noted in it, not refused
 * @throws DerError when it is no certificate, with the byte at which that shows
 */
export function readCertificate(der: Buffer): Certificate {
  if (der.length > LARGEST_CERTIFICATE) throw new DerError('more bytes than a certificate may have', LARGEST_CERTIFICATE);
  const whole = DerElement.at(der).as(TAG.sequence, 'a certificate');
  const [tbs, algorithm, signature, ...others] = whole.children();
  if (!tbs || !algorithm || !signature || others.length > 0) throw new DerError('not the three parts of a certificate', whole.start);
  const fields = tbs.as(TAG.sequence, 'the signed part').children();
  let at = 0;
  const next = (what: string) => present(fields[at++], what, tbs);
  const version = fields[0]?.tag === 0xa0 ? next('the version').inner().smallInteger() + 1 : 1;
  const serial = next('the serial number').as(TAG.integer, 'the serial number').content;
  const innerAlgorithm = next('the signature algorithm').as(TAG.sequence, 'the signature algorithm');
  const issuer = readName(next('the issuer'));
  const [notBefore, notAfter] = next('the validity').as(TAG.sequence, 'the validity').children();
  const subject = readName(next('the subject'));
  const publicKey = readPublicKey(next('the public key'));
  const rest = fields.slice(at);
  const extensions = readExtensionList(rest.find(({ tag }) => tag === 0xa3));
  const facts = readExtensions(extensions);
  const bytes = whole.end === der.length ? der : whole.bytes;
  // Each field is named, also where it is empty: certificates of one and the same layout are looked at much faster.
  return {
    der: bytes,
    tbs: tbs.bytes,
    version,
    serial,
    subject,
    issuer,
    notBefore: readTime(present(notBefore, 'the start of validity', tbs)),
    notAfter: readTime(present(notAfter, 'the end of validity', tbs)),
    publicKey,
    signature: new ReadSignature(innerAlgorithm, algorithm, signature),
    hasUniqueIdentifiers: rest.some(({ tag }) => (tag & 0x1f) < 3),
    extensions,
    basicConstraints: facts.basicConstraints,
    keyUsage: facts.keyUsage,
    extendedKeyUsage: facts.extendedKeyUsage,
    subjectAlternativeNames: facts.subjectAlternativeNames,
    subjectKeyIdentifier: facts.subjectKeyIdentifier,
    authorityKeyIdentifier: facts.authorityKeyIdentifier,
    nameConstraints: facts.nameConstraints,
    policies: facts.policies,
    policyMappings: facts.policyMappings,
    policyConstraints: facts.policyConstraints,
    inhibitAnyPolicy: facts.inhibitAnyPolicy,
    addresses: facts.addresses,
    timestamps: facts.timestamps,
    repeatedExtensions: facts.repeatedExtensions,
    malformedExtensions: facts.malformedExtensions,
    flaws: encodingFlaws(bytes),
  };
}

/**
 * Reads a certificate that may be BER.
 * @returns the certificate, read from its DER form; where the bytes had to be converted, that is the first of its flaws
 * @throws DerError like `readCertificate`
 */
export function readLenientCertificate(bytes: Buffer): Certificate {
  try {
    return readCertificate(bytes);
  } catch (error) {
    try {
      const certificate = readCertificate(berToDer(bytes));
      certificate.flaws.unshift({ says: NOT_DER, offset: error instanceof DerError ? error.offset : 0 });
      return certificate;
    } catch {
      throw error;
    }
  }
}

/** What a certificate has that is BER and had to be written as DER: its signature and thumbprints are of the DER form. */
export const NOT_DER = 'an indefinite length or a string in several pieces';

/**
 * Reads Extensions (RFC 5280, section 4.1.2.9).
 * @param field the tag around the list
 * @throws DerError when it is none
 */
export function readExtensionList(field: DerElement | undefined): EncodedExtension[] {
  if (!field) return [];
  const list = field.inner().as(TAG.sequence, 'the extensions').children();
  if (list.length > MOST_EXTENSIONS) throw new DerError(`more than ${MOST_EXTENSIONS} extensions`, field.start);
  return list.map(readExtension);
}

function readExtension(extension: DerElement): ReadExtension {
  const parts = extension.as(TAG.sequence, 'an extension').children();
  const oid = present(parts[0], 'the identifier of an extension', extension).oid();
  const flag = parts[1]?.tag === TAG.boolean ? parts[1] : undefined;
  const value = present(parts[flag ? 2 : 1], 'the value of an extension', extension).as(TAG.octetString, 'the value of an extension');
  return new ReadExtension(oid, flag !== undefined && flag.octet(0) !== 0, value);
}

/** Its bytes are seldom asked for: what they say is read from the element. */
class ReadExtension implements EncodedExtension {
  constructor(
    readonly oid: string,
    readonly critical: boolean,
    readonly encoded: DerElement,
  ) {}

  get value(): Buffer {
    return this.encoded.content;
  }
}

/**
 * Reads a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7; RFC 5480; RFC 8410).
 * @throws DerError when it is none
 */
export function readPublicKey(element: DerElement): PublicKey {
  const [algorithm, key] = element.as(TAG.sequence, 'a public key').children();
  const [type, parameters] = present(algorithm, 'the key algorithm', element).as(TAG.sequence, 'the key algorithm').children();
  const oid = present(type, 'the key algorithm', element).oid();
  const known = KEY_TYPES[oid];
  const facts: PublicKey = {
    spki: element.bytes,
    oid,
    algorithm: known?.name ?? oid,
    bits: known?.bits,
    curve: undefined,
    explicitCurve: undefined,
    exponent: undefined,
  };
  const bits = present(key, 'the key', element).asBits();
  if (known?.name === 'RSA' || known?.name === 'RSA-PSS') return Object.assign(facts, rsaFacts(bits));
  if (known?.name === 'EC') return Object.assign(facts, curveFacts(parameters));
  if (known?.name === 'DSA' && parameters?.constructed) facts.bits = bitLength(parameters.children()[0]);
  return facts;
}

function rsaFacts(key: DerElement): Partial<PublicKey> {
  const [modulus, exponent] = key.wrapped().as(TAG.sequence, 'an RSA key').children();
  return {
    bits: bitLength(modulus),
    exponent: exponent && exponent.length > 0 && exponent.length <= 4 ? exponent.smallInteger() : undefined,
  };
}

function curveFacts(parameters: DerElement | undefined): Partial<PublicKey> {
  if (parameters?.tag !== TAG.oid) return parameters?.constructed ? { explicitCurve: true } : {};
  const oid = parameters.oid();
  const curve = CURVES[oid];
  return { curve: curve?.name ?? oid, ...(curve && { bits: curve.bits }) };
}

function bitLength(integer: DerElement | undefined): number {
  const length = integer?.length ?? 0;
  let at = 0;
  while (at < length && integer?.octet(at) === 0) at++;
  return at === length ? 0 : (length - at) * 8 - Math.clz32(integer?.octet(at) ?? 0) + 24;
}

/** The bytes are wanted only where the signature is checked. */
class ReadSignature implements SignatureFacts {
  readonly oid: string;
  readonly name: string;
  readonly hash?: string;
  readonly consistent: boolean;

  constructor(
    inner: DerElement,
    private readonly outer: DerElement,
    private readonly bits: DerElement,
  ) {
    const [type, parameters] = outer.as(TAG.sequence, 'the signature algorithm').children();
    this.oid = present(type, 'the signature algorithm', outer).oid();
    const scheme = SIGNATURES[this.oid];
    this.hash = scheme?.family === 'rsa-pss' ? pssHash(parameters) : scheme?.hash;
    this.name = scheme?.family === 'rsa-pss' ? `rsassaPss (${this.hash ?? 'unknown digest'})` : (scheme?.name ?? this.oid);
    this.consistent = inner.equals(outer);
    bits.asBits();
  }

  get algorithmIdentifier(): Buffer {
    return this.outer.bytes;
  }

  get value(): Buffer {
    return this.bits.bits();
  }
}

/** The digest of RSASSA-PSS stands in its parameters, SHA-1 where it does not (RFC 4055, section 3.1). */
function pssHash(parameters: DerElement | undefined): string | undefined {
  if (!parameters?.constructed) return 'sha1';
  const field = parameters.children().find(({ tag }) => tag === 0xa0);
  if (!field) return 'sha1';
  const type = field.inner().children()[0];
  return type?.tag === TAG.oid ? HASHES[type.oid()] : undefined;
}
