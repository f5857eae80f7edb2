import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { CertificateInput } from './inspection.dto.js';

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
