import { Type } from 'class-transformer';
import { ArrayMinSize, IsArray, IsIn, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { Citation } from '../registry/citation.dto.js';

/** What somebody reported in public, and what it was. A file in solved-cases/ is one of these. */
export class SolvedCase {
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'id is written in kebab-case' })
  id: string;

  @IsString()
  title: string;

  /** Where it was met, in the words of the collection. */
  @IsString()
  product: string;

  /** The side whose log it is. */
  @IsIn(['client', 'server', 'unknown'])
  direction: 'client' | 'server' | 'unknown';

  /** What the user knew before the cause was found: error and log lines as published, the sentences around them ours. */
  @IsString()
  text: string;

  /** The certificate that belongs to it, as PEM. */
  @IsOptional()
  @IsString()
  pem?: string;

  /** The cause that names what had to be changed to make it work. */
  @IsString()
  cause: string;

  /** Causes that an expert would take as well. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  alsoAccepted?: string[];

  /** What it was, in a sentence or two. */
  @IsString()
  detail: string;

  @IsString()
  fix: string;

  /** By what the cause is established. */
  @IsString()
  truth: string;

  @IsIn(['thread', 'vendor-kb', 'vendor-doc', 'blog'])
  basis: 'thread' | 'vendor-kb' | 'vendor-doc' | 'blog';

  /** Whether the text alone allows to name the cause; where it does not, the right next question counts. */
  @IsIn(['yes', 'partly', 'no'])
  determinable: 'yes' | 'partly' | 'no';

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Citation)
  citations: Citation[];
}
