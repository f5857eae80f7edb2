import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { asking } from '../asking.js';
import { AccessService } from './access.service.js';

/** Health for the platform, the documentation, and what is no operation at all: served without asking who. */
const FOR_EVERYBODY = /^\/(?:health\/.*|docs(?:\/.*)?|openapi\.(?:json|yaml))$/;

/** Whether a request is served without asking who it is from. */
export const isForEverybody = ({ routeOptions: { url } }: FastifyRequest) => url === undefined || FOR_EVERYBODY.test(url);

/** What may look at a server: the probe's operations, tools, and a diagnosis with a target. */
const mayLook = ({ routeOptions: { url }, body }: FastifyRequest) =>
  /^\/(?:probe|mcp)/.test(url ?? '') || (typeof body === 'object' && body !== null && 'target' in body);

/**
 * Finds out who asks before the body is read, so that a stranger can't make us read one.
 * @param app the application, before it listens
 */
export function admitCallers(app: NestFastifyApplication): void {
  const access = app.get(AccessService);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    if (isForEverybody(request)) return;
    request.caller = await access.callerOf(request).catch((error: unknown) => {
      if (access.closed) void reply.header('www-authenticate', 'Bearer realm="mtls-doctor", ApiKey realm="mtls-doctor"');
      throw error;
    });
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    const { caller } = request;
    if (caller && mayLook(request)) asking.run({ by: `${caller.kind}:${caller.name}` }, done);
    else done();
  });
}
