import { Type } from 'class-transformer';
import { ArrayMinSize, IsArray, IsString, Matches, ValidateNested } from 'class-validator';
import { Citation } from '../registry/citation.dto.js';

/** Trouble that has nothing to do with certificates, so that its words are known for what they are. A file in other-troubles/ is one of these. */
export class OtherTrouble {
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'id is written in kebab-case' })
  id: string;

  @IsString()
  title: string;

  /** What users write when they have it. */
  @IsArray()
  @ArrayMinSize(5)
  @IsString({ each: true })
  examples: string[];

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => Citation)
  citations: Citation[];
}
