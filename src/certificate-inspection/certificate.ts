import type { EncodingFlaw } from './der/encoding-flaws.js';
import type { Instant } from './der/time.js';
import type { DistinguishedName } from './names/distinguished-name.js';
import type { GeneralName } from './names/general-name.js';
import type { KeyUsage } from './object-identifiers.js';

/** The subject's key. */
export interface PublicKey {
  /** The whole SubjectPublicKeyInfo. */
  spki: Buffer;
  oid: string;
  /** @example 'RSA' */
  algorithm: string;
  bits?: number;
  curve?: string;
  /** The curve is written out instead of named, which RFC 5480 (section 2.1.1) forbids. */
  explicitCurve?: boolean;
  /** The public exponent of an RSA key, where it is small enough to tell. */
  exponent?: number;
}

/** How the issuer signed. */
export interface SignatureFacts {
  oid: string;
  /** @example 'sha256WithRSAEncryption' */
  name: string;
  /** The digest, undefined where the scheme brings its own. */
  hash?: string;
  /** Whether the algorithm inside the signed part is the one outside (RFC 5280, section 4.1.1.2). */
  consistent: boolean;
  /** AlgorithmIdentifier as it stands outside. */
  algorithmIdentifier: Buffer;
  value: Buffer;
}

/** One extension as it stands in the certificate. */
export interface Extension {
  oid: string;
  critical: boolean;
  value: Buffer;
}

export interface BasicConstraints {
  ca: boolean;
  pathLength?: number;
}

export interface AuthorityKeyIdentifier {
  keyIdentifier?: Buffer;
  hasIssuer: boolean;
  hasSerial: boolean;
}

export interface NameConstraints {
  /** Undefined when the field is absent. */
  permitted?: GeneralName[];
  excluded?: GeneralName[];
}

export interface PolicyConstraints {
  requireExplicitPolicy?: number;
  inhibitPolicyMapping?: number;
}

/** Where to get the issuer, and where to ask about revocation. */
export interface Addresses {
  aia: string[];
  crl: string[];
  ocsp: string[];
}

/** Everything that a certificate says, as plain data: no type of a parser is in it. */
export interface Certificate {
  /** The certificate as it was given. */
  der: Buffer;
  /** The part that is signed. */
  tbs: Buffer;
  /** 1, 2 or 3; other numbers as they stand. */
  version: number;
  /** The content of the INTEGER, with its leading zero. */
  serial: Buffer;
  subject: DistinguishedName;
  issuer: DistinguishedName;
  notBefore: Instant;
  notAfter: Instant;
  publicKey: PublicKey;
  signature: SignatureFacts;
  /** Version 2 identifiers, which nobody should use. */
  hasUniqueIdentifiers: boolean;
  extensions: Extension[];
  basicConstraints?: BasicConstraints;
  keyUsage?: ReadonlySet<KeyUsage>;
  /** Object identifiers. */
  extendedKeyUsage?: string[];
  subjectAlternativeNames?: GeneralName[];
  subjectKeyIdentifier?: Buffer;
  authorityKeyIdentifier?: AuthorityKeyIdentifier;
  nameConstraints?: NameConstraints;
  /** Object identifiers. */
  policies?: string[];
  policyMappings?: { issuerDomain: string; subjectDomain: string }[];
  policyConstraints?: PolicyConstraints;
  inhibitAnyPolicy?: number;
  addresses: Addresses;
  /** How many signed certificate timestamps are embedded. */
  timestamps: number;
  /** Object identifiers of extensions that occur twice. */
  repeatedExtensions: string[];
  /** Object identifiers of extensions whose content is not of their structure. */
  malformedExtensions: string[];
  /** Readable, but no DER. */
  flaws: EncodingFlaw[];
}

/** Whether the certificate names itself as its issuer (RFC 5280, section 3.2: self-issued). */
export const isSelfIssued = ({ subject, issuer }: Certificate): boolean => subject.der.equals(issuer.der) || subject.key === issuer.key;

/** Whether the certificate is for a certification authority. */
export const isAuthority = ({ basicConstraints }: Certificate): boolean => basicConstraints?.ca === true;

/** The extension of that identifier. */
export const extensionOf = ({ extensions }: Certificate, oid: string): Extension | undefined =>
  extensions.find((extension) => extension.oid === oid);
