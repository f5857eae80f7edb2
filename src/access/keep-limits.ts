import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { onRequestAsyncHookHandler } from 'fastify';
import type { Config } from '../config.js';
import { refused } from '../http/refused.js';
import { hookRoutes } from '../http/route-hooks.js';
import { isForEverybody } from './admit-callers.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { RateLimiter } from './rate-limiter.js';

/**
 * Refuses at once what can't be served in time: before anything else is done for the request, and for as long as requests queue up.
 * @param app the application, before it listens
 * @param config how long a request may have waited; 0 never refuses
 */
export function shedLoad(app: NestFastifyApplication, { maxEventLoopDelay }: Config): void {
  if (maxEventLoopDelay === 0) return;
  const delay = new EventLoopDelay();
  hookRoutes(app, (route) => !isForEverybody(route) && route.url !== '/metrics', {
    onRequest: (_request, _reply, done) => {
      if (delay.now <= maxEventLoopDelay) return done();
      done(refused('OVERLOADED', 'More requests arrive than this instance can serve; this one was not looked at.', { retryAfter: 1 }));
    },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', (_instance, done) => {
      delay.stop();
      done();
    });
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
