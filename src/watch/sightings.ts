import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Observation } from '../connectivity-probe/observation.js';
import { RedisService } from '../redis/redis.service.js';
import type { WatchedTarget } from './watch-list.js';

/** What the last look at a target came to. It is kept as it was seen, so that it is judged by the rules of whoever reads it. */
export interface Sighting {
  observation?: Observation;
  /** Instead of it: why there was no look. */
  problem?: { errorCode: string; detail: string };
  /** When, in milliseconds since 1970. */
  looked: number;
  /** When the logon began or ceased to work, as far back as anybody remembers. */
  changed?: number;
}

const PREFIX = 'mtls-doctor:watch:';

/** For how many intervals a sighting is kept in Redis, and for how long at least, in milliseconds. */
const INTERVALS_KEPT = 4;
const LEAST_KEPT = 86_400_000;

/** Remembers sightings, in this process and through Redis for all of them. */
@Injectable()
export class Sightings {
  private readonly here = new Map<string, Sighting>();

  constructor(private readonly redis: RedisService) {}

  /** The last sighting of a target that is known here. */
  of(target: WatchedTarget): Sighting | undefined {
    return this.here.get(keyOf(target));
  }

  /** Keeps a sighting, for the other instances too. @param interval in seconds */
  async keep(target: WatchedTarget, sighting: Sighting, interval: number): Promise<void> {
    const key = keyOf(target);
    this.here.set(key, sighting);
    if (!this.redis.configured) return;
    const ttl = Math.max(LEAST_KEPT, interval * 1000 * INTERVALS_KEPT);
    await this.redis.set(key, JSON.stringify(sighting), ttl);
    await this.redis.set(`${key}:at`, String(sighting.looked), ttl);
  }

  /** Takes over what other instances saw since, and forgets targets that are watched no more. */
  async share(targets: readonly WatchedTarget[]): Promise<void> {
    const keys = new Set(targets.map(keyOf));
    for (const key of this.here.keys()) if (!keys.has(key)) this.here.delete(key);
    if (this.redis.configured) await Promise.all([...keys].map((key) => this.fetch(key)));
  }

  private async fetch(key: string): Promise<void> {
    const at = await this.redis.get(`${key}:at`);
    const known = this.here.get(key)?.looked ?? 0;
    if (!at.answered || Number(at.value) <= known) return;
    const found = await this.redis.get(key);
    if (!found.answered || found.value === null) return;
    try {
      const sighting = JSON.parse(found.value) as Sighting;
      if (sighting.looked > known) this.here.set(key, sighting);
    } catch {
      // Somebody else's value under our key is no sighting.
    }
  }
}

/** Everything that changes the look; the name does not. */
function keyOf(target: WatchedTarget): string {
  const look = Object.entries(target).filter(([field]) => field !== 'name');
  const parts = look.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return PREFIX + createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
}
