import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MetricsService } from './metrics.service.js';

/**
 * Counts and times every request.
 * @param app the application, before it listens
 */
export function measureRequests(app: NestFastifyApplication): void {
  const metrics = app.get(MetricsService);
  const counted = new WeakSet<object>();
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, _reply, done) => {
    counted.add(request);
    metrics.arrived();
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (counted.delete(request)) metrics.left(request, reply.statusCode, reply.elapsedTime);
    done();
  });
}
