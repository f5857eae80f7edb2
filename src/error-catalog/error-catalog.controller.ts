import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { AcceptsText } from '../http/accepts-text.js';
import { refused, Refuses } from '../http/refused.js';
import { RequiresScope } from '../http/scope.js';
import { LanguageOf, type Language } from '../language.js';
import { ErrorArticle, ErrorPage, ErrorSearch, MatchReport, MatchRequest } from './error-catalog.dto.js';
import { ErrorCatalogService, MOST_MATCHES } from './error-catalog.service.js';

/** How many entries of an ambiguous id a reply names. */
const MOST_CANDIDATES = 20;

@ApiTags('errors')
@Controller('errors')
@RequiresScope('errors')
export class ErrorCatalogController {
  constructor(private readonly catalog: ErrorCatalogService) {}

  /**
   * Search the errors.
   * @remarks
   * Forgives typos and does not mind the order of words; without `q` all errors, by id.
   */
  @Get()
  @Header('Cache-Control', 'public, max-age=3600')
  search(@Query() search: ErrorSearch): ErrorPage {
    return this.catalog.search(search);
  }

  /**
   * Explain one error.
   * @remarks
   * Takes an id in the spellings that people use: WSS040, WSS 040, wss(040), SSSLERR_PEER_CERT_UNTRUSTED, -102.
   */
  @Get(':id')
  @Header('Cache-Control', 'public, max-age=3600')
  @ApiParam({ name: 'id', example: 'WSS040' })
  @Refuses('ERROR_NOT_FOUND', 'AMBIGUOUS_ID')
  explain(@Param('id') id: string, @LanguageOf() language: Language): ErrorArticle {
    const [entry, ...others] = this.catalog.called(id);
    if (!entry) {
      throw refused(
        'ERROR_NOT_FOUND',
        `No error is called "${id.slice(0, 80)}"; search with GET /errors?q=, or post the text to /errors/match.`,
      );
    }
    if (others.length > 0) {
      const candidates = [entry, ...others].slice(0, MOST_CANDIDATES).map((candidate) => ({ id: candidate.id, title: candidate.title }));
      throw refused('AMBIGUOUS_ID', `"${id.slice(0, 80)}" may mean several errors; ask for one of the candidates.`, { candidates });
    }
    return this.catalog.article(entry, language);
  }

  /**
   * Find the errors in a text.
   * @remarks
   * Reads a whole log in time linear in its length; line wraps, case, quotes and log decoration do not matter.
   */
  @Post('match')
  @HttpCode(200)
  @AcceptsText(MatchRequest, {
    'a line of dev_icm': { text: 'SSL handshake with example.com:443 failed: SSSLERR_PEER_CERT_UNTRUSTED (-102)' },
  })
  match(@Body() { text }: MatchRequest): MatchReport {
    const found = this.catalog.match(text);
    return {
      matches: found.map(({ entry, offset, length, parameters }) => ({
        id: entry.id,
        title: entry.title,
        excerpt: text.slice(offset, offset + length),
        offset,
        length,
        parameters,
      })),
      truncated: found.length >= MOST_MATCHES,
    };
  }
}
