import { HttpException, Logger } from '@nestjs/common';
import { asking } from '../asking.js';
import { probes } from '../observed.js';
import { judge } from './judging/verdict.js';
import type { Shared } from './observation-cache.js';
import type { ProbeRequest } from './probe-request.dto.js';

const audit = new Logger('Audit');

/** What a host may consist of; anything else is no host, and not written down. */
const HOST = /^[A-Za-z0-9._:-]{1,255}$/;

/** Tells metrics and traces what a look came to, and writes who looked at what into the log. */
export function tellLook(request: ProbeRequest, { observation, hit }: Shared): void {
  const { outcome } = judge(observation);
  const all = [...observation.phases, ...observation.connections.flatMap(({ phases }) => phases)];
  const phases = hit ? [] : all.map(({ name, ms, code }) => ({ name, milliseconds: ms, code }));
  probes.tell({ outcome, cached: hit, began: Date.parse(observation.at), phases });
  write(request, outcome, hit);
}

/** A look that was asked for and not made: the policy's own refusals are outcomes, these are limits and unusable input. */
export function tellRefusedLook(request: ProbeRequest, error: unknown): void {
  const { errorCode } = error instanceof HttpException ? (error.getResponse() as { errorCode?: string }) : {};
  write(request, errorCode ?? 'INTERNAL_ERROR', false);
}

/** Who, which target, outcome; never what was pasted: a certificate for this call only is told by that there was one. */
function write({ host, port = 443, credential, certificate }: ProbeRequest, outcome: string, cached: boolean): void {
  audit.log('Look at a server', {
    caller: asking.getStore()?.by ?? 'unknown',
    target: `${HOST.test(host) ? host : 'no host'}:${port}`,
    ...(credential && { credential }),
    ...(certificate && { certificate: 'inline' }),
    outcome,
    cached,
  });
}
