import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { randomBytes, randomUUID } from 'node:crypto';

/** What a caller may call its request; anything else could break out of a log line. */
const REQUEST_ID = /^[\w.:+/=-]{1,128}$/;

/** Trace context, version 00 (https://www.w3.org/TR/trace-context/, section 3.2); ids of zeros only are invalid. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Names a request: as the caller does in `x-request-id`, else by chance.
 * @param request as Node received it
 */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/**
 * The trace that a request belongs to, and the caller's span in it.
 * @param traceparent the header
 * @returns undefined where none or no valid one was sent
 */
export function traceOf(traceparent: unknown): { traceId: string; spanId: string; flags: number } | undefined {
  const [, traceId, spanId, flags] = (typeof traceparent === 'string' && TRACEPARENT.exec(traceparent)) || [];
  return traceId && spanId && flags ? { traceId, spanId, flags: Number.parseInt(flags, 16) } : undefined;
}

/** The header that says which span something belongs to. */
export const traceparentOf = (traceId: string, spanId: string, flags: number): string =>
  `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, '0')}`;

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
      if (trace) void reply.header('traceparent', traceparentOf(trace.traceId, randomBytes(8).toString('hex'), trace.flags));
      done();
    });
}
