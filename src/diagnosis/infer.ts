import type { Cause, Sign } from '../causes/cause.dto.js';
import type { Fact } from './fact.js';

/** A fact with what it says for or against a cause. */
export interface Evidence {
  fact: Fact;
  /** Decibans, after dependence was allowed for. */
  weight: number;
  conclusive: boolean;
  why?: string;
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
const SILENT: Fact = { id: 'silence', source: 'text', says: 'Nothing that was seen speaks of it' };

/**
 * What is met often is asked about seldom, since people know it; so of the order of magnitude between two priors only this part counts.
 */
const PRIOR = 0.35;

/**
 * Weights are set with caution, so what they add up to says less than it could: the first cause was right more often than it was said to be.
 * Their sum counts this many times; fitted on public cases, each judged without what it had taught (docs/ENTRIES.md).
 */
const CAUTION = 1.15;

/** A line that says again what another said adds this share of its weight, the next this share of that. */
const REPETITION = 0.5;

/** All causes, and their signs by the facts they name, so that a diagnosis looks only at facts that were seen. */
export interface CauseIndex {
  causes: readonly Cause[];
  /** The position of each cause by its id. */
  place: ReadonlyMap<string, number>;
  signs: ReadonlyMap<string, readonly { cause: number; sign: Sign }[]>;
}

/**
 * @param causes all causes
 * @param others signs that stand elsewhere, by the cause they speak of
 */
export function indexCauses(causes: readonly Cause[], others: readonly { cause: string; sign: Sign }[]): CauseIndex {
  const place = new Map(causes.map(({ id }, at) => [id, at]));
  const signs = new Map<string, { cause: number; sign: Sign }[]>();
  const all = [...causes.flatMap(({ id, signs: own }) => own.map((sign) => ({ cause: id, sign }))), ...others];
  for (const { cause, sign } of all) {
    for (const id of factsOf(sign)) {
      const known = signs.get(id) ?? [];
      known.push({ cause: place.get(cause) ?? -1, sign });
      signs.set(id, known);
    }
  }
  return { causes, place, signs };
}

/** @returns the ids of all facts that a sign names */
export const factsOf = ({ fact, all = [], any = [] }: Sign): readonly string[] => (fact ? [fact] : [...all, ...any]);

/**
 * Weighs the facts: the score of a cause is its prior times 10^(sum of weights / 10), and its probability the share of
 * the scores of all causes and of something else (I. J. Good, "Probability and the Weighing of Evidence", 1950).
 * Pure: the same facts give the same result.
 * @param index the causes, from `indexCauses`
 * @param facts what was seen; one that stands there twice counts once
 */
export function infer({ causes, place, signs }: CauseIndex, facts: readonly Fact[]): Inference {
  const evidence: Evidence[][] = causes.map(() => []);
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  for (const [id, fact] of byId) {
    for (const { id: cause, weight, conclusive = false, why } of fact.error?.causes ?? fact.weighs ?? []) {
      evidence[place.get(cause) ?? -1]?.push({ fact, weight, conclusive, why });
    }
    for (const { cause, sign } of signs.get(id) ?? []) {
      if (firstThatSpeaks(sign, byId) === id)
        evidence[cause]?.push({ fact, weight: sign.weight, conclusive: sign.conclusive ?? false, why: sign.why });
    }
  }
  const spoken = evidence.map((items) => items.some(({ fact, weight }) => weight > 0 && !fact.weighs));
  const silence = spoken.includes(true) ? SILENCE : 0;
  const scores = causes.map(({ prior }, at) => {
    const weighed = allowForDependence(evidence[at] ?? []);
    if (silence < 0 && !spoken[at]) weighed.push({ fact: SILENT, weight: silence, conclusive: false });
    evidence[at] = weighed;
    return (prior ** PRIOR * 10 ** (weighed.reduce((sum, { weight }) => sum + weight, 0) / 10)) ** CAUTION;
  });
  const unknown = SOMETHING_ELSE * 10 ** ((CAUTION * silence) / 10);
  const total = scores.reduce((sum, score) => sum + score, unknown);
  const ranked = causes
    .map((cause, at) => ({ cause, probability: (scores[at] ?? 0) / total, evidence: evidence[at] ?? [] }))
    // Equal scores keep the order of the ids, so that the same input gives the same reply.
    .toSorted((a, b) => b.probability - a.probability);
  return { ranked, somethingElse: unknown / total };
}

/** The fact under which a sign is counted, so that it counts once; undefined where it does not hold. */
function firstThatSpeaks({ fact, all, any }: Sign, seen: ReadonlyMap<string, Fact>): string | undefined {
  if (all) return all.every((id) => seen.has(id)) ? all[0] : undefined;
  return any ? any.find((id) => seen.has(id)) : fact;
}

/**
 * Messages and statuses in one text are symptoms of one event: the strongest counts in full, the next by half, and so on,
 * for and against apart. Circumstances and answers are independent of one another.
 */
function allowForDependence(evidence: Evidence[]): Evidence[] {
  if (evidence.length < 2) return evidence;
  const repetitions = { for: 0, against: 0 };
  return evidence
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .map((item) => {
      if (!isSymptom(item.fact)) return item;
      const side = item.weight > 0 ? 'for' : 'against';
      const weight = item.weight * REPETITION ** repetitions[side];
      repetitions[side] += 1;
      return { ...item, weight: Math.round(weight * 10) / 10 };
    });
}

const isSymptom = ({ id }: Fact) => id.startsWith('error:') || id.startsWith('status:');
