import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Hop } from '../causes/cause.dto.js';
import { PRODUCT_IDS, type ProductId } from '../registry/products.js';
import { ErrorEntry, WeighedCause } from './error-entry.dto.js';

/** The longest text that is read, in characters. */
export const LONGEST_TEXT = 1_048_576;

export class ErrorSearch {
  /** Words of the message, an id, a circumstance; typos and word order do not matter. @example 'client pse missing' */
  @IsOptional()
  @IsString()
  @MaxLength(400)
  q?: string;

  /** @example 'abap' */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  family?: string;

  @IsOptional()
  @IsIn(PRODUCT_IDS)
  product?: ProductId;

  /** How many on a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,6}$/, { message: 'cursor must be the nextCursor of the page before' })
  cursor?: string;

  /** The language of the titles; without it Accept-Language decides. */
  @IsOptional()
  @IsIn(['en', 'de'])
  lang?: 'en' | 'de';
}

/** An error in a list. */
export class ErrorSummary {
  /** @example 'WSS040' */
  id: string;

  title: string;
}

export class ErrorHit extends ErrorSummary {
  /** The message, word for word. */
  text: string;

  family: string;

  product: ProductId;

  severity: 'error' | 'warning' | 'information';
}

export class ErrorPage {
  /** The best match first. */
  items: ErrorHit[];

  /** Give it back as `cursor` for the next page; absent on the last one. */
  nextCursor?: string;
}

/** A cause of an error, with what one has to know of it to read on. */
export class ArticleCause extends WeighedCause {
  title: string;

  hop: Hop;
}

/** Everything known of one error. */
export class ErrorArticle extends ErrorEntry {
  /** The group of messages it belongs to. @example 'abap' */
  family: string;

  /** Ranked, each with why and with the observation that decides. */
  declare causes: ArticleCause[];

  /** The entries next to it: of the same message class, and those that occur together with it. */
  neighbours: ErrorSummary[];
}

export class MatchRequest {
  /** A log, a trace, a ticket. @example 'SSL handshake with example.com:443 failed: SSSLERR_PEER_CERT_UNTRUSTED (-102)' */
  @IsString()
  @MaxLength(LONGEST_TEXT)
  text: string;
}

/** An error found in a text. */
export class ErrorMatch extends ErrorSummary {
  /** The words it was found by. */
  excerpt: string;

  /** Where they begin, in characters (UTF-16) from 0. */
  offset: number;

  length: number;

  /** The values that stand for the message's placeholders. */
  parameters: Record<string, string>;
}

export class MatchReport {
  /** In the order of the text; where one message contains another only the more specific is told. */
  matches: ErrorMatch[];

  /** Whether there were more than the 1,000 that are told. */
  truncated: boolean;
}
