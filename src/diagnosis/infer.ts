import type { Cause, Sign } from '../causes/cause.dto.js';
import { CAUTION, type CauseIndex } from './cause-index.js';
import type { Fact } from './fact.js';

/** A fact with what it says for or against a cause. */
export interface Evidence {
  fact: Fact;
  /** Decibans, after dependence was allowed for. */
  weight: number;
  conclusive: boolean;
  why?: string;
  /** The sign of the cause that it satisfied. */
  sign?: Sign;
}

export interface RankedCause {
  cause: Cause;
  probability: number;
  /** The strongest first. */
  evidence: Evidence[];
}

export interface Inference {
  /** Every cause, the most probable first. */
  ranked: RankedCause[];
  /** The probability that it is none of them. */
  somethingElse: number;
}

/** How often a failure has a cause that we do not know, on the scale of `prior`. */
const SOMETHING_ELSE = 4;

/**
 * Who has a fault mostly says something that hints at it: of what nobody speaks is less probable, in decibans. Found by calibration: without
 * it the forty causes that nobody spoke of shared half of the probability, and the first cause was right twice as often as it was said to be.
 */
const SILENCE = -6;
const SILENT: Evidence = {
  fact: { id: 'silence', source: 'text', says: 'Nothing that was seen speaks of it', de: 'Nichts, was zu sehen war, spricht davon' },
  weight: SILENCE,
  conclusive: false,
  why: undefined,
};

/** A line that says again what another said adds this share of its weight, the next this share of that. */
const REPETITION = 0.5;

/**
 * Weighs the facts: the score of a cause is its prior times 10^(sum of weights / 10), and its probability the share of
 * the scores of all causes and of something else (I. J. Good, "Probability and the Weighing of Evidence", 1950).
 * Pure: the same facts give the same result.
 * @param index the causes, from `indexCauses`
 * @param facts what was seen; one that stands there twice counts once
 */
export function infer({ causes, place, signs, odds }: CauseIndex, facts: readonly Fact[]): Inference {
  const heard: Evidence[][] = causes.map(() => []);
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  for (const [id, fact] of byId) {
    for (const { id: cause, weight, conclusive = false, why } of (fact.understood ? undefined : fact.error?.causes) ?? []) {
      heard[place.get(cause) ?? -1]?.push({ fact, weight, conclusive, why });
    }
    const weights = fact.weighs?.weights ?? [];
    for (let cause = 0; cause < weights.length; cause++)
      heard[cause]?.push({ fact, weight: weights[cause] as number, conclusive: false, why: undefined });
    for (const { cause, sign } of signs.get(id) ?? []) {
      if (firstThatSpeaks(sign, byId) === id)
        heard[cause]?.push({ fact, weight: sign.weight, conclusive: sign.conclusive ?? false, why: sign.why, sign });
    }
  }
  const silence = heard.some(isSpoken) ? SILENCE : 0;
  const ranked: RankedCause[] = [];
  const unknown = SOMETHING_ELSE * ratioOf(silence);
  let total = unknown;
  for (let at = 0; at < causes.length; at++) {
    const evidence = heard[at] as Evidence[];
    allowForDependence(evidence);
    if (silence < 0 && !isSpoken(evidence)) evidence.push(SILENT);
    const score = (odds[at] as number) * ratioOf(sumOf(evidence));
    total += score;
    ranked.push({ cause: causes[at] as Cause, probability: score, evidence });
  }
  for (const cause of ranked) cause.probability /= total;
  // Equal scores keep the order of the ids, so that the same input gives the same reply.
  ranked.sort((a, b) => b.probability - a.probability);
  return { ranked, somethingElse: unknown / total };
}

/** Whether something other than mere wording speaks for a cause. */
function isSpoken(evidence: readonly Evidence[]): boolean {
  for (const { fact, weight } of evidence) if (weight > 0 && !fact.weighs) return true;
  return false;
}

function sumOf(evidence: readonly Evidence[]): number {
  let sum = 0;
  for (const { weight } of evidence) sum += weight;
  return sum;
}

/** The likelihood ratio that decibans stand for, caution taken out of them. */
const ratioOf = (decibans: number) => Math.exp((CAUTION * decibans * Math.LN10) / 10);

/** The fact under which a sign is counted, so that it counts once; undefined where it does not hold. */
function firstThatSpeaks({ fact, all, any }: Sign, seen: ReadonlyMap<string, Fact>): string | undefined {
  if (all) return all.every((id) => seen.has(id)) ? all[0] : undefined;
  return any ? any.find((id) => seen.has(id)) : fact;
}

/**
 * Messages and statuses in one text are symptoms of one event: the strongest counts in full, the next by half, and so on,
 * for and against apart. Circumstances and answers are independent of one another. Puts the strongest first.
 */
function allowForDependence(evidence: Evidence[]): void {
  if (evidence.length < 2) return;
  // There are few, so that putting each in its place is cheaper than sorting.
  for (let from = 1; from < evidence.length; from++) {
    const item = evidence[from] as Evidence;
    let to = from;
    for (; to > 0 && Math.abs((evidence[to - 1] as Evidence).weight) < Math.abs(item.weight); to--)
      evidence[to] = evidence[to - 1] as Evidence;
    evidence[to] = item;
  }
  const share = { for: 1, against: 1 };
  for (const item of evidence) {
    if (!isSymptom(item.fact)) continue;
    const side = item.weight > 0 ? 'for' : 'against';
    item.weight = Math.round(item.weight * share[side] * 10) / 10;
    share[side] *= REPETITION;
  }
}

const isSymptom = ({ id }: Fact) => id.startsWith('error:') || id.startsWith('status:');
