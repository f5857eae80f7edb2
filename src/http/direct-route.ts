import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { hookRoutes } from './route-hooks.js';

/** A reply, or the promise of one. */
export type Answer = string | Buffer;

/**
 * Serves an operation from its handler without the framework's chain of guards, interceptors and pipes around it, which takes as long as the
 * operation itself where many ask for it. Hooks, body parsers and what becomes of errors stay: they belong to the route and not to that chain.
 * @param app the application, before its routes are made
 * @param method as the controller declares it
 * @param url as the controller declares it
 * @param answer does what the chain does (checks the scope and the shapes) and what the handler does
 * @param wasSent told once of every buffer that reached the system, where that matters
 */
export function serveDirectly(
  app: NestFastifyApplication,
  { method, url }: { method: string; url: string },
  answer: (request: FastifyRequest, reply: FastifyReply) => Answer | Promise<Answer>,
  wasSent?: (body: Buffer) => void,
): void {
  const fastify = app.getHttpAdapter().getInstance();
  if (!fastify.hasReplyDecorator('body')) fastify.decorateReply('body', null);
  const isServed = (route: Pick<RouteOptions, 'method' | 'url'>) => route.url === url && route.method === method;
  const send = (reply: FastifyReply, body: Answer) => {
    if (wasSent && typeof body !== 'string') reply.body = body;
    void reply.send(body);
  };
  fastify.addHook('onRoute', (route) => {
    if (!isServed(route)) return;
    route.handler = (request, reply) => {
      const body = answer(request, reply);
      // What stands ready is sent at once: a promise would be waited for.
      if (!(body instanceof Promise)) send(reply, body);
      else body.then((later) => send(reply, later)).catch((error: unknown) => void reply.send(error));
    };
  });
  if (!wasSent) return;
  hookRoutes(app, isServed, {
    onResponse: (_request, reply, done) => {
      // Of a connection that broke off it is not known what is still read.
      if (reply.body && reply.raw.writableFinished) wasSent(reply.body);
      reply.body = null;
      done();
    },
  });
}

declare module 'fastify' {
  interface FastifyReply {
    /** What is being sent, until it was. */
    body: Buffer | null;
  }
}
