import { Type } from 'class-transformer';
import { ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { Citation } from '../registry/citation.dto.js';

/** How users say it, in the notation of docs/ENTRIES.md. */
export class Phrases {
  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  en: string[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  de?: string[];
}

/** A circumstance in the user's words. A file in cues/ is one of these. */
export class Cue {
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'id is written in kebab-case' })
  id: string;

  @IsString()
  title: string;

  @ValidateNested()
  @Type(() => Phrases)
  phrases: Phrases;

  /** refuse: a negation shortly before the phrase makes it no match; close: only one right before it. */
  @IsOptional()
  @IsIn(['refuse', 'close', 'ignore'])
  negation?: 'refuse' | 'close' | 'ignore';

  /** Whether people say it of any trouble, so that by itself it does not show that this is about TLS or certificates. */
  @IsOptional()
  @IsBoolean()
  everyday?: boolean;

  /** Whether it says in other words what a message says, so that it counts only where no message of the catalogue stands in the text. */
  @IsOptional()
  @IsBoolean()
  paraphrase?: boolean;

  /** Whether its words may stand inside a message and say something besides it, such as which side wrote it. */
  @IsOptional()
  @IsBoolean()
  withinMessages?: boolean;

  /** Texts that must match. */
  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  examples: string[];

  /** Texts that must not. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  counterExamples?: string[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  learnedFrom?: string[];

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Citation)
  citations: Citation[];

  /** The title in German. */
  @IsOptional()
  @IsString()
  de?: string;
}
