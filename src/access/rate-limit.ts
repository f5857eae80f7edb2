/** So many requests in so many seconds. */
export interface Quota {
  requests: number;
  seconds: number;
}

/** What is left of a quota. */
export interface Share {
  allowed: boolean;
  /** How many requests more at once. */
  remaining: number;
  /** Seconds until all of it is there again. */
  reset: number;
  /** Seconds until one more is allowed; 0 where it is now. */
  retryAfter: number;
}

/**
 * Takes one request out of a quota, by the generic cell rate algorithm (ITU-T I.371, annex A): requests trickle back one by one, so that
 * there is no window at whose edge twice as many pass. One number is all it keeps: the time at which the quota is whole again.
 * @param quota how many in which time
 * @param whole that time, in milliseconds; undefined for a caller who has not been here
 * @param now in milliseconds
 * @returns what is left, and the number to keep
 */
export function take({ requests, seconds }: Quota, whole: number | undefined, now: number): { share: Share; whole: number } {
  const period = seconds * 1000;
  const each = period / requests;
  const before = Math.max(whole ?? now, now);
  const after = before + each;
  const allowed = after - now <= period + 1e-6;
  const kept = allowed ? after : before;
  return {
    whole: kept,
    share: {
      allowed,
      remaining: Math.max(0, Math.floor((period - (kept - now)) / each + 1e-6)),
      reset: Math.ceil((kept - now) / 1000),
      retryAfter: allowed ? 0 : Math.max(1, Math.ceil((after - period - now) / 1000)),
    },
  };
}

/**
 * The same in Redis, in one step so that instances don't overwrite one another. Its clock is the one that all share.
 * KEYS[1] the caller; ARGV[1] milliseconds of the period; ARGV[2] milliseconds of one request. Returns `whole` and now, before it was taken.
 */
export const TAKE_SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local whole = tonumber(redis.call('GET', KEYS[1]) or now)
local before = math.max(whole, now)
local after = before + tonumber(ARGV[2])
if after - now <= tonumber(ARGV[1]) + 1e-6 then
  redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now) + 1000)
end
return { string.format('%.3f', before), string.format('%.3f', now) }
`;
