import { IsIn, IsISO8601, IsOptional, IsString, MaxLength, ValidateBy } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { CertificateDescription, KeyReport, ReportedFinding, SpelledName, Usability } from './certificate-report.dto.js';
import { PURPOSES, type Purpose } from './purpose.js';
import { FORMATS, type Format } from './reading/reading.js';

/** The longest input, in characters; the body itself may have 2 MiB. */
export const LONGEST_DATA = 2_900_000;

/** A text, or the bytes of a file that was uploaded; JSON can't hold bytes. */
export const IsCertificateData = () =>
  ValidateBy({
    name: 'isCertificateData',
    validator: {
      validate: (value) => (typeof value === 'string' && value.length <= LONGEST_DATA) || Buffer.isBuffer(value),
      defaultMessage: () => `data must be a text of at most ${LONGEST_DATA} characters`,
    },
  });

/** One certificate, chain or key store in any shape. */
export class CertificateInput {
  /** A certificate, chain or key store in any shape: PEM with or without line breaks and headers, DER, PKCS#7, PKCS#12, JKS, JCEKS, BKS, BCFKS or PSE in base64, hexadecimal. @example '-----BEGIN CERTIFICATE-----MIIB...-----END CERTIFICATE-----' */
  @IsCertificateData()
  @ApiProperty({ type: String, maxLength: LONGEST_DATA })
  data: string | Buffer;

  /** Of the key store; never logged, kept or repeated. */
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string;
}

export class InspectRequest extends CertificateInput {
  /** What the certificate is wanted for; decides which findings apply. `client-authentication` by default. */
  @IsOptional()
  @IsIn(PURPOSES)
  @ApiProperty({ enum: PURPOSES, required: false })
  purpose?: Purpose;

  /** The time to judge for; now by default. @example '2026-06-01T00:00:00Z' */
  @IsOptional()
  @IsISO8601({ strict: true })
  @MaxLength(40)
  at?: string;

  /** The name under which a server is called, for `server-authentication`. @example 'example.com' */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  host?: string;
}

export class InspectedCertificate extends CertificateDescription {
  /** The gravest first. */
  findings: ReportedFinding[];

  usable: Usability;
}

/** A certificate signing request that was found. */
export class InspectedRequest {
  subject: SpelledName;

  key: KeyReport;

  signature: string;

  subjectAlternativeNames: string[];
}

/** A revocation list that was found. */
export class InspectedRevocationList {
  issuer: SpelledName;

  thisUpdate: string;

  nextUpdate?: string;

  /** How many certificates it revokes. */
  revoked: number;
}

/** A private key that was noticed; nothing of it is kept or repeated. */
export class NoticedPrivateKey {
  encrypted: boolean;

  alias?: string;

  /** The certificate of the reply that it belongs to, counted from 0; absent when it could not be opened or belongs to none. */
  certificate?: number;
}

export class InspectionReport {
  /** What the input was. */
  @ApiProperty({ enum: FORMATS })
  format: Format;

  /** In the order of the input. */
  certificates: InspectedCertificate[];

  requests?: InspectedRequest[];

  revocationLists?: InspectedRevocationList[];

  publicKeys?: KeyReport[];

  privateKeys?: NoticedPrivateKey[];

  /** What was odd about the input. */
  warnings: string[];
}
