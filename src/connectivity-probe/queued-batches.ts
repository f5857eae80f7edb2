import { randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { openQueue, PREFIX, type SharedQueue } from '../redis/queue.js';
import type { Connection } from '../redis/redis.service.js';
import type { BatchResult } from './batch.dto.js';
import type { BatchStore, LookAtTarget, StoredBatch } from './batch-store.js';
import type { ProbeTarget } from './probe-request.dto.js';

/** What stands in the queue: a target holds the name of a credential at most, never a key or a password. */
interface Task {
  batch: string;
  index: number;
  target: ProbeTarget;
  /** Who asked for it, for the audit. */
  by: string;
}

/** Looks for batches that run at once in a process. */
const AT_ONCE = 16;

/** A batch is kept so long, in milliseconds. */
const KEPT_MS = 3_600_000;

/** Tasks that are handed to Redis, and results that are fetched, with one command. */
const CHUNK = 50;

/** A process that is gone is noticed after so long, in milliseconds; then another does what it had begun. */
const NOTICED_AFTER = 10_000;

const QUEUE = 'probes';

const tasksOf = (batch: string, by: string, targets: readonly ProbeTarget[]) =>
  targets.map((target, index) => ({
    name: 'look',
    data: { batch, index, target, by },
    // The same target of the same batch counts once, so that it may be handed over again when an answer was late.
    opts: { jobId: `${batch}-${index}`, removeOnComplete: true, removeOnFail: true, attempts: 5, backoff: { type: 'fixed', delay: 1000 } },
  }));

/** Sends a command; it throws when there is no answer. */
type Ask = <T>(work: (redis: Connection) => Promise<T>) => Promise<T>;

async function work({ batch, index, target, by }: Task, ask: Ask, lookAt: LookAtTarget): Promise<void> {
  // A batch that was given up while Redis was away, or is over for more than an hour.
  if ((await ask((redis) => redis.exists(keyOf(batch)))) === 0) return;
  const result = deflateRawSync(JSON.stringify(await lookAt(target, index, by)));
  await ask((redis) => redis.hset(resultsOf(batch), String(index), result));
  await ask((redis) => redis.pexpire(resultsOf(batch), KEPT_MS));
}

/** Batches in Redis: every instance takes part in the work, and what one leaves undone another does. */
export class QueuedBatches implements BatchStore {
  private constructor(
    private readonly shared: Pick<SharedQueue<Task, void>, 'queue' | 'close'>,
    private readonly ask: Ask,
  ) {}

  /**
   * Takes part in the work from now on.
   * @param url of Redis
   * @param ask sends a command; it throws when there is no answer
   */
  static async open(url: string, ask: Ask, lookAt: LookAtTarget): Promise<QueuedBatches> {
    const shared = await openQueue<Task, void>(url, QUEUE, ({ data }) => work(data, ask, lookAt), AT_ONCE, NOTICED_AFTER);
    return new QueuedBatches(shared, ask);
  }

  async begin(targets: readonly ProbeTarget[], by: string): Promise<string | undefined> {
    const id = randomUUID();
    const tasks = tasksOf(id, by, targets);
    try {
      await this.ask((redis) => redis.set(keyOf(id), targets.length, 'PX', KEPT_MS));
      for (let at = 0; at < tasks.length; at += CHUNK) await this.ask(() => this.shared.queue.addBulk(tasks.slice(at, at + CHUNK)));
      return id;
    } catch {
      // Those that are in the queue already are worked on by nobody.
      await this.ask((redis) => redis.del(keyOf(id))).catch(() => {});
      return undefined;
    }
  }

  async find(id: string): Promise<StoredBatch | undefined> {
    const total = await this.ask((redis) => redis.get(keyOf(id)));
    if (total === null) return undefined;
    return {
      total: Number(total),
      done: async () => (await this.ask((redis) => redis.hkeys(resultsOf(id)))).map(Number),
      results: (indexes) => this.fetch(id, indexes),
    };
  }

  private async fetch(id: string, indexes: readonly number[]): Promise<BatchResult[]> {
    const results: BatchResult[] = [];
    for (let at = 0; at < indexes.length; at += CHUNK) {
      const wanted = indexes.slice(at, at + CHUNK).map(String);
      const found = await this.ask((redis) => redis.hmgetBuffer(resultsOf(id), ...wanted));
      for (const packed of found) if (packed) results.push(JSON.parse(inflateRawSync(packed).toString()) as BatchResult);
    }
    return results;
  }

  async stop(): Promise<void> {
    await this.shared.close();
  }
}

const keyOf = (id: string) => `${PREFIX}:batch:${id}`;
const resultsOf = (id: string) => `${PREFIX}:batch:${id}:results`;
