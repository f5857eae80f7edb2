import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config.js';
import { COMMAND_TIMEOUT, makeConnection, type Connection } from './connect.js';

export type { Connection } from './connect.js';

/** How Redis is: `not-configured` where no REDIS_URL is set and nobody misses it. */
export type RedisState = 'up' | 'away' | 'not-configured';

/** What became of a command: an answer, or none; `late` where Redis is there and may answer the next one in time. */
export type Answer<T> = { answered: true; value: T } | { answered: false; late: boolean };

/** A lock across processes. */
export interface Lock {
  key: string;
  /** Stands before keys that tell a Redis that was flushed; of the same slot as the key, which a Cluster demands of one script. */
  ground: string;
  /** It ends so long after its owner's last sign of life, who gives one each time that `renewalMs` has passed. */
  ttlMs: number;
  renewalMs: number;
}

/** After so many rounds of renewal every living owner has taken its lock again, even if one came late. */
const SETTLING_ROUNDS = 2.5;

/** Deletes a key only while it holds our value, so that nobody ends the lock of another. */
const RELEASE = "if redis.call('get',KEYS[1])==ARGV[1] then return redis.call('del',KEYS[1]) else return 0 end";

/**
 * Takes a lock, also when an earlier attempt of ours took it and its answer came too late to be read. A Redis that is new
 * or was flushed knows nothing of the locks that are held: it gives none away until their owners had time to take them again.
 */
const LOCK = `
local holder = redis.call('get', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
if not holder then
  if redis.call('exists', KEYS[2]) == 0 then
    redis.call('set', KEYS[2], '1')
    redis.call('set', KEYS[3], '1', 'PX', ARGV[3])
  end
  if redis.call('exists', KEYS[3]) == 1 then return 0 end
end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** Lengthens a lock of ours, and takes it again when it is gone. */
const RENEW = "local h=redis.call('get',KEYS[1]) if not h or h==ARGV[1] then redis.call('set',KEYS[1],ARGV[1],'PX',ARGV[2]) end";

/** Counts, and lets the counter end with its window. */
const COUNT =
  "local n=redis.call('incrby',KEYS[1],ARGV[1]) if redis.call('pttl',KEYS[1])<0 then redis.call('pexpire',KEYS[1],ARGV[2]) end return n";

/** Stands for an answer that did not come in time. */
const LATE = Symbol('late');

/** Redis counts as away once every answer for so long was late; then it is asked again after a rest, both in milliseconds. */
const PATIENCE = 250;
const REST = 500;

/** The connection to Redis. Its absence is a state, never an error, and no command is waited for longer than 50 ms. */
@Injectable()
export class RedisService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Redis');
  private connection?: Connection;
  private lateSince?: number;
  private restsUntil = 0;

  constructor(private readonly config: Config) {}

  async onModuleInit(): Promise<void> {
    if (!this.config.redisUrl) return;
    this.connection = await makeConnection(this.config.redisUrl);
    // The client emits every failed attempt; one line when it goes and one when it comes is enough.
    this.connection.on('error', () => {});
    this.connection.on('ready', () => this.logger.log('Redis is there'));
    this.connection.on('close', () => this.logger.warn('Redis is away; the service goes on without it'));
    void this.connection.connect().catch(() => {});
  }

  /** Whether a REDIS_URL is set. */
  get configured(): boolean {
    return this.config.redisUrl !== undefined;
  }

  /** Asks Redis, for at most 50 ms. */
  async state(): Promise<RedisState> {
    if (!this.configured) return 'not-configured';
    return (await this.ask((redis) => redis.ping())).answered ? 'up' : 'away';
  }

  /** The value of a key, null where there is none. */
  get(key: string): Promise<Answer<string | null>> {
    return this.ask((redis) => redis.get(key));
  }

  /** Keeps a value for a time. */
  set(key: string, value: string, ttlMs: number): Promise<Answer<unknown>> {
    return this.ask((redis) => redis.set(key, value, 'PX', ttlMs));
  }

  /**
   * Takes a lock that ends by itself.
   * @param token what to release it with; it may be asked for again with the same token
   * @returns whether it is ours
   */
  lock({ key, ground, ttlMs, renewalMs }: Lock, token: string): Promise<Answer<boolean>> {
    const keys = [key, `${ground}:known`, `${ground}:settling`];
    return this.ask(async (redis) => (await redis.eval(LOCK, keys.length, ...keys, token, ttlMs, SETTLING_ROUNDS * renewalMs)) === 1);
  }

  /** Lengthens our own lock, also one that a flush took from us. */
  async renew({ key, ttlMs }: Lock, token: string): Promise<void> {
    await this.ask((redis) => redis.eval(RENEW, 1, key, token, ttlMs));
  }

  /** Ends our own lock. */
  async release({ key }: Lock, token: string): Promise<void> {
    await this.ask((redis) => redis.eval(RELEASE, 1, key, token));
  }

  /** Adds to a counter that begins again with each window. @returns its value */
  count(key: string, by: number, windowMs: number): Promise<Answer<number>> {
    return this.ask(async (redis) => Number(await redis.eval(COUNT, 1, key, by, windowMs)));
  }

  /**
   * Asks Redis for something, for at most 50 ms.
   * @param work sends one command
   * @returns its answer; none while Redis is away, or when the answer is an error or late
   */
  async ask<T>(work: (redis: Connection) => Promise<T>): Promise<Answer<T>> {
    if (this.connection?.status !== 'ready' || Date.now() < this.restsUntil) return { answered: false, late: false };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof LATE>((resolve) => {
      // While the event loop was busy the answer may have arrived unread: it is looked at before we give up.
      timer = setTimeout(() => setImmediate(() => setImmediate(() => resolve(LATE))), COMMAND_TIMEOUT);
    });
    const asked = work(this.connection).finally(() => (this.lateSince = undefined));
    try {
      const value = await Promise.race([asked, late]);
      if (value !== LATE) return { answered: true, value };
      asked.catch(() => {});
      return { answered: false, late: this.noteLate() };
    } catch {
      return { answered: false, late: false };
    } finally {
      clearTimeout(timer);
    }
  }

  /** @returns whether it is worth while to ask again at once */
  private noteLate(): boolean {
    this.lateSince ??= Date.now();
    if (Date.now() - this.lateSince < PATIENCE) return true;
    this.restsUntil = Date.now() + REST;
    this.lateSince = undefined;
    return false;
  }

  onModuleDestroy(): void {
    this.connection?.disconnect();
  }
}
