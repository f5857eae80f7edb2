import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { DiagnoseRequest } from '../diagnosis/diagnosis.dto.js';

/** The longest id or spelling of one that is looked up. */
const LONGEST_ID = 200;

/** A request for a diagnosis, with the language of its prose. */
export class DiagnoseArguments extends DiagnoseRequest {
  /** The language of the prose; English where it is left out. */
  @IsOptional()
  @IsIn(['en', 'de'])
  lang?: 'en' | 'de';
}

export class ExplainErrorArguments {
  /** The id of the error in any spelling that people use: WSS040, wss(040), SSSLERR_PEER_CERT_UNTRUSTED, -102. @example 'WSS040' */
  @IsString()
  @MaxLength(LONGEST_ID)
  id: string;

  /** The language of the prose; English where it is left out. */
  @IsOptional()
  @IsIn(['en', 'de'])
  lang?: 'en' | 'de';
}

export class GetGuideArguments {
  /** The id of the guide. @example 'cloud-integration-to-s4hana-cloud' */
  @IsString()
  @MaxLength(LONGEST_ID)
  id: string;

  /** The language of the prose; English where it is left out. */
  @IsOptional()
  @IsIn(['en', 'de'])
  lang?: 'en' | 'de';
}

/** What a prompt needs to know of the ticket. */
export class TicketArguments {
  /** What the user pasted. */
  @IsString()
  @MaxLength(100_000)
  ticket: string;

  /** The product in which it was seen, where that is known. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  product?: string;
}
