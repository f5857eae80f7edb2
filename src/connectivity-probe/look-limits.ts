import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';
import { queues } from '../observed.js';
import { RedisService } from '../redis/redis.service.js';

/** Looks that run at once in this process, and that wait for their turn. */
const MOST_RUNNING = 64;
const MOST_WAITING = 2000;

const WINDOW = 60_000;

/** More targets than this are not counted one by one. */
const MOST_COUNTED = 10_000;

/** Keeps the service from being overrun, and from being used to overrun others. */
@Injectable()
export class LookLimits {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly counts = new Map<string, { begin: number; count: number }>();

  constructor(
    private readonly config: Config,
    private readonly redis: RedisService,
  ) {}

  /**
   * Runs a look when there is room for it.
   * @returns what it returns, or undefined when too many wait already
   */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.running >= MOST_RUNNING) {
      if (this.waiting.length >= MOST_WAITING) return undefined;
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        this.tell();
      });
    }
    this.running++;
    this.tell();
    try {
      return await work();
    } finally {
      this.running--;
      this.waiting.shift()?.();
      this.tell();
    }
  }

  private tell(): void {
    queues.tell({ queue: 'looks', running: this.running, waiting: this.waiting.length });
  }

  /**
   * Counts a look at a target, here and across pods.
   * @param target host and port
   * @param weight a full look counts as ten
   * @returns whether the target may be looked at once more in this minute
   */
  async mayLookAt(target: string, weight: number): Promise<boolean> {
    const most = this.config.probeTargetLimit;
    if (most === 0) return true;
    const window = Math.floor(Date.now() / WINDOW);
    const shared = this.redis.configured ? await this.redis.count(`mtls-doctor:looks:${window}:${target}`, weight, WINDOW) : undefined;
    const count = this.countHere(target, weight);
    return (shared?.answered ? shared.value : count) <= most;
  }

  private countHere(target: string, weight: number): number {
    const now = Date.now();
    const known = this.counts.get(target);
    const counted = known && now - known.begin < WINDOW ? known : { begin: now, count: 0 };
    counted.count += weight;
    if (this.counts.size >= MOST_COUNTED) this.counts.clear();
    this.counts.set(target, counted);
    return counted.count;
  }
}
