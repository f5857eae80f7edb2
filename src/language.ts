import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The languages of the prose. Message texts are identifiers and stay as the product prints them. */
export type Language = 'en' | 'de';

/**
 * The language that a request asks for: `?lang=`, else the first of Accept-Language that we have, else English.
 * @param lang the query parameter
 * @param acceptLanguage the header (RFC 9110, section 12.5.4)
 */
export function languageOf(lang: unknown, acceptLanguage: string | undefined): Language {
  if (lang === 'de' || lang === 'en') return lang;
  const wanted = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((range) => range.trim().slice(0, 2).toLowerCase());
  return wanted.find((language) => language === 'de' || language === 'en') === 'de' ? 'de' : 'en';
}

/** A handler's parameter: the language of the request. */
export const LanguageOf = createParamDecorator((_: unknown, context: ExecutionContext): Language => {
  const { query, headers } = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { lang?: unknown } }>>();
  return languageOf(query?.lang, headers['accept-language']);
});
