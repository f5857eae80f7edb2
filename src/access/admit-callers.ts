import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { AccessService } from './access.service.js';

/** Health for the platform, the documentation, and what is no operation at all: served without asking who. */
const FOR_EVERYBODY = /^\/(?:health\/.*|docs(?:\/.*)?|openapi\.(?:json|yaml))$/;

/** Whether a request is served without asking who it is from. */
export const isForEverybody = ({ routeOptions: { url } }: FastifyRequest) => url === undefined || FOR_EVERYBODY.test(url);

/**
 * Finds out who asks before the body is read, so that a stranger can't make us read one.
 * @param app the application, before it listens
 */
export function admitCallers(app: NestFastifyApplication): void {
  const access = app.get(AccessService);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (isForEverybody(request)) return;
      request.caller = await access.callerOf(request).catch((error: unknown) => {
        if (access.closed) void reply.header('www-authenticate', 'Bearer realm="mtls-doctor", ApiKey realm="mtls-doctor"');
        throw error;
      });
    });
}
