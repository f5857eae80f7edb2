import type { RedisState } from '../redis/redis.service.js';

export class LiveReport {
  status: 'ok';
}

export class ReadyReport {
  /** degraded: the service answers, but without Redis. */
  status: 'ok' | 'degraded';

  redis: RedisState;
}
