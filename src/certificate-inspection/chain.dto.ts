import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { CertificateInput } from './inspection.dto.js';
import { PURPOSES, type Purpose } from './purpose.js';

export const CHAIN_PURPOSES = [...PURPOSES, 'any'] as const;

export type ChainPurpose = Purpose | 'any';

export const PROFILES = ['default', 'strict', 'web'] as const;

/** How many inputs of each kind one request may hold. */
const MOST_INPUTS = 200;

export class ChainRequest {
  /** The certificate in question; found among the others when it is left out. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CertificateInput)
  leaf?: CertificateInput;

  /** What may lie between it and the root, in any order. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_INPUTS)
  @ValidateNested({ each: true })
  @Type(() => CertificateInput)
  certificates?: CertificateInput[];

  /** Trusted instead of the default list. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_INPUTS)
  @ValidateNested({ each: true })
  @Type(() => CertificateInput)
  anchors?: CertificateInput[];

  /** Revocation lists that are to be heeded; none is fetched. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_INPUTS)
  @ValidateNested({ each: true })
  @Type(() => CertificateInput)
  crls?: CertificateInput[];

  /** The time to judge for; now by default. @example '2026-06-01T00:00:00Z' */
  @IsOptional()
  @IsISO8601({ strict: true })
  @MaxLength(40)
  at?: string;

  /** What the leaf is wanted for; `client-authentication` by default. */
  @IsOptional()
  @IsIn(CHAIN_PURPOSES)
  @ApiProperty({ enum: CHAIN_PURPOSES, required: false })
  purpose?: ChainPurpose;

  /** The name under which a server is called. */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  host?: string;

  /** The most intermediates that are not self-issued. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(255)
  maxDepth?: number;

  /** strict: RFC 5280 to the letter; web: the public web's rules on top. */
  @IsOptional()
  @IsIn(PROFILES)
  profile?: (typeof PROFILES)[number];

  /** Certificate policies that are acceptable, as object identifiers; any by default (RFC 5280, section 6.1.1). @example ['2.23.140.1.2.2'] */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(/^[0-2](?:\.\d{1,20}){1,30}$/, { each: true })
  policies?: string[];

  /** Whether a policy must be valid for the whole path, although no certificate demands it. */
  @IsOptional()
  @IsBoolean()
  requireExplicitPolicy?: boolean;

  /** Whether mappings between policies do not count. */
  @IsOptional()
  @IsBoolean()
  inhibitPolicyMapping?: boolean;

  /** Whether the policy that stands for any does not count. */
  @IsOptional()
  @IsBoolean()
  inhibitAnyPolicy?: boolean;
}

export class ChainReason {
  /** `valid`, or what decides. @example 'issuer-missing' */
  id: string;

  /** The subject of the certificate at which it shows. */
  certificate: string;

  says: string;
}

export class ChainMember {
  subject: string;

  issuer: string;

  sha256: string;

  role: 'leaf' | 'intermediate' | 'anchor';
}

export class MissingIssuer {
  /** The subject that its certificate must have. */
  issuer: string;

  /** Where the certificate below it says that it can be had. */
  from: string[];
}

export class ChainFinding {
  id: string;

  severity: 'error' | 'warning' | 'notice';

  /** The subject of the certificate. */
  certificate: string;

  says: string;
}

export class OpensslVerdict {
  /** The error number of X509_verify_cert, 0 when it is content; absent when it could not be asked. */
  code?: number;

  /** @example 'OK' */
  name: string;
}

export class TrustList {
  /** Who chose the anchors: the caller, or Mozilla as Node bundles it. */
  source: 'caller' | 'mozilla';

  /** @example 'Node.js 20.20.2' */
  version?: string;

  count: number;
}

export class ChainReport {
  valid: boolean;

  reason: ChainReason;

  /** The best path, the leaf first. */
  path: ChainMember[];

  /** Issuers that have to be added. */
  missing: MissingIssuer[];

  /** The places of the path's certificates in the input, counted from 0; it is right when they ascend. */
  order: number[];

  /** Subjects of certificates that were not needed. */
  extra: string[];

  /** Everything that was noticed on the path. */
  findings: ChainFinding[];

  /** The second opinion of OpenSSL in this process. */
  openssl: OpensslVerdict;

  anchors: TrustList;
}
