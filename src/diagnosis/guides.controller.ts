import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArticleChoice, articleReply, RepliesWithArticle } from '../articles/article-reply.js';
import { Refuses } from '../http/refused.js';
import { RequiresScope } from '../http/scope.js';
import { LanguageOf, type Language } from '../language.js';
import { guidePage } from './guide-page.js';
import { Guide, GuideList } from './guide.dto.js';
import { Knowledge } from './knowledge.js';

@ApiTags('guides')
@Controller('guides')
@RequiresScope('errors')
export class GuidesController {
  constructor(private readonly knowledge: Knowledge) {}

  /**
   * List every guide.
   * @remarks
   * A guide is a set-up from start to end, each step with where, who, what is there afterwards, and the check that proves it.
   */
  @Get()
  @Header('Cache-Control', 'public, max-age=3600')
  list(@LanguageOf() language: Language): GuideList {
    return {
      items: this.knowledge.guides.map(({ id, title, products, de }) => ({
        id,
        title: language === 'de' ? (de?.title ?? title) : title,
        products,
      })),
    };
  }

  /**
   * Read one guide.
   * @remarks
   * With prerequisites, numbered steps, what to do when certificates are renewed, and what goes wrong most often.
   * As text/markdown or text/plain it is a page for a ticket, a wiki or a terminal.
   */
  @Get(':id')
  @Header('Cache-Control', 'public, max-age=3600')
  @ApiParam({ name: 'id', example: 'cloud-integration-to-s4hana-cloud' })
  @Refuses('GUIDE_NOT_FOUND')
  @RepliesWithArticle(Guide)
  read(
    @Param('id') id: string,
    @Query() choice: ArticleChoice,
    @LanguageOf() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Guide | string {
    const guide = this.knowledge.guide(id, language);
    return articleReply(guide, () => guidePage(guide, language), choice, request, reply);
  }
}
