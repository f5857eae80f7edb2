import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Config } from '../config.js';

/** How long a command is waited for, and how long between attempts to connect, in milliseconds. */
const COMMAND_TIMEOUT = 50;
const LONGEST_PAUSE = 2000;

/** How Redis is: `not-configured` where no REDIS_URL is set and nobody misses it. */
export type RedisState = 'up' | 'away' | 'not-configured';

/** The connection to Redis. Its absence is a state, never an error. */
@Injectable()
export class RedisService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Redis');
  private connection?: Redis;

  constructor(private readonly config: Config) {}

  async onModuleInit(): Promise<void> {
    if (!this.config.redisUrl) return;
    // Loaded only where it is used: a start without Redis is faster by it.
    const ioredis = await import('ioredis');
    this.connection = new ioredis.Redis(this.config.redisUrl, {
      lazyConnect: true,
      connectTimeout: 1000,
      commandTimeout: COMMAND_TIMEOUT,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      retryStrategy: (attempt) => Math.min(attempt * 100, LONGEST_PAUSE),
    });
    // The client emits every failed attempt; one line when it goes and one when it comes is enough.
    this.connection.on('error', () => {});
    this.connection.on('ready', () => this.logger.log('Redis is there'));
    this.connection.on('close', () => this.logger.warn('Redis is away; the service goes on without it'));
    void this.connection.connect().catch(() => {});
  }

  /** Asks Redis, for at most 50 ms. */
  async state(): Promise<RedisState> {
    if (!this.connection) return 'not-configured';
    try {
      await this.connection.ping();
      return 'up';
    } catch {
      return 'away';
    }
  }

  /**
   * Asks Redis for something, for at most 50 ms.
   * @returns undefined where there is no Redis, or it does not answer in time
   */
  async run<T>(command: (redis: Redis) => Promise<T>): Promise<T | undefined> {
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
