import { HttpException, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { refused } from '../http/refused.js';
import { RedisService } from '../redis/redis.service.js';
import type { BatchReport, BatchResult } from './batch.dto.js';
import type { ProbeTarget } from './probe-request.dto.js';
import { ProbesService } from './probes.service.js';

/** Targets of one batch that are looked at at once. */
const AT_ONCE = 16;

/** A batch is kept so long after its end, and so many are kept. */
const KEPT_MS = 3_600_000;
const MOST_BATCHES = 50;

const PREFIX = 'mtls-doctor:batch:';

interface Batch {
  id: string;
  total: number;
  results: BatchResult[];
  changed: EventEmitter;
  ended?: number;
}

/**
 * Looks at many targets in the background. The targets hold names of credentials, never keys, so that they may be kept.
 * With Redis the state is written there too, so that every pod can tell the progress; the work stays with this one.
 */
@Injectable()
export class BatchesService implements OnModuleDestroy {
  private readonly logger = new Logger('Batches');
  private readonly batches = new Map<string, Batch>();
  private stopped = false;

  constructor(
    private readonly probes: ProbesService,
    private readonly redis: RedisService,
  ) {}

  /**
   * Begins a batch.
   * @returns its id
   * @throws HttpException when too many run already
   */
  begin(targets: readonly ProbeTarget[]): string {
    this.forget();
    if (this.batches.size >= MOST_BATCHES)
      throw refused('OVERLOADED', `${MOST_BATCHES} batches are kept already; try again when one is over.`);
    const batch: Batch = { id: randomUUID(), total: targets.length, results: [], changed: new EventEmitter().setMaxListeners(0) };
    this.batches.set(batch.id, batch);
    const queue = targets.map((target, index) => ({ target, index }));
    const workers = Array.from({ length: Math.min(AT_ONCE, queue.length) }, () => this.work(batch, queue));
    Promise.all(workers)
      .then(() => this.end(batch))
      .catch((error: unknown) => this.logger.error(`A batch ended early: ${error instanceof Error ? error.name : 'unknown'}`));
    return batch.id;
  }

  private async work(batch: Batch, queue: { target: ProbeTarget; index: number }[]): Promise<void> {
    for (let next = queue.shift(); next && !this.stopped; next = queue.shift()) {
      batch.results.push(await this.lookAt(next.target, next.index));
      batch.changed.emit('change');
      if (batch.results.length % 50 === 0) await this.write(batch);
    }
  }

  private async lookAt(target: ProbeTarget, index: number): Promise<BatchResult> {
    try {
      return { index, report: await this.probes.probe(target) };
    } catch (error) {
      const problem = error instanceof HttpException ? (error.getResponse() as { errorCode?: string; detail?: string }) : {};
      return {
        index,
        problem: { errorCode: problem.errorCode ?? 'INTERNAL_ERROR', detail: problem.detail ?? 'The service failed on this target.' },
      };
    }
  }

  private async end(batch: Batch): Promise<void> {
    batch.ended = Date.now();
    batch.changed.emit('change');
    await this.write(batch);
  }

  private async write(batch: Batch): Promise<void> {
    if (this.redis.configured) await this.redis.set(PREFIX + batch.id, JSON.stringify(reportOf(batch)), KEPT_MS);
  }

  /** The state of a batch. @throws HttpException when there is none with this id */
  async find(id: string): Promise<BatchReport> {
    const batch = this.batches.get(id);
    if (batch) return reportOf(batch);
    const known = this.redis.configured ? await this.redis.get(PREFIX + id) : undefined;
    if (known?.answered && known.value) return JSON.parse(known.value) as BatchReport;
    throw refused('BATCH_NOT_FOUND', 'No batch has this id, or it is over for more than an hour.');
  }

  /** The results as they come, as server-sent events (WHATWG HTML, section 9.2), and one event `end`. @throws HttpException */
  async *events(id: string): AsyncGenerator<string> {
    const batch = this.batches.get(id);
    if (!batch) {
      const { results, ...state } = await this.find(id);
      for (const result of results) yield eventOf('result', result);
      yield eventOf('end', state);
      return;
    }
    for (let told = 0; ;) {
      for (; told < batch.results.length; told++) {
        yield eventOf('result', batch.results[told]);
        yield eventOf('progress', { done: told + 1, total: batch.total });
      }
      if (batch.results.length >= batch.total || this.stopped) break;
      await once(batch.changed, 'change');
    }
    yield eventOf('end', { id, total: batch.total, done: batch.results.length });
  }

  private forget(): void {
    for (const [id, { ended }] of this.batches) if (ended !== undefined && Date.now() - ended > KEPT_MS) this.batches.delete(id);
    for (const [id, { ended }] of this.batches) if (this.batches.size >= MOST_BATCHES && ended !== undefined) this.batches.delete(id);
  }

  onModuleDestroy(): void {
    this.stopped = true;
    for (const { changed } of this.batches.values()) changed.emit('change');
  }
}

const eventOf = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

const reportOf = ({ id, total, results }: Batch): BatchReport => ({
  id,
  total,
  done: results.length,
  results: results.toSorted((first, second) => first.index - second.index),
});
