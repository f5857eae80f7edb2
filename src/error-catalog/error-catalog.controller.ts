import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArticleChoice, articleReply, RepliesWithArticle } from '../articles/article-reply.js';
import { AcceptsText } from '../http/accepts-text.js';
import { Refuses } from '../http/refused.js';
import { RequiresScope } from '../http/scope.js';
import { LanguageOf, type Language } from '../language.js';
import { ErrorArticle, ErrorPage, ErrorSearch, MatchReport, MatchRequest } from './error-catalog.dto.js';
import { ErrorCatalogService, MOST_MATCHES } from './error-catalog.service.js';
import { errorPage } from './error-page.js';

@ApiTags('errors')
@Controller('errors')
@RequiresScope('errors')
export class ErrorCatalogController {
  constructor(private readonly catalog: ErrorCatalogService) {}

  /**
   * Search the errors.
   * @remarks
   * Forgives typos and does not mind the order of words, English or German; without `q` all errors, by id.
   */
  @Get()
  @Header('Cache-Control', 'public, max-age=3600')
  search(@Query() search: ErrorSearch, @LanguageOf() language: Language): ErrorPage {
    return this.catalog.search(search, language);
  }

  /**
   * Explain one error.
   * @remarks
   * Takes an id in the spellings that people use: WSS040, WSS 040, wss(040), SSSLERR_PEER_CERT_UNTRUSTED, -102.
   * As text/markdown or text/plain it is a page for a ticket, a wiki or a terminal.
   */
  @Get(':id')
  @Header('Cache-Control', 'public, max-age=3600')
  @ApiParam({ name: 'id', example: 'WSS040' })
  @Refuses('ERROR_NOT_FOUND', 'AMBIGUOUS_ID')
  @RepliesWithArticle(ErrorArticle)
  explain(
    @Param('id') id: string,
    @Query() choice: ArticleChoice,
    @LanguageOf() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ErrorArticle | string {
    const article = this.catalog.explain(id, language);
    return articleReply(article, () => errorPage(article, language), choice, request, reply);
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
