import type { Job, Queue, Worker } from 'bullmq';
import type { EventEmitter } from 'node:events';
import { makeConnection, type Connection } from './connect.js';

/** A queue that all instances work on, each job on one of them. */
export interface SharedQueue<Data, Result> {
  queue: Queue<Data, Result>;
  worker: Worker<Data, Result>;
  close(): Promise<void>;
}

/** In braces, so that a Redis Cluster keeps all keys of a queue in one slot. */
export const PREFIX = '{mtls-doctor}';

/**
 * Opens a queue of BullMQ on Redis. It waits for a Redis that is away, so that nobody should wait for it. No key and no password may enter a job.
 * @param url as for `makeConnection`
 * @param name of the queue
 * @param work does one job; when the instance dies, another one does it again
 * @param concurrency how many jobs this instance does at once
 * @param noticedAfter after how many milliseconds a dead instance's jobs are done by another
 */
export async function openQueue<Data, Result>(
  url: string,
  name: string,
  work: (job: Job<Data, Result>) => Promise<Result>,
  concurrency = 1,
  noticedAfter = 30_000,
): Promise<SharedQueue<Data, Result>> {
  // Loaded only where there is a Redis: a start without it is faster by it.
  const bullmq = await import('bullmq');
  // Jobs may wait for a Redis that is away; requests may not, hence connections of their own.
  const connections: Connection[] = [await makeConnection(url, 'patient'), await makeConnection(url, 'patient')];
  const [forQueue, forWorker] = connections as [Connection, Connection];
  // It would write its advice about Redis' version and eviction to the console, between our log lines; docs/OPERATIONS.md has it.
  const common = { prefix: PREFIX, skipVersionCheck: true };
  const queue = new bullmq.Queue<Data, Result>(name, { connection: forQueue, ...common });
  const worker = new bullmq.Worker<Data, Result>(name, work, {
    connection: forWorker,
    ...common,
    concurrency,
    lockDuration: noticedAfter,
    stalledInterval: noticedAfter / 2,
    maxStalledCount: 5,
  });
  // An absent Redis is told once, by the service's own connection.
  for (const emitter of [queue, worker, ...connections] as EventEmitter[]) emitter.on('error', () => {});
  return {
    queue,
    worker,
    close: async () => {
      // Politely while Redis answers; a Redis that is away must not hold up the end.
      const closed = Promise.allSettled([worker.close(forWorker.status !== 'ready'), queue.close()]);
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
      for (const connection of connections) connection.disconnect();
    },
  };
}
