import type { Cause, Sign } from '../causes/cause.dto.js';
import { CAUTION, type CauseIndex } from './cause-index.js';
import { allowForDependence, isSymptom, TENTHS, tenthsOf, type Weighed } from './dependence.js';
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
  /** Its position among all causes. */
  place: number;
  probability: number;
}

export interface Inference {
  /** Every cause, the most probable first. */
  ranked: RankedCause[];
  /** The probability that it is none of them. */
  somethingElse: number;
  /** What was seen for and against a cause, the strongest first; put together for those that are shown. */
  evidenceFor: (cause: RankedCause) => Evidence[];
}

/** How often a failure has a cause that we do not know, on the scale of `prior`. */
const SOMETHING_ELSE = 4;

/**
 * Who has a fault mostly says something that hints at it: of what nobody speaks is less probable, in decibans. Little less, since of a cause
 * that is new to the circumstances known here nobody seems to speak (docs/ENTRIES.md).
 */
const SILENCE = -2;
const SILENT: Evidence = {
  fact: { id: 'silence', source: 'text', says: 'Nothing that was seen speaks of it', de: 'Nichts, was zu sehen war, spricht davon' },
  weight: SILENCE,
  conclusive: false,
};

/**
 * Weighs the facts: the score of a cause is its prior times 10^(sum of weights / 10), and its probability the share of
 * the scores of all causes and of something else (I. J. Good, "Probability and the Weighing of Evidence", 1950).
 * Pure: the same facts give the same result.
 * @param index the causes and what speaks of them, from `indexCauses`
 * @param facts what was seen; one that stands there twice counts once
 */
export function infer(index: CauseIndex, facts: readonly Fact[]): Inference {
  const { causes, odds } = index;
  const seen = new Map<string, Fact>();
  for (const fact of facts) seen.set(fact.id, fact);
  const { sums, symptoms, spoken, anySpoken } = heard(index, seen);
  const unknown = SOMETHING_ELSE * ratioOf(anySpoken ? SILENCE * TENTHS : 0);
  let total = unknown;
  const ranked: RankedCause[] = [];
  for (let place = 0; place < causes.length; place++) {
    const ofSymptoms = tenthsOf(allowForDependence(symptoms[place] ?? []));
    const silence = anySpoken && !spoken[place] ? SILENCE * TENTHS : 0;
    const score = (odds[place] as number) * ratioOf((sums[place] as number) + ofSymptoms + silence);
    total += score;
    ranked.push({ cause: causes[place] as Cause, place, probability: score });
  }
  for (const cause of ranked) cause.probability /= total;
  sortByProbability(ranked);
  return { ranked, somethingElse: unknown / total, evidenceFor: ({ place }) => evidenceFor(place, index, seen, anySpoken) };
}

/** What all facts say of all causes: independent ones added up, those of symptoms one by one, and of which causes something speaks but wording. */
function heard({ causes, signs }: CauseIndex, seen: ReadonlyMap<string, Fact>) {
  const sums: number[] = [];
  const symptoms: (Weighed[] | undefined)[] = [];
  const spoken: boolean[] = [];
  for (const _ of causes) {
    sums.push(0);
    symptoms.push(undefined);
    spoken.push(false);
  }
  let anySpoken = false;
  for (const { id, weighs, understood } of seen.values()) {
    const depends = isSymptom(id);
    const weights = weighs?.weights ?? [];
    for (let place = 0; place < weights.length; place++)
      sums[place] = (sums[place] as number) + Math.round(TENTHS * (weights[place] as number));
    for (const { cause, sign, ofMessage } of signs.get(id) ?? []) {
      if ((ofMessage && understood) || !speaksUnder(sign, id, seen)) continue;
      if (sign.weight > 0) spoken[cause] = true;
      anySpoken ||= sign.weight > 0;
      if (depends) (symptoms[cause] ??= []).push({ weight: sign.weight, isSymptom: true });
      else sums[cause] = (sums[cause] as number) + TENTHS * sign.weight;
    }
  }
  return { sums, symptoms, spoken, anySpoken };
}

/** What was seen for and against one cause, the strongest first. */
function evidenceFor(place: number, { signs }: CauseIndex, seen: ReadonlyMap<string, Fact>, anySpoken: boolean): Evidence[] {
  const evidence: (Evidence & Weighed)[] = [];
  for (const [id, fact] of seen) {
    if (fact.weighs)
      evidence.push({
        fact,
        weight: fact.weighs.weights[place] as number,
        conclusive: false,
        why: undefined,
        sign: undefined,
        isSymptom: false,
      });
    for (const { cause, sign, ofMessage } of signs.get(id) ?? []) {
      if (cause !== place || (ofMessage && fact.understood) || !speaksUnder(sign, id, seen)) continue;
      const { weight, why } = sign;
      const conclusive = sign.conclusive === true && !fact.partial;
      evidence.push({ fact, weight, conclusive, why, sign: ofMessage ? undefined : sign, isSymptom: isSymptom(id) });
    }
  }
  allowForDependence(evidence);
  const isSpoken = evidence.some(({ fact, weight }) => weight > 0 && !fact.weighs);
  return anySpoken && !isSpoken ? [...evidence, SILENT] : evidence;
}

/** Whether a sign holds and is counted under this fact, so that it counts once. */
function speaksUnder({ fact, all, any }: Sign, id: string, seen: ReadonlyMap<string, Fact>): boolean {
  if (fact) return true;
  if (all) return all[0] === id && all.every((other) => seen.has(other));
  return any?.find((other) => seen.has(other)) === id;
}

/** The likelihood ratio that tenths of decibans stand for, caution taken out of them. */
const ratioOf = (tenths: number) => Math.exp((CAUTION * (tenths / TENTHS) * Math.LN10) / 10);

/** Equal scores keep the order of the ids, so that the same input gives the same reply. */
function sortByProbability(ranked: RankedCause[]): void {
  for (let from = 1; from < ranked.length; from++) {
    const item = ranked[from] as RankedCause;
    let to = from;
    for (; to > 0 && (ranked[to - 1] as RankedCause).probability < item.probability; to--) ranked[to] = ranked[to - 1] as RankedCause;
    ranked[to] = item;
  }
}
