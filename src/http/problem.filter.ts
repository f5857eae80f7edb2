import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Problem } from './problem.dto.js';

/** What the framework refuses before a controller is asked, in our words. */
const FRAMEWORK: Readonly<Record<string, { status: number; errorCode: string; detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, errorCode: 'BODY_TOO_LARGE', detail: 'The body is larger than 2 MiB; send the part of the log around the failure.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, errorCode: 'MEDIA_TYPE_NOT_SUPPORTED', detail: 'Send application/json, or text/plain where the body is the text itself.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { status: 400, errorCode: 'MALFORMED_HTTP', detail: 'The body is not as long as Content-Length says.' },
  FST_ERR_BAD_URL: { status: 400, errorCode: 'MALFORMED_URL', detail: 'The path holds a percent sign that is not followed by two hexadecimal digits.' },
};

/** Turns whatever was thrown into a problem document (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const problem = this.problemOf(thrown);
    void host.switchToHttp().getResponse<FastifyReply>().removeHeader('cache-control').status(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
  }

  private problemOf(thrown: unknown): Problem {
    if (thrown instanceof HttpException) return problemOfException(thrown);
    const known = frameworkProblem((thrown as { code?: unknown }).code);
    if (known) return known;
    // A defect of ours: the log gets the place, never the input.
    this.logger.error(thrown instanceof Error ? `${thrown.name} at ${placeOf(thrown)}` : 'something that is no error was thrown');
    return problemOf(500, 'INTERNAL_ERROR', 'The service failed on this request; its log says where. Nothing of the request was kept.');
  }
}

/**
 * @param status the HTTP status
 * @param errorCode permanent, SCREAMING_SNAKE
 * @param detail what is wrong and how to mend it
 */
export function problemOf(status: number, errorCode: string, detail: string): Problem {
  const type = `urn:mtls-doctor:problem:${errorCode.toLowerCase().replaceAll('_', '-')}`;
  return { type, title: STATUS_CODES[status] ?? 'Error', status, detail, errorCode };
}

/** @returns the problem behind an error code of the framework, undefined for a code that is none of the caller's faults */
export function frameworkProblem(code: unknown): Problem | undefined {
  const known = typeof code === 'string' ? FRAMEWORK[code] : undefined;
  return known && problemOf(known.status, known.errorCode, known.detail);
}

function problemOfException(thrown: HttpException): Problem {
  const status = thrown.getStatus();
  const body = thrown.getResponse();
  const { errorCode, errors, candidates } = (typeof body === 'object' ? body : {}) as Partial<Problem>;
  // Nest's own: no route has that method and path.
  if (!errorCode && status === 404) return problemOf(404, 'ROUTE_NOT_FOUND', `${thrown.message.slice(0, 200)}; /docs lists the operations.`);
  return { ...problemOf(status, errorCode ?? 'REFUSED', thrown.message), ...(errors && { errors }), ...(candidates && { candidates }) };
}

/** The first line of the stack that names a file, without the message, which may quote the input. */
const placeOf = ({ stack = '' }: Error) => stack.split('\n').find((line) => line.trimStart().startsWith('at '))?.trim() ?? 'an unknown place';
