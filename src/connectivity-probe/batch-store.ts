import type { BatchResult } from './batch.dto.js';
import type { ProbeTarget } from './probe-request.dto.js';

/** Looks at one target of a batch, for whom the audit names; every failure is a result. */
export type LookAtTarget = (target: ProbeTarget, index: number, by: string) => Promise<BatchResult>;

/** A batch as it is kept. */
export interface StoredBatch {
  total: number;
  /** The places of the targets that are done. @throws BatchesAway */
  done(): Promise<number[]>;
  /** @throws BatchesAway */
  results(indexes: readonly number[]): Promise<BatchResult[]>;
}

/** Where batches are kept and worked off. */
export interface BatchStore {
  /** @returns the id of the batch, undefined when it can't be taken */
  begin(targets: readonly ProbeTarget[], by: string): Promise<string | undefined>;
  /** @returns undefined when there is none with this id @throws BatchesAway */
  find(id: string): Promise<StoredBatch | undefined>;
  /** Takes no new target; what is looked at now is done by others, where there are others. */
  stop(): Promise<void>;
}

/** What holds the batches does not answer now. */
export class BatchesAway extends Error {}
