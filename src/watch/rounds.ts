import { createHash } from 'node:crypto';
import { openQueue } from '../redis/queue.js';
import type { Watched } from './watch-list.js';

/** Rounds that all instances share: each is made by one of them. */
export interface Rounds {
  /** Sets the schedule that a list asks for, also when Redis has forgotten it; a list that changed is looked at at once. */
  schedule(watched: Watched): void;
  close(): Promise<void>;
}

const QUEUE = 'watch';
const SCHEDULER = 'rounds';

/** For how many seconds a round for a changed list is not made a second time by another instance that reads the same list later. */
const REMEMBERED = 300;

/**
 * Shares the schedule with the other instances through BullMQ.
 * @param url of Redis
 * @param round makes one
 */
export async function openRounds(url: string, round: () => Promise<void>): Promise<Rounds> {
  const { queue, close } = await openQueue<object, void>(url, QUEUE, round);
  let known: string | undefined;
  let busy = false;
  const set = async ({ interval, targets }: Watched, list: string) => {
    // A flushed or restarted Redis has no schedule any more.
    if (list === known && (await queue.getJobScheduler(SCHEDULER))) return;
    // Two rounds at once would look twice at what is due.
    await queue.setGlobalConcurrency(1);
    const done = { removeOnComplete: { age: REMEMBERED }, removeOnFail: true };
    await queue.upsertJobScheduler(
      SCHEDULER,
      { every: interval * 1000 },
      { name: 'round', data: {}, opts: { removeOnComplete: true, removeOnFail: true } },
    );
    if (targets.length > 0) await queue.add('changed', {}, { ...done, jobId: `list-${list}` });
  };
  return {
    schedule: (watched) => {
      if (busy) return;
      const list = createHash('sha256').update(JSON.stringify(watched)).digest('hex').slice(0, 16);
      busy = true;
      // Not waited for: without Redis it comes about when Redis is there.
      void set(watched, list)
        .then(
          () => (known = list),
          () => {},
        )
        .finally(() => (busy = false));
    },
    close,
  };
}
