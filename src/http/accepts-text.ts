import { applyDecorators, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiExtension } from '@nestjs/swagger';
import { ACCEPTS_PLAIN_TEXT } from './body-parsers.js';

/** Marks such an operation for the generator of the OpenAPI document, which takes it out again. */
export const PLAIN_TEXT_MARK = 'x-accepts-plain-text';

/**
 * On a handler whose body has a field `text`: the body may also be that text, as text/plain.
 * @param shape the class of the body
 * @param examples bodies as callers send them, by a summary for each; each must have a `text`
 */
export const AcceptsText = <T extends { text?: string }>(shape: Type<T>, examples: Record<string, Partial<T> & { text: string }>) =>
  applyDecorators(
    RouteConfig(ACCEPTS_PLAIN_TEXT),
    ApiExtension(PLAIN_TEXT_MARK, true),
    ApiBody({
      type: shape,
      examples: Object.fromEntries(Object.entries(examples).map(([summary, value]) => [summary.replaceAll(' ', '-'), { summary, value }])),
    }),
  );
