import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArticleChoice, articleReply, RepliesWithArticle } from '../articles/article-reply.js';
import { Refuses } from '../http/refused.js';
import { RequiresScope } from '../http/scope.js';
import { LanguageOf, type Language } from '../language.js';
import { Cause, CauseList } from './cause.dto.js';
import { causePage } from './cause-page.js';
import { CausesService } from './causes.service.js';

@ApiTags('causes')
@Controller('causes')
@RequiresScope('errors')
export class CausesController {
  constructor(private readonly causes: CausesService) {}

  /**
   * List every cause.
   * @remarks
   * Each is something that has to be changed to make the logon work; the ids are permanent.
   */
  @Get()
  @Header('Cache-Control', 'public, max-age=3600')
  list(@LanguageOf() language: Language): CauseList {
    return {
      items: this.causes.causes.map(({ id, title, hop, de }) => ({ id, title: language === 'de' ? (de?.title ?? title) : title, hop })),
    };
  }

  /**
   * Explain one cause.
   * @remarks
   * With the signs that speak for and against it, the remedies for each product, and how to see that it is mended.
   * As text/markdown or text/plain it is a page for a ticket, a wiki or a terminal.
   */
  @Get(':id')
  @Header('Cache-Control', 'public, max-age=3600')
  @ApiParam({ name: 'id', example: 'client-certificate-not-sent' })
  @Refuses('CAUSE_NOT_FOUND')
  @RepliesWithArticle(Cause)
  explain(
    @Param('id') id: string,
    @Query() choice: ArticleChoice,
    @LanguageOf() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Cause | string {
    const cause = this.causes.explain(id, language);
    return articleReply(cause, () => causePage(cause, language), choice, request, reply);
  }
}
