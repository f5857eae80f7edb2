import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IsCertificateData, LONGEST_DATA } from './inspection.dto.js';

/** One certificate, chain or key store in any shape. */
export class CertificateInput {
  /** PEM with or without line breaks and headers, DER, PKCS#7, PKCS#12, JKS, JCEKS, BKS, BCFKS or PSE in base64, hexadecimal. */
  @IsCertificateData()
  @ApiProperty({ type: String, maxLength: LONGEST_DATA })
  data: string | Buffer;

  /** Of the key store; never logged, kept or repeated. */
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string;
}

export class CompareRequest {
  /** For example the certificate that is registered. */
  @IsObject()
  @ValidateNested()
  @Type(() => CertificateInput)
  first: CertificateInput;

  /** For example the certificate that the trace shows. */
  @IsObject()
  @ValidateNested()
  @Type(() => CertificateInput)
  second: CertificateInput;
}

export const RELATIONS = [
  'identical',
  'same-certificate-other-shape',
  'renewed-same-key',
  'renewed-new-key',
  'same-subject-other-issuer',
  'chain-member',
  'unrelated',
] as const;

export type Relation = (typeof RELATIONS)[number];

export class Difference {
  /** @example 'validity.notAfter' */
  field: string;

  first: string;

  second: string;
}

export class ComparisonReport {
  @ApiProperty({ enum: RELATIONS })
  relation: Relation;

  differences: Difference[];

  /** What to do now. */
  advice: string;
}

export const TARGETS = ['pem', 'single-line', 'der', 'pkcs7'] as const;

export class ConvertRequest extends CertificateInput {
  /** The shape that is wanted, `pem` by default; `der` is given in base64. */
  @IsOptional()
  @IsIn(TARGETS)
  @ApiProperty({ enum: TARGETS, required: false })
  to?: (typeof TARGETS)[number];
}

export class ConvertedItem {
  /** As RFC 4514 writes it. */
  subject: string;

  data: string;
}

export class ConversionReport {
  items: ConvertedItem[];
}
