import { applyDecorators, HttpException } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { PROBLEM_CODES, type ProblemCode } from './problem-codes.js';
import { Problem } from './problem.dto.js';

/**
 * @param errorCode decides the status
 * @param detail what is wrong and how to mend it
 * @returns the document (RFC 9457)
 */
export function problemOf(errorCode: ProblemCode, detail: string): Problem {
  const { status } = PROBLEM_CODES[errorCode];
  const type = `urn:mtls-doctor:problem:${errorCode.toLowerCase().replaceAll('_', '-')}`;
  return { type, title: STATUS_CODES[status] ?? 'Error', status, detail, errorCode };
}

/**
 * The exception to throw for a request that is not served.
 * @param errorCode decides the status
 * @param detail what is wrong and how to mend it
 * @param more the fields that are wrong, what an ambiguous id may mean, or when to try again
 */
export function refused(
  errorCode: ProblemCode,
  detail: string,
  more: Pick<Problem, 'errors' | 'candidates' | 'retryAfter'> = {},
): HttpException {
  return new HttpException({ ...problemOf(errorCode, detail), ...more }, PROBLEM_CODES[errorCode].status);
}

/** On a handler: documents the refusals that it may give besides those that every operation of its kind gives. */
export const Refuses = (...codes: ProblemCode[]) =>
  applyDecorators(
    ApiExtraModels(Problem),
    ...[...documentedRefusals(codes)].map(([status, response]) => ApiResponse({ status: Number(status), ...response })),
  );

/**
 * What the OpenAPI document says of refusals.
 * @returns by status: description, and an example document for each code
 */
export function documentedRefusals(codes: readonly ProblemCode[]): Map<
  string,
  {
    description: string;
    content: Record<string, { schema: { $ref: string }; examples: Record<string, { summary: string; value: Problem }> }>;
  }
> {
  const statuses = [...new Set(codes.map((code) => PROBLEM_CODES[code].status))].toSorted((a, b) => a - b);
  return new Map(
    statuses.map((status) => {
      const ofStatus = codes.filter((code) => PROBLEM_CODES[code].status === status);
      const examples = Object.fromEntries(
        ofStatus.map((code) => [code, { summary: PROBLEM_CODES[code].when, value: problemOf(code, `${PROBLEM_CODES[code].when}.`) }]),
      );
      return [
        String(status),
        {
          description: ofStatus.map((code) => `${code}: ${PROBLEM_CODES[code].when}.`).join(' '),
          content: { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) }, examples } },
        },
      ];
    }),
  );
}
