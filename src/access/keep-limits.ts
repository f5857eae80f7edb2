import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { onRequestAsyncHookHandler } from 'fastify';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Config } from '../config.js';
import { problemOf, refused } from '../http/refused.js';
import { requestIdOf } from '../http/request-identity.js';
import { hookRoutes } from '../http/route-hooks.js';
import { refusals } from '../observed.js';
import { isForEverybody } from './admit-callers.js';
import { watchLoad } from './overload.js';
import { RateLimiter } from './rate-limiter.js';

/** Asked by the platform: never refused. */
const NEVER_REFUSED = /^\/(?:health\/|metrics(?:$|\?))/;

const OVERLOADED = {
  ...problemOf('OVERLOADED', 'More requests arrive than this instance can serve; this one was not looked at.'),
  retryAfter: 1,
};
const BODY = Buffer.from(JSON.stringify(OVERLOADED));

/**
 * Refuses at once what can't be served in time: before the framework or anything else is asked, and before the body is read, since
 * what a refusal costs is taken from those who are served.
 * @param app the application, when callers are known and their shares are taken, before it listens
 * @param config how long a request may have waited while requests queue up; 0 never refuses
 */
export function shedLoad(app: NestFastifyApplication, { maxEventLoopDelay }: Config): void {
  if (maxEventLoopDelay === 0) return;
  const { overload, stop } = watchLoad(maxEventLoopDelay);
  const fastify = app.getHttpAdapter().getInstance();
  const { server } = fastify;
  const handlers = server.listeners('request') as RequestListener[];
  const admitted = new WeakMap<IncomingMessage, number>();
  server.removeAllListeners('request').on('request', (request: IncomingMessage, reply: ServerResponse) => {
    if (overload.refuses() && !NEVER_REFUSED.test(request.url ?? '')) return refuse(request, reply);
    if (overload.isStanding) admitted.set(request, overload.turn);
    for (const handler of handlers) handler(request, reply);
  });
  // Who had to be asked for elsewhere (a count in Redis, an issuer's keys) comes back in a turn that may be full already.
  hookRoutes(app, (route) => !isForEverybody(route) && route.url !== '/metrics', {
    onRequest: ({ raw }, _reply, done) => {
      const turn = overload.isStanding ? admitted.get(raw) : undefined;
      if (turn === undefined || !overload.refuses() || turn === overload.turn) return done();
      done(refused('OVERLOADED', OVERLOADED.detail, { retryAfter: 1 }));
    },
  });
  fastify.addHook('onClose', (_instance, done) => {
    stop();
    done();
  });
}

function refuse(request: IncomingMessage, reply: ServerResponse): void {
  refusals.tell({ errorCode: 'OVERLOADED', unrouted: true });
  reply.writeHead(OVERLOADED.status, {
    'content-type': 'application/problem+json',
    'content-length': BODY.length,
    'retry-after': '1',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestIdOf(request),
  });
  reply.end(BODY);
}

/**
 * Gives each caller its share, and says in every reply what is left of it (draft-ietf-httpapi-ratelimit-headers-10).
 * @param app the application, before it listens; callers are known when this asks
 */
export function limitRates(app: NestFastifyApplication): void {
  const limiter = app.get(RateLimiter);
  const { quota } = limiter;
  if (!quota) return;
  const policy = `"caller";q=${quota.requests};w=${quota.seconds}`;
  const limited: onRequestAsyncHookHandler = async ({ caller }, reply) => {
    if (!caller) return;
    const { allowed, remaining, reset, retryAfter } = await limiter.takeFor(`${caller.kind}:${caller.name}`, quota);
    void reply.header('ratelimit-policy', policy).header('ratelimit', `"caller";r=${remaining};t=${reset}`);
    if (!allowed)
      throw refused('TOO_MANY_REQUESTS', `You may send ${quota.requests} requests in ${quota.seconds} s; wait ${retryAfter} s.`, {
        retryAfter,
      });
  };
  hookRoutes(app, (route) => !isForEverybody(route), { onRequest: limited });
}
