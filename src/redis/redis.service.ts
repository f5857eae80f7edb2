import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config.js';
import { COMMAND_TIMEOUT, makeConnection, type Connection } from './connect.js';

/** How Redis is: `not-configured` where no REDIS_URL is set and nobody misses it. */
export type RedisState = 'up' | 'away' | 'not-configured';

/** What became of a command: an answer, or none in time. */
export type Answer<T> = { answered: true; value: T } | { answered: false };

/** Deletes a key only while it holds our value, so that nobody ends the lock of another. */
const RELEASE = "if redis.call('get',KEYS[1])==ARGV[1] then return redis.call('del',KEYS[1]) else return 0 end";

/** Lengthens a lock only while it holds our value. */
const RENEW = "if redis.call('get',KEYS[1])==ARGV[1] then return redis.call('pexpire',KEYS[1],ARGV[2]) else return 0 end";

/** Counts, and lets the counter end with its window. */
const COUNT =
  "local n=redis.call('incrby',KEYS[1],ARGV[1]) if redis.call('pttl',KEYS[1])<0 then redis.call('pexpire',KEYS[1],ARGV[2]) end return n";

/** The connection to Redis. Its absence is a state, never an error, and no command is waited for longer than 50 ms. */
@Injectable()
export class RedisService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Redis');
  private connection?: Connection;

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

  /** Takes a lock that ends by itself. @param token what to release it with @returns whether it is ours */
  async lock(key: string, token: string, ttlMs: number): Promise<Answer<boolean>> {
    const answer = await this.ask((redis) => redis.set(key, token, 'PX', ttlMs, 'NX'));
    return answer.answered ? { answered: true, value: answer.value === 'OK' } : answer;
  }

  /** Lengthens our own lock. */
  async renew(key: string, token: string, ttlMs: number): Promise<void> {
    await this.ask((redis) => redis.eval(RENEW, 1, key, token, ttlMs));
  }

  /** Ends our own lock. */
  async release(key: string, token: string): Promise<void> {
    await this.ask((redis) => redis.eval(RELEASE, 1, key, token));
  }

  /** Adds to a counter that begins again with each window. @returns its value */
  count(key: string, by: number, windowMs: number): Promise<Answer<number>> {
    return this.ask(async (redis) => Number(await redis.eval(COUNT, 1, key, by, windowMs)));
  }

  private async ask<T>(work: (redis: Connection) => Promise<T>): Promise<Answer<T>> {
    if (!this.connection || this.connection.status !== 'ready') return { answered: false };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      // While the event loop was busy the answer may have arrived unread: it is looked at before we give up.
      timer = setTimeout(() => setImmediate(() => setImmediate(() => reject(new Error('late')))), COMMAND_TIMEOUT);
    });
    try {
      return { answered: true, value: await Promise.race([work(this.connection), late]) };
    } catch {
      return { answered: false };
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Asks Redis for something, for at most 50 ms.
   * @returns undefined where there is no Redis, or it does not answer in time
   */
  async run<T>(command: (redis: Connection) => Promise<T>): Promise<T | undefined> {
    if (this.connection?.status !== 'ready') return undefined;
    try {
      return await command(this.connection);
    } catch {
      return undefined;
    }
  }

  onModuleDestroy(): void {
    this.connection?.disconnect();
  }
}
