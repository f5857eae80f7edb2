import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MetricsService } from './metrics.service.js';

/**
 * Counts and times every request.
 * @param app the application, before it listens
 */
export function measureRequests(app: NestFastifyApplication): void {
  const { requests } = app.get(MetricsService);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorateRequest('counted', false);
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.counted = true;
    requests.arrived();
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (request.counted) requests.left(request.method, request.routeOptions.url, reply.statusCode, reply.elapsedTime);
    done();
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it was counted when it arrived; what is refused before that is not. */
    counted: boolean;
  }
}
