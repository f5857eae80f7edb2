import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';
import { RedisService } from '../redis/redis.service.js';
import { take, TAKE_SCRIPT, type Quota, type Share } from './rate-limit.js';

/** How many callers are remembered here; of more, those who were seen longest ago are forgotten. */
const MOST_CALLERS = 20_000;

/** Counts what callers take, together with the other instances where Redis answers, else alone. */
@Injectable()
export class RateLimiter {
  readonly quota?: Quota;
  private readonly here = new Map<string, number>();

  constructor(
    { rateLimit }: Config,
    private readonly redis: RedisService,
  ) {
    const [requests = 0, seconds = 0] = (rateLimit ?? '').split('/').map(Number);
    if (requests > 0) this.quota = { requests, seconds };
  }

  /**
   * Takes one request out of the caller's quota.
   * @param caller a name that is the same on every instance
   */
  async takeFor(caller: string, quota: Quota): Promise<Share> {
    const period = quota.seconds * 1000;
    const shared = await this.redis.ask(
      (redis) => redis.eval(TAKE_SCRIPT, 1, `mtls-doctor:rate:${caller}`, period, period / quota.requests) as Promise<[string, string]>,
    );
    if (shared.answered) return take(quota, Number(shared.value[0]), Number(shared.value[1])).share;
    const { share, whole } = take(quota, this.here.get(caller), Date.now());
    // Behind all others, since it was seen last.
    this.here.delete(caller);
    this.here.set(caller, whole);
    if (this.here.size > MOST_CALLERS) this.here.delete(this.here.keys().next().value ?? '');
    return share;
  }
}
