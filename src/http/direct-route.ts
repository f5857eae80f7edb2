import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A reply, or the promise of one. */
export type Answer = string | Buffer;

/**
 * Serves an operation from its handler without the framework's chain of guards, interceptors and pipes around it, which takes as long as the
 * operation itself where many ask for it. Hooks, body parsers and what becomes of errors stay: they belong to the route and not to that chain.
 * @param app the application, before its routes are made
 * @param method as the controller declares it
 * @param url as the controller declares it
 * @param answer does what the chain does (checks the scope and the shapes) and what the handler does
 */
export function serveDirectly(
  app: NestFastifyApplication,
  { method, url }: { method: string; url: string },
  answer: (request: FastifyRequest, reply: FastifyReply) => Answer | Promise<Answer>,
): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url !== url || route.method !== method) return;
      route.handler = (request, reply) => {
        const body = answer(request, reply);
        if (body instanceof Promise) return body;
        // What stands ready is sent at once; a promise would be waited for.
        void reply.send(body);
        return undefined;
      };
    });
}
