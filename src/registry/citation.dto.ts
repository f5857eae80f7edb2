import { IsIn, IsOptional, IsString, IsUrl, MaxLength } from 'class-validator';

/** What a statement rests on. */
export class Citation {
  /** @example 'RFC 5280, section 4.2.1.12' */
  @IsString()
  @MaxLength(400)
  title: string;

  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  url?: string;

  /** page: a public page; measured: seen in our own laboratory; general-knowledge: nobody could source it further. */
  @IsIn(['page', 'standard', 'source-code', 'measured', 'general-knowledge'])
  kind: 'page' | 'standard' | 'source-code' | 'measured' | 'general-knowledge';
}
