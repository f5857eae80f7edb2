import { HttpException, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Config } from '../config.js';
import { refused } from '../http/refused.js';
import { RedisService, type Connection } from '../redis/redis.service.js';
import type { BatchAccepted, BatchReport, BatchResult } from './batch.dto.js';
import { BatchesAway, type BatchStore, type StoredBatch } from './batch-store.js';
import { LocalBatches } from './local-batches.js';
import type { ProbeTarget } from './probe-request.dto.js';
import { ProbesService } from './probes.service.js';
import { QueuedBatches } from './queued-batches.js';

/** The work on batches begins so long after the start, which it must not delay, in milliseconds. */
const BEGINS_AFTER = 500;

/** How often the progress is looked at for somebody who follows it. */
const POLL = 200;

/** The form of an id; anything else is asked of nobody. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Looks at many targets in the background: shared between pods through Redis, or in memory where there is none. */
@Injectable()
export class BatchesService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly local = new LocalBatches((target, index, by) => this.lookAt(target, index, by));
  private opened?: Promise<BatchStore>;
  private stopped = false;

  constructor(
    private readonly probes: ProbesService,
    private readonly redis: RedisService,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    setTimeout(() => void this.queued(), BEGINS_AFTER).unref();
  }

  /** The batches in Redis, where one is configured; from the first call on this instance takes part in the work. */
  private async queued(): Promise<BatchStore | undefined> {
    const { redisUrl } = this.config;
    if (!redisUrl || this.stopped) return undefined;
    this.opened ??= QueuedBatches.open(
      redisUrl,
      (work) => this.ask(work),
      (target, index, by) => this.lookAt(target, index, by),
    );
    return this.opened;
  }

  /** Asks again while answers are late. @throws BatchesAway */
  private async ask<T>(work: (redis: Connection) => Promise<T>): Promise<T> {
    for (;;) {
      const answer = await this.redis.ask(work);
      if (answer.answered) return answer.value;
      if (!answer.late) throw new BatchesAway();
    }
  }

  /**
   * Begins a batch.
   * @param by for the audit: who asked for it
   * @returns its id
   * @throws HttpException when too many run already
   */
  async begin(targets: readonly ProbeTarget[], by: string): Promise<BatchAccepted> {
    const queued = await this.queued();
    const shared = await queued?.begin(targets, by);
    if (shared) return { id: shared };
    const id = await this.local.begin(targets, by);
    if (!id) throw refused('OVERLOADED', 'Too many batches are kept already; try again when one is over.');
    return { id, ...(queued && { degraded: true }) };
  }

  private async lookAt(target: ProbeTarget, index: number, by: string): Promise<BatchResult> {
    try {
      return { index, report: await this.probes.probe(target, { by }) };
    } catch (error) {
      const problem = error instanceof HttpException ? (error.getResponse() as { errorCode?: string; detail?: string }) : {};
      return {
        index,
        problem: { errorCode: problem.errorCode ?? 'INTERNAL_ERROR', detail: problem.detail ?? 'The service failed on this target.' },
      };
    }
  }

  /** The state of a batch. @throws HttpException when there is none with this id, or what holds it does not answer */
  async find(id: string): Promise<BatchReport> {
    return answering(async () => {
      const batch = await this.stored(id);
      const results = await batch.results((await batch.done()).toSorted((first, second) => first - second));
      return { id, total: batch.total, done: results.length, results };
    });
  }

  private async stored(id: string): Promise<StoredBatch> {
    const batch = ID.test(id) ? ((await this.local.find(id)) ?? (await (await this.queued())?.find(id))) : undefined;
    if (!batch) throw refused('BATCH_NOT_FOUND', 'No batch has this id, or it is over for more than an hour.');
    return batch;
  }

  /**
   * The results as they come, as server-sent events (WHATWG HTML, section 9.2), and one event `end`.
   * @returns ends early when the service does, or when what holds the batch does not answer
   * @throws HttpException when there is none with this id
   */
  async events(id: string): Promise<AsyncGenerator<string>> {
    const batch = await answering(() => this.stored(id));
    return this.follow(id, batch);
  }

  private async *follow(id: string, batch: StoredBatch): AsyncGenerator<string> {
    const told = new Set<number>();
    const { total } = batch;
    try {
      while (told.size < total && !this.stopped) {
        const news = (await batch.done()).filter((index) => !told.has(index));
        for (const result of await batch.results(news)) {
          told.add(result.index);
          yield eventOf('result', result);
          yield eventOf('progress', { done: told.size, total });
        }
        if (told.size < total) await pause(POLL);
      }
    } catch (error) {
      // The browser asks again by itself when a stream ends without its `end`.
      if (error instanceof BatchesAway) return;
      throw error;
    }
    if (told.size === total) yield eventOf('end', { id, total, done: told.size });
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await Promise.all([this.local.stop(), this.opened?.then((queued) => queued.stop())]);
  }
}

async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BatchesAway)
      throw refused('OVERLOADED', 'Redis, which holds the batches, does not answer now; the work goes on once it is back.', {
        retryAfter: 1,
      });
    throw error;
  }
}

const eventOf = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
