import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { formBody, type Upload } from './form-body.js';
import { refused } from './refused.js';

/** The largest body, in bytes. */
export const LARGEST_BODY = 2 * 1024 * 1024;

/** On a route: the body may be sent as text/plain and stands for the field `text`. Use with `@RouteConfig`. */
export const ACCEPTS_PLAIN_TEXT = { acceptsPlainText: true } as const;

/**
 * Replaces the framework's parsers by ours, which refuse what they can't read with a problem document.
 * @param app the application, before it listens
 */
export function useBodyParsers(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
    (_request: FastifyRequest, body: Buffer, done: (error: Error | null, value?: unknown) => void) => {
      settle(() => parseJson(body), done);
    },
  );
  fastify.addContentTypeParser(
    'text/plain',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
    (request: FastifyRequest, body: Buffer, done: (error: Error | null, value?: unknown) => void) => {
      settle(() => parseText(body, request), done);
    },
  );
  fastify.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
    (request: FastifyRequest, body: Buffer, done: (error: Error | null, value?: unknown) => void) => {
      settle(() => parseFile(body, request), done);
    },
  );
  fastify.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
    async (request: FastifyRequest, body: Buffer) => {
      const { upload } = request.routeOptions.config as { upload?: Upload };
      if (!upload) throw refused('MEDIA_TYPE_NOT_SUPPORTED', 'This operation takes application/json.');
      return formBody(body, request.headers['content-type'] ?? '', upload);
    },
  );
}

function settle(parse: () => unknown, done: (error: Error | null, value?: unknown) => void): void {
  try {
    done(null, parse());
  } catch (error) {
    done(error as Error);
  }
}

function parseText(body: Buffer, request: FastifyRequest): unknown {
  const { acceptsPlainText } = request.routeOptions.config as Partial<typeof ACCEPTS_PLAIN_TEXT>;
  if (!acceptsPlainText) {
    throw refused('MEDIA_TYPE_NOT_SUPPORTED', 'This operation takes application/json.');
  }
  return { text: decode(body) };
}

function parseFile(body: Buffer, request: FastifyRequest): unknown {
  const { upload } = request.routeOptions.config as { upload?: Upload };
  const field = upload?.raw;
  if (!field)
    throw refused('MEDIA_TYPE_NOT_SUPPORTED', `This operation takes application/json${upload ? ' and multipart/form-data' : ''}.`);
  return { [field]: upload.fields[field] === 'inputs' ? [{ data: body }] : body };
}

function parseJson(body: Buffer): unknown {
  const text = decode(body);
  if (text.trim() === '') throw refused('MALFORMED_JSON', 'The body is empty; send a JSON object.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (fault) {
    throw refused('MALFORMED_JSON', `The body is not JSON: ${placeOfFault(fault as Error)}.`);
  }
  // The text is looked at first because it is cheap; a string value that looks like such a key costs only the walk.
  if (mayHoldForbiddenKey(text)) refuseForbiddenKeys(value);
  return value;
}

function decode(body: Buffer): string {
  if (!isUtf8(body)) throw refused('MALFORMED_UTF8', 'The body is not UTF-8; convert the text before sending it.');
  // A byte order mark is no part of the text (RFC 8259, section 8.1, lets us ignore it).
  return body.toString('utf8', body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0);
}

/** JSON.parse quotes the input in its message: only the position is passed on. */
const placeOfFault = ({ message }: Error) => /at position \d+/.exec(message)?.[0] ?? 'it ends too early or starts wrongly';

const mayHoldForbiddenKey = (text: string) =>
  text.includes('__proto__') || text.includes('constructor') || text.includes('prototype') || text.includes('\\u');

function refuseForbiddenKeys(value: unknown): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const key of Object.keys(next)) {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
        throw refused('FORBIDDEN_KEY', `The key "${key}" is refused wherever it stands; take it out.`);
      }
      open.push((next as Record<string, unknown>)[key]);
    }
  }
}
