import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { refusals } from '../observed.js';
import type { ProblemCode } from './problem-codes.js';
import type { Problem } from './problem.dto.js';
import { problemOf } from './refused.js';

/** What the framework refuses before a controller is asked, in our words. */
const FRAMEWORK: Readonly<Record<string, readonly [ProblemCode, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'The body is larger than 2 MiB; send the part of the log around the failure.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['MEDIA_TYPE_NOT_SUPPORTED', 'Send application/json, or text/plain where the body is the text itself.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['MALFORMED_HTTP', 'The body is not as long as Content-Length says.'],
  FST_CP_ERR_INVALID_CONTENT_ENCODING: ['MEDIA_TYPE_NOT_SUPPORTED', 'Send the body as it is, or with Content-Encoding gzip or deflate.'],
  FST_CP_ERR_INVALID_CONTENT: ['MALFORMED_HTTP', 'The body is not compressed as Content-Encoding says.'],
  FST_ERR_BAD_URL: ['MALFORMED_URL', 'The path holds a percent sign that is not followed by two hexadecimal digits.'],
};

/** In how many seconds to try again where the refusal does not say. */
const RETRY_AFTER: Readonly<Record<number, number>> = { 429: 60, 503: 1 };

/** Turns whatever was thrown into a problem document (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const problem = this.problemBehind(thrown);
    refusals.tell(problem);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // RFC 9110, section 10.2.3: when to try again.
    const retryAfter = problem.retryAfter ?? RETRY_AFTER[problem.status];
    if (retryAfter) void reply.header('retry-after', retryAfter);
    void reply
      .removeHeader('cache-control')
      .status(problem.status)
      .header('content-type', 'application/problem+json')
      .send(JSON.stringify(problem));
  }

  private problemBehind(thrown: unknown): Problem {
    if (thrown instanceof HttpException) {
      const body = thrown.getResponse();
      if (isProblem(body)) return body;
      // Nest's own: no route has that method and path.
      if (thrown.getStatus() === 404) return problemOf('ROUTE_NOT_FOUND', `${thrown.message.slice(0, 200)}; /docs lists the operations.`);
    }
    // Nest puts the framework's error behind an exception of its own.
    const { code, cause } = thrown as { code?: unknown; cause?: { code?: unknown } };
    const known = frameworkProblem(cause?.code ?? code);
    if (known) return known;
    // A defect of ours: the log gets the place, never the input.
    this.logger.error(thrown instanceof Error ? `${thrown.name} at ${placeOf(thrown)}` : 'something that is no error was thrown');
    return problemOf('INTERNAL_ERROR', 'The service failed on this request; its log says where. Nothing of the request was kept.');
  }
}

const isProblem = (body: unknown): body is Problem => typeof body === 'object' && body !== null && 'errorCode' in body;

/** @returns the problem behind an error code of the framework, undefined for a code that is none of the caller's faults */
export function frameworkProblem(code: unknown): Problem | undefined {
  const known = typeof code === 'string' ? FRAMEWORK[code] : undefined;
  return known && problemOf(...known);
}

/** The first line of the stack that names a file, without the message, which may quote the input. */
const placeOf = ({ stack = '' }: Error) =>
  stack
    .split('\n')
    .find((line) => line.trimStart().startsWith('at '))
    ?.trim() ?? 'an unknown place';
