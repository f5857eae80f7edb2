import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** How often it is looked whether the processor had a rest, in milliseconds. */
const PULSE = 20;

/** Of a pulse, the share of time from which on there was none. */
const NO_REST = 0.95;

/** After so many pulses without rest requests queue up; after so many with rest they do no longer. */
const BEGINS = 5;
const ENDS = 25;

/** While there is no overload, a heap that arrives at once may take so many times the limit, and so many requests always pass. */
const PATIENCE = 10;
const LEAST_SERVED = 16;

/** What is measured, so that a test can turn the clock. */
export interface Clock {
  now(): number;
  /** Share of the time since the last call in which the event loop worked, 0 to 1. */
  utilization(): number;
  /** Calls when all that has arrived by now was handled. */
  afterThisTurn(call: () => void): void;
}

/**
 * Tells whether a request should be refused at once because it can't be served in time.
 *
 * Node reads all requests that have arrived and handles them one after another in one turn of its loop, so that the time since the first of a turn
 * is what the next one has waited. A heap now and then is worked off and hurts nobody; only where the loop has had no rest for a while does a
 * queue stand that would not go away by itself (the idea of CoDel, RFC 8289, section 3: a standing queue is the one that counts). Then each turn
 * serves for as long as the limit says and refuses the rest, which costs little; those who are served have waited two turns at most.
 */
export class Overload {
  private began: number | undefined;
  private turns = 0;
  private served = 0;
  private streak = 0;
  private standing = false;

  /** @param limit milliseconds that a request may have waited while the queue stands */
  constructor(
    private readonly limit: number,
    private readonly clock: Clock,
  ) {}

  /** Whether requests have queued up for a while. */
  get isStanding(): boolean {
    return this.standing;
  }

  /** Which turn of the loop this is, of those in which there were requests. */
  get turn(): number {
    return this.turns;
  }

  /** @returns whether the request that is read now should be refused; it counts as served otherwise */
  refuses(): boolean {
    const now = this.clock.now();
    if (this.began === undefined) {
      this.began = now;
      this.served = 0;
      this.turns++;
      this.clock.afterThisTurn(() => (this.began = undefined));
    }
    const waited = now - this.began;
    const refuses = this.standing ? waited > this.limit : waited > PATIENCE * this.limit && this.served >= LEAST_SERVED;
    if (!refuses) this.served++;
    return refuses;
  }

  /** To be called with each pulse. */
  pulse(): void {
    const busy = this.clock.utilization() >= NO_REST;
    if (busy === this.standing) this.streak = 0;
    else if (++this.streak >= (this.standing ? ENDS : BEGINS)) {
      this.standing = busy;
      this.streak = 0;
    }
  }
}

/** The event loop of this process. */
export function loopClock(): Clock {
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  return {
    now: () => performance.now(),
    utilization: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
    afterThisTurn: (call) => setImmediate(call),
  };
}

/**
 * @param limit milliseconds
 * @returns what watches this process, and how to stop it
 */
export function watchLoad(limit: number): { overload: Overload; stop: () => void } {
  const overload = new Overload(limit, loopClock());
  const timer = setInterval(() => overload.pulse(), PULSE);
  timer.unref();
  return { overload, stop: () => clearInterval(timer) };
}
