import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Citation } from '../registry/citation.dto.js';
import { PRODUCT_IDS, type ProductId } from '../registry/products.js';
import { Step } from '../registry/step.dto.js';

/** The message as the product prints it, word for word. */
export class MessageTexts {
  /** Placeholders as SAP writes them (&1, &V1&) or as {name}. @example 'Missing credential. Specify SSL client PSE used for authentication.' */
  @IsString()
  @MaxLength(1000)
  en: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  de?: string;
}

/** A cause that a message speaks for or against. */
export class WeighedCause {
  /** The id of a cause. @example 'pse-or-keystore-missing' */
  @IsString()
  id: string;

  /** Weight of evidence in decibans: 10 means ten times as often seen under this cause as elsewhere. */
  @IsInt()
  @Min(-40)
  @Max(40)
  weight: number;

  /** Whether this message alone proves the cause. */
  @IsOptional()
  @IsBoolean()
  conclusive?: boolean;

  @IsString()
  @MaxLength(800)
  why: string;

  /** The observation that confirms this cause or rules it out. */
  @IsOptional()
  @IsString()
  @MaxLength(800)
  decidedBy?: string;

  /** The published cases that taught this weight. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  learnedFrom?: string[];
}

/** What is different about the message in one product. */
export class ProductDifference {
  @IsIn(PRODUCT_IDS)
  product: ProductId;

  @IsString()
  @MaxLength(1200)
  differs: string;
}

/** What a message says of a cause, in German. */
export class CauseInGerman {
  /** The id of one of the entry's causes. */
  @IsString()
  id: string;

  @IsString()
  @MaxLength(800)
  why: string;

  @IsOptional()
  @IsString()
  @MaxLength(800)
  decidedBy?: string;
}

/** The prose of an error in German; what is absent is shown in English. */
export class ErrorProse {
  @IsOptional()
  @IsString()
  title?: string;

  @IsOptional()
  @IsString()
  meaning?: string;

  @IsOptional()
  @IsArray()
  @ArrayUnique(({ id }: CauseInGerman) => id)
  @ValidateNested({ each: true })
  @Type(() => CauseInGerman)
  causes?: CauseInGerman[];

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Step)
  steps?: Step[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  verify?: string[];

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ProductDifference)
  inProducts?: ProductDifference[];
}

/** One message or situation: what it says, why it comes, what to do. A file in entries/ is one of these. */
export class ErrorEntry {
  /** The message's own identifier, permanent. @example 'WSS040' */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/, { message: 'id may hold letters, digits, "_", "." and "-", 80 at most' })
  id: string;

  /** Other identifiers and other verbatim wordings of the same message. */
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(1000, { each: true })
  aliases: string[];

  /** Numbers that the look-up by id knows; in a text they are read where `toldByCode` says. @example ['-102'] */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  codes?: string[];

  @IsString()
  @MaxLength(200)
  title: string;

  /** message: a verbatim text that is matched; condition: a situation without one, found by id and search; information: a message that is no fault. */
  @IsIn(['message', 'condition', 'information'])
  kind: 'message' | 'condition' | 'information';

  @IsIn(['error', 'warning', 'information'])
  severity: 'error' | 'warning' | 'information';

  @ValidateNested()
  @Type(() => MessageTexts)
  texts: MessageTexts;

  @IsIn(PRODUCT_IDS)
  product: ProductId;

  /** The application component that raises it. @example 'BC-ESI-WS-ABA' */
  @IsOptional()
  @IsString()
  component?: string;

  /** Releases it is limited to. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  appliesTo?: string[];

  /** Logs, apps and tools that show it. */
  @IsArray()
  @IsString({ each: true })
  seenIn: string[];

  @IsString()
  @MaxLength(3000)
  meaning: string;

  /** Ranked; empty for mere information. */
  @IsArray()
  @ArrayUnique(({ id }: WeighedCause) => id)
  @ValidateNested({ each: true })
  @Type(() => WeighedCause)
  causes: WeighedCause[];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Step)
  steps: Step[];

  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  verify: string[];

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ProductDifference)
  inProducts?: ProductDifference[];

  /** Ids of entries that occur together with it or are easily confused. */
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  related: string[];

  /** How sure text and meaning are. */
  @IsIn(['high', 'medium', 'low'])
  confidence: 'high' | 'medium' | 'low';

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Citation)
  citations: Citation[];

  /** Lines as users paste them. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  examples?: string[];

  @IsOptional()
  @ValidateNested()
  @Type(() => ErrorProse)
  de?: ErrorProse;
}
