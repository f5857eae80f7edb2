import { randomUUID } from 'node:crypto';
import type { BatchResult } from './batch.dto.js';
import type { BatchStore, LookAtTarget, StoredBatch } from './batch-store.js';
import type { ProbeTarget } from './probe-request.dto.js';

/** Targets of one batch that are looked at at once. */
const AT_ONCE = 16;

/** A batch is kept so long after its end, and so many are kept. */
const KEPT_MS = 3_600_000;
const MOST_BATCHES = 50;

interface Batch {
  total: number;
  by: string;
  results: Map<number, BatchResult>;
  ended?: number;
}

/** Batches in this process's own memory: where there is no Redis, or while it is away. They end with the process. */
export class LocalBatches implements BatchStore {
  private readonly batches = new Map<string, Batch>();
  private stopped = false;

  constructor(private readonly lookAt: LookAtTarget) {}

  /** @returns undefined when too many are kept already */
  async begin(targets: readonly ProbeTarget[], by: string): Promise<string | undefined> {
    this.forget();
    if (this.batches.size >= MOST_BATCHES) return undefined;
    const id = randomUUID();
    const batch: Batch = { total: targets.length, results: new Map(), by };
    this.batches.set(id, batch);
    const queue = targets.map((target, index) => ({ target, index }));
    const workers = Array.from({ length: Math.min(AT_ONCE, queue.length) }, () => this.work(batch, queue));
    void Promise.all(workers).then(() => (batch.ended = Date.now()));
    return id;
  }

  private async work({ results, by }: Batch, queue: { target: ProbeTarget; index: number }[]): Promise<void> {
    for (let next = queue.shift(); next && !this.stopped; next = queue.shift())
      results.set(next.index, await this.lookAt(next.target, next.index, by));
  }

  async find(id: string): Promise<StoredBatch | undefined> {
    const batch = this.batches.get(id);
    if (!batch) return undefined;
    return {
      total: batch.total,
      done: async () => [...batch.results.keys()],
      results: async (indexes) => indexes.flatMap((index) => batch.results.get(index) ?? []),
    };
  }

  private forget(): void {
    for (const [id, { ended }] of this.batches) if (ended !== undefined && Date.now() - ended > KEPT_MS) this.batches.delete(id);
    for (const [id, { ended }] of this.batches) if (this.batches.size >= MOST_BATCHES && ended !== undefined) this.batches.delete(id);
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }
}
