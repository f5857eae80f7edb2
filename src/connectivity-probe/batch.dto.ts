import { ProbeReport } from './probe-report.dto.js';

/** Why one target of a batch was not looked at. */
export class BatchFault {
  /** @example 'CREDENTIAL_NOT_FOUND' */
  errorCode: string;

  detail: string;
}

/** One target of a batch that is done. */
export class BatchResult {
  /** Its place in the request, from 0. */
  index: number;

  report?: ProbeReport;

  /** Instead of a report. */
  problem?: BatchFault;
}

export class BatchAccepted {
  /** For GET /probes/batch/{id}. */
  id: string;

  /** Redis is configured and away: this instance alone works on the batch, knows it, and forgets it when it ends. */
  degraded?: boolean;
}

export class BatchReport {
  id: string;

  /** How many targets there are. */
  total: number;

  /** How many of them are done. */
  done: number;

  /** Those that are done, in the order of the request. */
  results: BatchResult[];
}
