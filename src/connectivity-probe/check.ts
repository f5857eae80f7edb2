import type { Citation } from '../registry/citation.dto.js';
import type { MissingLink } from './judging/missing-link.js';
import type { IssuerVerdict, OtherClient } from './judging/other-clients.js';
import type { Verdict } from './judging/verdict.js';
import type { Observation } from './observation.js';
import type { ServerView } from './judging/server-view.js';

/** All that a check may use: what was seen, and what was concluded from it once for all checks. */
export interface CheckInput {
  observation: Observation;
  verdict: Verdict;
  /** Absent while no certificate of the server was seen. */
  server?: ServerView;
  otherClients: readonly OtherClient[];
  /** The intermediate that our chain lacks, where it is known. */
  missingLink?: MissingLink;
  /** What the names that the server lists say of our issuer; absent while none was asked for, or we have no certificate. */
  issuer?: IssuerVerdict;
  /** Whether the server names an issuer to which our chain leads. */
  issuerIsNamed: boolean;
}

export interface CheckResult {
  passed: boolean;
  /** What was seen, with the values that decide. */
  says: string;
}

/** A claim that holds when all is well. One file each in checks/; the file's name is the id. */
export interface Check {
  id: string;
  title: string;
  /** How much it matters when it does not hold. */
  severity: 'error' | 'warning' | 'information';
  /** What to do when it does not hold. */
  remedy: string;
  citation: Citation;
  /** @returns whether it holds, undefined where what was seen does not say */
  look(input: CheckInput): CheckResult | undefined;
}
