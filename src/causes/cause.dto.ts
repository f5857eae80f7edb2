import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Citation } from '../registry/citation.dto.js';
import { IsTexts } from '../registry/is-texts.js';
import { PRODUCT_IDS, type ProductId } from '../registry/products.js';
import { Step } from '../registry/step.dto.js';

/** Where on the way something has to be changed. */
export const HOPS = ['client', 'path', 'server', 'identity'] as const;
export type Hop = (typeof HOPS)[number];

/** A fact that speaks for or against a cause; exactly one of `fact`, `all` and `any` is given. */
export class Sign {
  /** The id of a fact. @example 'cue:works-in-postman' */
  @IsOptional()
  @IsString()
  fact?: string;

  /** Facts that mean something only together. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(2)
  @IsString({ each: true })
  all?: string[];

  /** Facts of which each would do, counted once. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(2)
  @IsString({ each: true })
  any?: string[];

  /** Weight of evidence in decibans. */
  @IsInt()
  @Min(-40)
  @Max(40)
  weight: number;

  /** Whether it alone proves the cause. */
  @IsOptional()
  @IsBoolean()
  conclusive?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(600)
  why?: string;

  /** The published cases that taught it. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  learnedFrom?: string[];
}

/** What a sign is called where its German stands: its fact, those of `all` with `+` between them, those of `any` with `|`. */
export const signKey = ({ fact, all, any }: Pick<Sign, 'fact' | 'all' | 'any'>): string =>
  fact ?? all?.join(' + ') ?? any?.join(' | ') ?? '';

/** How a cause is mended in one product. */
export class Remedy {
  @IsIn(PRODUCT_IDS)
  product: ProductId;

  /** The releases or the set-up it is limited to. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  appliesTo?: string;

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Step)
  steps: Step[];
}

/** The prose of a cause in German; what is absent is shown in English. */
export class CauseProse {
  @IsOptional()
  @IsString()
  title?: string;

  @IsOptional()
  @IsString()
  explanation?: string;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Remedy)
  remedies?: Remedy[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  verify?: string[];

  /** The `why` of the signs, by the name of the sign: its fact, those of `all` with ` + ` between them, those of `any` with ` | `. */
  @IsOptional()
  @IsTexts(200, 600)
  signs?: Record<string, string>;
}

/** What has to be changed to make it work, and how. A file in entries/ is one of these. */
export class Cause {
  /** Permanent. @example 'client-certificate-not-sent' */
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'id is written in kebab-case' })
  id: string;

  @IsString()
  @MaxLength(200)
  title: string;

  /** Where something has to be changed. */
  @IsIn(HOPS)
  hop: Hop;

  /** How often it is met before anything is known, relative to the other causes (1 = average). */
  @IsNumber()
  @Min(0.05)
  @Max(20)
  prior: number;

  @IsString()
  @MaxLength(3000)
  explanation: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Sign)
  signs: Sign[];

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Remedy)
  remedies: Remedy[];

  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  verify: string[];

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Citation)
  citations: Citation[];

  /** What users write when this is the cause. */
  @IsArray()
  @ArrayMinSize(2)
  @IsString({ each: true })
  examples: string[];

  @IsOptional()
  @ValidateNested()
  @Type(() => CauseProse)
  de?: CauseProse;
}

/** A cause in a list. */
export class CauseSummary {
  /** @example 'client-certificate-not-sent' */
  id: string;

  title: string;

  hop: Hop;
}

export class CauseList {
  items: CauseSummary[];
}
