import * as fc from 'fast-check';
import { take, type Quota } from './rate-limit.js';

/** Sends a request at each of the times. @returns which were allowed */
function sent(quota: Quota, times: readonly number[]): boolean[] {
  let whole: number | undefined;
  return times.map((now) => {
    const taken = take(quota, whole, now);
    whole = taken.whole;
    return taken.share.allowed;
  });
}

it('allows the whole quota at once, and then one by one', () => {
  const quota = { requests: 3, seconds: 30 };
  expect(sent(quota, [0, 0, 0, 0, 9999, 10_000, 10_000, 20_000])).toEqual([true, true, true, false, false, true, false, true]);
});

it('says what is left and when to come again', () => {
  const quota = { requests: 2, seconds: 60 };
  const first = take(quota, undefined, 0);
  expect(first.share).toEqual({ allowed: true, remaining: 1, reset: 30, retryAfter: 0 });
  const second = take(quota, first.whole, 0);
  expect(second.share).toEqual({ allowed: true, remaining: 0, reset: 60, retryAfter: 0 });
  expect(take(quota, second.whole, 1000).share).toEqual({ allowed: false, remaining: 0, reset: 59, retryAfter: 29 });
});

it('never allows more than twice the quota in a period, and whoever keeps to the pace is never refused', () => {
  const quotas = fc.record({ requests: fc.integer({ min: 1, max: 50 }), seconds: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(quotas, fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }), (quota, gaps) => {
      let now = 0;
      const times = gaps.map((gap) => (now += gap));
      const allowed = times.filter((_, at) => sent(quota, times)[at]);
      const period = quota.seconds * 1000;
      for (const start of allowed)
        expect(allowed.filter((time) => time >= start && time < start + period).length).toBeLessThanOrEqual(2 * quota.requests);
      const paced = Array.from({ length: 100 }, (_, at) => at * (period / quota.requests));
      expect(sent(quota, paced)).not.toContain(false);
    }),
    { numRuns: 50 },
  );
});
