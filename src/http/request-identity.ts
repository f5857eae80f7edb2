import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { randomBytes, randomUUID } from 'node:crypto';

/** What a caller may call its request; anything else could break out of a log line. */
const REQUEST_ID = /^[\w.:+/=-]{1,128}$/;

/** Trace context, version 00 (https://www.w3.org/TR/trace-context/, section 3.2); ids of zeros only are invalid. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/**
 * Names a request: as the caller does in `x-request-id`, else by chance.
 * @param request as Node received it
 */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/**
 * The trace that a request belongs to, with a span of its own for our part.
 * @param traceparent the header
 * @returns undefined where none or no valid one was sent
 */
export function traceOf(traceparent: unknown): { traceId: string; traceparent: string } | undefined {
  const [, traceId, flags] = (typeof traceparent === 'string' && TRACEPARENT.exec(traceparent)) || [];
  return traceId && flags ? { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-${flags}` } : undefined;
}

/**
 * Every reply says which request it answers: `x-request-id`, and `traceparent` where the caller traces.
 * @param app the application, before it listens; `requestIdOf` makes its ids
 */
export function useRequestIdentity(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request: FastifyRequest, reply, done) => {
      void reply.header('x-request-id', request.id);
      const trace = traceOf(request.headers['traceparent']);
      if (trace) void reply.header('traceparent', trace.traceparent);
      done();
    });
}
