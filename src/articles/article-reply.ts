import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONTENT_TYPES, renderingFor } from '../http/renderings.js';
import type { Article } from './article.js';
import { articleMarkdown } from './markdown.js';
import { articleText } from './plain-text.js';

/** The forms in which an article is written. */
export const ARTICLE_RENDERINGS = ['json', 'markdown', 'text'] as const;

export class ArticleChoice {
  /** The form of the reply; without it the Accept header decides (application/json, text/markdown, text/plain). @example 'markdown' */
  @IsOptional()
  @IsIn(ARTICLE_RENDERINGS)
  format?: (typeof ARTICLE_RENDERINGS)[number];

  /** The language of the prose; without it Accept-Language decides. @example 'de' */
  @IsOptional()
  @IsIn(['en', 'de'])
  lang?: 'en' | 'de';
}

/** On a handler that uses `articleReply`: documents the forms of its reply. */
export const RepliesWithArticle = (shape: Type) =>
  applyDecorators(
    ApiExtraModels(shape),
    ApiOkResponse({
      description: 'The article, in the form that format or Accept asks for.',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(shape) } },
        'text/markdown': { schema: { type: 'string' } },
        'text/plain': { schema: { type: 'string' } },
      },
    }),
  );

/**
 * Answers with an article in the form that is wanted.
 * @param known what the JSON holds
 * @param article the same as a page for a person; made only where it is wanted
 */
export function articleReply<T extends object>(
  known: T,
  article: () => Article,
  { format }: ArticleChoice,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): T | string {
  void reply.header('vary', 'Accept');
  const rendering = renderingFor(format, headers.accept, ARTICLE_RENDERINGS);
  if (rendering === 'json') return known;
  void reply.header('content-type', CONTENT_TYPES[rendering]);
  return rendering === 'markdown' ? articleMarkdown(article()) : articleText(article());
}
