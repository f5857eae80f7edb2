import type { Cause, Sign } from '../causes/cause.dto.js';

/** What is met often is asked about seldom, since people know it; so of the order of magnitude of a prior only this part counts. */
const PRIOR = 0.35;

/**
 * Weights are set with caution, so what they add up to says less than it could: the first cause was right more often than it was said to be.
 * Their sum counts this many times; fitted on public cases, each judged without what it had taught (docs/ENTRIES.md).
 */
export const CAUTION = 1.35;

/** All causes, and their signs by the facts they name, so that a diagnosis looks only at facts that were seen. */
export interface CauseIndex {
  causes: readonly Cause[];
  /** The position of each cause by its id. */
  place: ReadonlyMap<string, number>;
  signs: ReadonlyMap<string, readonly { cause: number; sign: Sign }[]>;
  /** How probable each cause is beforehand, on the scale of SOMETHING_ELSE. */
  odds: Float64Array;
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
  const odds = Float64Array.from(causes, ({ prior }) => prior ** (PRIOR * CAUTION));
  return { causes, place, signs, odds };
}

/** @returns the ids of all facts that a sign names */
export const factsOf = ({ fact, all = [], any = [] }: Sign): readonly string[] => (fact ? [fact] : [...all, ...any]);
