import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type {
  onRequestAsyncHookHandler,
  onRequestHookHandler,
  onResponseHookHandler,
  onSendHookHandler,
  preHandlerHookHandler,
  RouteOptions,
} from 'fastify';

/** What is done for the requests of a route. */
interface Hooks {
  onRequest?: onRequestHookHandler | onRequestAsyncHookHandler;
  preHandler?: preHandlerHookHandler;
  onSend?: onSendHookHandler;
  onResponse?: onResponseHookHandler;
}

/**
 * Puts hooks on the routes that need them, and on no other: whether one does is decided when it is made, not at every request.
 * They run behind those of the whole application, in the order in which they were put there.
 * @param app the application, before its routes are made
 * @param needs whether a route does
 * @param hooks what is done for it
 */
export function hookRoutes(
  app: NestFastifyApplication,
  needs: (route: Pick<RouteOptions, 'method' | 'url'>) => boolean,
  hooks: Hooks,
): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (!needs(route)) return;
      if (hooks.onRequest) route.onRequest = [route.onRequest ?? [], hooks.onRequest].flat();
      if (hooks.preHandler) route.preHandler = [route.preHandler ?? [], hooks.preHandler].flat();
      if (hooks.onSend) route.onSend = [route.onSend ?? [], hooks.onSend].flat();
      if (hooks.onResponse) route.onResponse = [route.onResponse ?? [], hooks.onResponse].flat();
    });
}
