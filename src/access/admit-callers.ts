import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { hookRoutes } from '../http/route-hooks.js';
import { AccessService } from './access.service.js';

/** Health for the platform, the documentation, and what is no operation at all: served without asking who. */
const FOR_EVERYBODY = /^\/(?:health\/.*|docs(?:\/.*)?|openapi\.(?:json|yaml))$/;

/** Whether the requests of a route are served without asking who they are from. */
export const isForEverybody = ({ url }: { url: string }) => FOR_EVERYBODY.test(url);

/**
 * Finds out who asks before the body is read, so that a stranger can't make us read one.
 * @param app the application, before it listens
 */
export function admitCallers(app: NestFastifyApplication): void {
  const access = app.get(AccessService);
  hookRoutes(app, (route) => !isForEverybody(route), {
    onRequest: access.closed
      ? (request, reply, done) => {
          access.callerOf(request).then(
            (caller) => {
              request.caller = caller;
              done();
            },
            (error: Error) => {
              void reply.header('www-authenticate', 'Bearer realm="mtls-doctor", ApiKey realm="mtls-doctor"');
              done(error);
            },
          );
        }
      : (request, _reply, done) => {
          request.caller = access.stranger(request);
          done();
        },
  });
}
