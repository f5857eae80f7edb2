import { HttpException, Logger } from '@nestjs/common';
import { probes } from '../observed.js';
import { judge, type Outcome } from './judging/verdict.js';
import type { Observation } from './observation.js';
import type { Shared } from './observation-cache.js';
import type { ProbeRequest } from './probe-request.dto.js';

const audit = new Logger('Audit');

/** What a host may consist of; anything else is no host, and not written down. */
const HOST = /^[A-Za-z0-9._:-]{1,255}$/;

const outcomes = new WeakMap<Observation, Outcome>();

/** What an observation comes to does not change, and a kept one is told of again and again. */
function outcomeOf(observation: Observation): Outcome {
  let outcome = outcomes.get(observation);
  if (!outcome) outcomes.set(observation, (outcome = judge(observation).outcome));
  return outcome;
}

const phasesOf = ({ phases, connections }: Observation) =>
  [...phases, ...connections.flatMap(({ phases: own }) => own)].map(({ name, ms, code }) => ({ name, milliseconds: ms, code }));

/** Tells metrics and traces what a look came to, and writes who looked at what into the log. */
export function tellLook(by: string, request: ProbeRequest, { observation, hit }: Shared): void {
  const outcome = outcomeOf(observation);
  const phases = hit ? [] : phasesOf(observation);
  probes.tell({ outcome, cached: hit, began: Date.parse(observation.at), phases });
  write(by, request, outcome, hit);
}

/** A look that was asked for and not made: the policy's own refusals are outcomes, these are limits and unusable input. */
export function tellRefusedLook(by: string, request: ProbeRequest, error: unknown): void {
  const { errorCode } = error instanceof HttpException ? (error.getResponse() as { errorCode?: string }) : {};
  write(by, request, errorCode ?? 'INTERNAL_ERROR', false);
}

/** Who, which target, outcome; never what was pasted: a certificate for this call only is told by that there was one. */
function write(by: string, { host, port = 443, credential, certificate }: ProbeRequest, outcome: string, cached: boolean): void {
  audit.log('Look at a server', {
    caller: by,
    target: `${HOST.test(host) ? host : 'no host'}:${port}`,
    ...(credential && { credential }),
    ...(certificate && { certificate: 'inline' }),
    outcome,
    cached,
  });
}
