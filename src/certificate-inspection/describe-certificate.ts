import { hash } from 'node:crypto';
import type { CertificateDescription, KeyIdentifiers, KeyReport, SpelledName } from './certificate-report.dto.js';
import type { Certificate, PublicKey } from './certificate.js';
import type { DistinguishedName } from './names/distinguished-name.js';
import type { GeneralName, GeneralNameKind } from './names/general-name.js';
import { java, openssl, rfc4514, sap } from './names/spellings.js';
import { EXTENDED_KEY_USAGES } from './object-identifiers.js';
import { pemOf, singleLineOf } from './write-certificate.js';

const DAY = 86_400_000;

/**
 * Describes a certificate in plain words and in the spellings that other places want.
 * @param certificate from `readCertificate`
 * @param now milliseconds since 1970, for the days that are left
 * @param alias the name it has in its container
 * @returns the part of the reply that holds no judgement
 */
export function describeCertificate(certificate: Certificate, now: number, alias?: string): CertificateDescription {
  const {
    subject,
    issuer,
    serial,
    version,
    notBefore,
    notAfter,
    publicKey,
    signature,
    keyUsage,
    extendedKeyUsage,
    subjectAlternativeNames = [],
    basicConstraints,
    policies = [],
  } = certificate;
  const names = spelled(subject);
  const base64 = certificate.der.toString('base64');
  return {
    subject: names,
    issuer: sameBytes(issuer, subject) ? names : spelled(issuer),
    serial: serialNumber(serial),
    version,
    validity: { notBefore: isoTime(notBefore.at), notAfter: isoTime(notAfter.at), daysLeft: Math.floor((notAfter.at - now) / DAY) },
    key: keyReport(publicKey),
    signature: signature.name,
    usages: keyUsage && [...keyUsage],
    extendedUsages: extendedKeyUsage?.map(usageName),
    subjectAlternativeNames: subjectAlternativeNames.map(spelledGeneralName),
    basicConstraints,
    policies,
    addresses: certificate.addresses,
    keyIdentifiers: keyIdentifiers(certificate),
    timestamps: certificate.timestamps,
    thumbprints: thumbprints(certificate),
    singleLine: singleLineOf(base64),
    pem: pemOf(base64),
    alias,
  };
}

const sameBytes = (name: DistinguishedName, other: DistinguishedName) => name.der.equals(other.der);

/** @returns what is told of a public key */
export function keyReport({ algorithm, bits, curve, explicitCurve }: PublicKey): KeyReport {
  return { algorithm, bits, curve: explicitCurve ? 'explicit parameters' : curve };
}

/** @returns the name in all spellings */
export function spelled(name: DistinguishedName): SpelledName {
  const ofSap = sap(name);
  return { rfc4514: rfc4514(name), openssl: openssl(name), certrule: ofSap, extidDn: ofSap, icm: ofSap, cloudIntegration: java(name) };
}

/** @returns the name of an extended key usage, its identifier where it has none */
export const usageName = (oid: string): string => EXTENDED_KEY_USAGES[oid] ?? oid;

/** The digests by which a certificate is recognised; the same for the same certificate in any shape. */
export function thumbprints({ der, publicKey }: Certificate) {
  return {
    sha1: hash('sha1', der),
    sha256: hash('sha256', der),
    spki: hash('sha256', publicKey.spki, 'base64'),
  };
}

/**
 * @param serial the content of the INTEGER
 * @returns in hexadecimal without leading zeros, and decimal; a negative one with its sign
 */
export function serialNumber(serial: Buffer): { hex: string; decimal: string } {
  if (serial.length === 0) return { hex: '', decimal: '0' };
  const written = serial.toString('hex');
  const magnitude = BigInt(`0x${written}`);
  if (((serial[0] as number) & 0x80) === 0) {
    const zeros = serial.findIndex((octet) => octet !== 0);
    return { hex: zeros < 0 ? '00' : written.slice(zeros * 2).toUpperCase(), decimal: magnitude.toString() };
  }
  const value = (1n << BigInt(serial.length * 8)) - magnitude;
  const digits = value.toString(16).toUpperCase();
  return { hex: `-${digits.length % 2 ? '0' : ''}${digits}`, decimal: `-${value}` };
}

/** @returns a time in ISO 8601; years outside four digits keep their sign as ECMAScript writes it */
export function isoTime(at: number): string {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  if (year < 1000 || year > 9999) return date.toISOString().replace('.000Z', 'Z');
  // Put together here, since Date writes at a third of this speed and certificates have whole seconds.
  return `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}Z`;
}

const DIGITS = Array.from({ length: 100 }, (_, at) => String(at).padStart(2, '0'));
const two = (number: number) => DIGITS[number] as string;

const PREFIXES: Readonly<Record<GeneralNameKind, string>> = {
  other: 'otherName',
  email: 'email',
  dns: 'DNS',
  x400: 'X400',
  directory: 'dirName',
  edi: 'EDI',
  uri: 'URI',
  ip: 'IP',
  'registered-id': 'RID',
};

/** @returns the name with its kind in front, as OpenSSL writes it */
export function spelledGeneralName({ kind, text, name, oid }: GeneralName): string {
  const shown = name ? rfc4514(name) : oid ? `${oid};${text}` : text;
  return `${PREFIXES[kind]}:${shown}`;
}

function keyIdentifiers({ subjectKeyIdentifier, authorityKeyIdentifier }: Certificate): KeyIdentifiers {
  return { subject: subjectKeyIdentifier?.toString('hex'), authority: authorityKeyIdentifier?.keyIdentifier?.toString('hex') };
}
