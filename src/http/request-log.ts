import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { traceOf } from './request-identity.js';

/**
 * Writes one line a request when it is over: sizes, times and ids. The route's pattern stands for the URL, which may hold what the user typed.
 * @param app the application, before it listens
 */
export function useRequestLog(app: NestFastifyApplication): void {
  const logger = new Logger('Request');
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const { caller } = request as { caller?: { name: string } };
      logger.log('Request served', {
        requestId: request.id,
        traceId: traceOf(reply.getHeader('traceparent'))?.traceId,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        bytesIn: Number(request.headers['content-length'] ?? 0),
        bytesOut: Number(reply.getHeader('content-length') ?? 0),
        caller: caller?.name,
      });
      done();
    });
}
