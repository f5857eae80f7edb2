import type { Fact } from './fact.js';
import type { Inference } from './infer.js';

/** Sources of what was looked at, as against what was said. */
const LOOKED_AT: ReadonlySet<Fact['source']> = new Set(['certificate', 'probe', 'transcript']);

/**
 * What weighs for causes only beside a complaint: a server that asks for no certificate may be meant so, and a root that this service does not
 * know may be known to those who call.
 */
const NO_FAULT_ALONE: ReadonlySet<string> = new Set([
  'probe:requested/no',
  'probe:server/root-unknown',
  'check:proxy-does-not-intercept/failed',
  'text:certificate',
]);

/** Where these were seen, the server lets in what it is meant to let in. */
const SERVED = ['probe:accepted/with-certificate'];

/**
 * Whether what was looked at shows a fault by itself, so that a sound certificate at a sound server accuses nobody.
 * @param inference with the evidence for each cause
 * @param facts all that was seen
 */
export function showsFault({ ranked, evidenceFor }: Inference, facts: readonly Fact[]): boolean {
  if (facts.some(({ id }) => SERVED.includes(id))) return false;
  // A certificate in the hand that nobody will ask for is a fault; a server without client certificates is none.
  if (facts.some(({ id }) => id === 'probe:not-asked/with-certificate')) return true;
  if (!facts.some(({ source }) => LOOKED_AT.has(source))) return false;
  return ranked.some((cause) =>
    evidenceFor(cause).some(({ fact: { id, source }, weight }) => weight > 0 && LOOKED_AT.has(source) && !NO_FAULT_ALONE.has(id)),
  );
}
