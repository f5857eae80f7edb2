/** One field that is wrong. */
export class FieldProblem {
  /** Where in the request, as a JSON pointer (RFC 6901); for a query parameter its name behind "?". @example '/certificates/0/role' */
  pointer: string;

  /** What is wrong and how to mend it. */
  detail: string;
}

/** An entry that an ambiguous id may mean. */
export class Candidate {
  id: string;

  title: string;
}

/** Why a request was not served (RFC 9457). */
export class Problem {
  /** @example 'urn:mtls-doctor:problem:validation-failed' */
  type: string;

  title: string;

  status: number;

  detail: string;

  /** Permanent; the README lists them all. @example 'VALIDATION_FAILED' */
  errorCode: string;

  /** Every field that is wrong. */
  errors?: FieldProblem[];

  /** After how many seconds to try again, as in the header Retry-After. */
  retryAfter?: number;

  /** What an ambiguous id may mean. */
  candidates?: Candidate[];
}
