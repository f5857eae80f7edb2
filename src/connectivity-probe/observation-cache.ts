import { Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RedisService, type Lock } from '../redis/redis.service.js';
import type { Observation } from './observation.js';

/** An observation with its age. */
export interface Kept {
  observation: Observation;
  /** When the look ended, in milliseconds since 1970. */
  stored: number;
  ttlMs: number;
}

export interface Shared extends Kept {
  /** Whether it was made for somebody else. */
  hit: boolean;
  /** Redis is configured and did not answer. */
  degraded: boolean;
}

export interface Sharing {
  /** Everything that changes the look, and no secret; undefined for a look that is nobody else's business. */
  key?: string;
  /** Look afresh: only a look that ends after now counts. */
  fresh: boolean;
  /** How long all may take, waiting for others included, in milliseconds. */
  timeoutMs: number;
  /** @param timeoutMs what is left of that time */
  look(timeoutMs: number): Promise<Observation>;
  ttlOf(observation: Observation): number;
}

/** How many observations a process keeps; one takes 5 to 100 KB. */
const MOST_KEPT = 500;

/** How often another pod's look is asked for. */
const POLL = 40;

/** How long a lock outlives its owner's last sign of life, and how often the owner gives one. */
const LOCK_MS = 3000;
const RENEWAL = 200;

/** What is left at least for a look of our own after having waited for another's, in milliseconds. */
const LEAST_LOOK = 250;

/** Looks are spread over so many slots of a Cluster. */
const SLOTS = 8;

/** Where a look and its lock are kept: keys of bounded length, from which nobody reads who looks at what. */
function placeOf(key: string): { redisKey: string; lock: Lock } {
  const digest = createHash('sha256').update(key).digest();
  const ground = `mtls-doctor:probe:{${(digest[0] ?? 0) % SLOTS}}`;
  const redisKey = `${ground}:${digest.toString('base64url')}`;
  return { redisKey, lock: { key: `${redisKey}:lock`, ground, ttlMs: LOCK_MS, renewalMs: RENEWAL } };
}

/**
 * Lets everybody who asks for the same look share one: in this process, and through Redis across pods. It keeps what
 * was seen, never what was concluded. Without Redis, or while it is away, each process goes on by itself.
 */
@Injectable()
export class ObservationCache {
  private readonly kept = new Map<string, Kept>();
  private readonly running = new Map<string, Promise<Shared>>();

  constructor(private readonly redis: RedisService) {}

  /** Hands out a look: kept, being made, or made now. */
  async share(sharing: Sharing): Promise<Shared> {
    if (!sharing.key) return { ...this.stamped(await sharing.look(sharing.timeoutMs), sharing), hit: false, degraded: false };
    const { key } = sharing;
    const known = sharing.fresh ? undefined : this.recall(key);
    if (known) return { ...known, hit: true, degraded: false };
    const running = this.running.get(key);
    if (running) return { ...(await running), hit: true };
    const flight = this.shareAcrossPods(key, sharing).finally(() => this.running.delete(key));
    this.running.set(key, flight);
    return flight;
  }

  private async shareAcrossPods(key: string, sharing: Sharing): Promise<Shared> {
    if (!this.redis.configured) return { ...(await this.look(key, sharing, sharing.timeoutMs)), hit: false, degraded: false };
    const begin = Date.now();
    const token = randomUUID();
    const { redisKey, lock } = placeOf(key);
    for (const end = begin + sharing.timeoutMs; ;) {
      const left = Math.max(LEAST_LOOK, end - Date.now());
      // A look afresh must have ended after it was asked for.
      const found = await this.recallShared(redisKey, sharing.fresh ? begin : 0);
      if (found === 'away') return { ...(await this.look(key, sharing, left)), hit: false, degraded: true };
      if (found && found !== 'late') return this.hit(key, found);
      // Asked again with the same token, so that a lock whose answer came too late to be read is not lost.
      const held = found === 'late' ? undefined : await this.redis.lock(lock, token);
      if (held && !held.answered && !held.late) return { ...(await this.look(key, sharing, left)), hit: false, degraded: true };
      if (held?.answered && held.value) return this.lookForAll(key, token, sharing, begin, left);
      // Another pod looks. If it dies, its lock ends soon; if we can't wait so long, we look ourselves.
      if (Date.now() + POLL + LEAST_LOOK >= end) {
        const made = await this.look(key, sharing, left);
        await this.redis.release(lock, token);
        return { ...made, hit: false, degraded: false };
      }
      if (held?.answered) await pause(POLL);
    }
  }

  private async lookForAll(key: string, token: string, sharing: Sharing, begin: number, left: number): Promise<Shared> {
    const { redisKey, lock } = placeOf(key);
    const alive = setInterval(() => void this.redis.renew(lock, token), RENEWAL);
    try {
      // Between our question and our lock another pod may have finished.
      let found: Awaited<ReturnType<ObservationCache['recallShared']>>;
      do found = await this.recallShared(redisKey, sharing.fresh ? begin : 0);
      while (found === 'late');
      if (found && found !== 'away') return this.hit(key, found);
      const made = await this.look(key, sharing, left);
      if (made.ttlMs === 0) return { ...made, hit: false, degraded: false };
      const written = await this.redis.set(redisKey, JSON.stringify(made), made.ttlMs);
      return { ...made, hit: false, degraded: !written.answered && !written.late };
    } finally {
      clearInterval(alive);
      await this.redis.release(lock, token);
    }
  }

  private hit(key: string, found: Kept): Shared {
    this.remember(key, found);
    return { ...found, hit: true, degraded: false };
  }

  private async look(key: string, sharing: Sharing, timeoutMs: number): Promise<Kept> {
    const made = this.stamped(await sharing.look(timeoutMs), sharing);
    this.remember(key, made);
    return made;
  }

  private stamped(observation: Observation, sharing: Sharing): Kept {
    return { observation, stored: Date.now(), ttlMs: sharing.ttlOf(observation) };
  }

  private recall(key: string): Kept | undefined {
    const found = this.kept.get(key);
    if (found && Date.now() - found.stored < found.ttlMs) return found;
    this.kept.delete(key);
    return undefined;
  }

  private async recallShared(redisKey: string, since: number): Promise<Kept | 'away' | 'late' | undefined> {
    const answer = await this.redis.get(redisKey);
    if (!answer.answered) return answer.late ? 'late' : 'away';
    if (answer.value === null) return undefined;
    try {
      const found = JSON.parse(answer.value) as Kept;
      return found.stored > since ? found : undefined;
    } catch {
      // Somebody else's value under our key is no observation.
      return undefined;
    }
  }

  private remember(key: string, made: Kept): void {
    this.kept.delete(key);
    if (made.ttlMs > 0) this.kept.set(key, made);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}
