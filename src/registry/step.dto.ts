import { IsOptional, IsString, MaxLength } from 'class-validator';

/** One thing that somebody does, complete in itself. */
export class Step {
  /** @example 'Import the root certificate of the caller into the certificate list of the SSL server PSE.' */
  @IsString()
  @MaxLength(1200)
  action: string;

  /** Transaction, app, menu path, parameter, file or command. @example 'STRUST > SSL server Standard' */
  @IsString()
  @MaxLength(600)
  where: string;

  /** The role that can do it. @example 'ABAP basis administrator' */
  @IsString()
  @MaxLength(200)
  who: string;

  /** What the step can hurt. */
  @IsOptional()
  @IsString()
  @MaxLength(600)
  risk?: string;
}
