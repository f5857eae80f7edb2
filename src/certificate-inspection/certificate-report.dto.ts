import { Citation } from '../registry/citation.dto.js';
import type { Purpose } from './purpose.js';
import { PURPOSES } from './purpose.js';
import { ApiProperty } from '@nestjs/swagger';

/** One name in the spellings that the places where it is entered want. */
export class SpelledName {
  /** The standard: last part first. @example 'CN=client,O=Example SE,C=DE' */
  rfc4514: string;

  /** As `openssl x509 -subject` prints it. @example 'C = DE, O = Example SE, CN = client' */
  openssl: string;

  /** For a rule of transaction CERTRULE. @example 'CN=client, O=Example SE, C=DE' */
  certrule: string;

  /** For EXTID_DN and view VUSREXTID. @example 'CN=client, O=Example SE, C=DE' */
  extidDn: string;

  /** For icm/trusted_reverse_proxy_<x> and icm/HTTPS/trust_client_with_issuer. @example 'CN=client, O=Example SE, C=DE' */
  icm: string;

  /** For the certificate-to-user mapping and the sender channel of Cloud Integration. @example 'CN=client, O=Example SE, C=DE' */
  cloudIntegration: string;
}

export class SerialNumber {
  /** Upper case, without leading zeros. @example '0A1B2C' */
  hex: string;

  /** @example '662316' */
  decimal: string;
}

export class Validity {
  /** ISO 8601. */
  notBefore: string;

  /** ISO 8601. */
  notAfter: string;

  /** Whole days until it expires, negative afterwards. */
  daysLeft: number;
}

export class KeyReport {
  /** @example 'RSA' */
  algorithm: string;

  bits?: number;

  /** @example 'P-256' */
  curve?: string;
}

export class BasicConstraintsReport {
  /** Whether it may issue certificates. */
  ca: boolean;

  /** How many issuers may follow below it. */
  pathLength?: number;
}

export class AddressesReport {
  /** Where the issuer's certificate can be had. */
  aia: string[];

  crl: string[];

  ocsp: string[];
}

export class Thumbprints {
  /** SHA-1 of the certificate. */
  sha1: string;

  /** SHA-256 of the certificate. */
  sha256: string;

  /** SHA-256 of the public key in base64, as pins are written (RFC 7469). */
  spki: string;
}

export class KeyIdentifiers {
  subject?: string;

  authority?: string;
}

export class ReportedFinding {
  /** Permanent. @example 'expired' */
  id: string;

  severity: 'error' | 'warning' | 'notice';

  /** What was seen in this certificate. */
  says: string;

  /** What to do. */
  remedy: string;

  citation: Citation;
}

export class Usability {
  /** What it was judged for. */
  @ApiProperty({ enum: PURPOSES })
  purpose: Purpose;

  verdict: 'yes' | 'no' | 'doubtful';

  /** One sentence that can be read out. */
  because: string;
}

/** What a certificate is, without judgement. */
export class CertificateDescription {
  subject: SpelledName;

  issuer: SpelledName;

  serial: SerialNumber;

  /** 1 to 3. */
  version: number;

  validity: Validity;

  key: KeyReport;

  /** How the issuer signed. @example 'sha256WithRSAEncryption' */
  signature: string;

  /** Of the keyUsage extension. @example ['digitalSignature'] */
  usages?: string[];

  /** Of the extendedKeyUsage extension; others as identifiers. @example ['clientAuth'] */
  extendedUsages?: string[];

  /** With their kind in front. @example ['DNS:example.com'] */
  subjectAlternativeNames: string[];

  basicConstraints?: BasicConstraintsReport;

  /** Identifiers of its policies. */
  policies: string[];

  addresses: AddressesReport;

  keyIdentifiers: KeyIdentifiers;

  /** How many timestamps of public logs are embedded (RFC 6962). */
  timestamps: number;

  thumbprints: Thumbprints;

  /** PEM without line breaks: the form for a service key. */
  singleLine: string;

  pem: string;

  /** The name it has in the container. */
  alias?: string;
}
