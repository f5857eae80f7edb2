import type { Cause, Sign } from '../causes/cause.dto.js';

/** What is met often is asked about seldom, since people know it; so of the order of magnitude of a prior only this part counts. */
const PRIOR = 0.35;

/**
 * Weights are set with caution, so what they add up to says less than it could: the first cause was right more often than it was said to be.
 * Their sum counts this many times; fitted on public cases, each judged without what it had taught (docs/ENTRIES.md).
 */
export const CAUTION = 1.2;

/** Something that speaks for or against a cause where a fact was seen. */
export interface IndexedSign {
  /** The position of the cause. */
  cause: number;
  sign: Sign;
  /** Whether a message of the catalogue says so, and not the cause or a question. */
  ofMessage: boolean;
}

/** All causes, and what speaks of them by the facts that it names, so that a diagnosis looks only at facts that were seen. */
export interface CauseIndex {
  causes: readonly Cause[];
  /** The position of each cause by its id. */
  place: ReadonlyMap<string, number>;
  signs: ReadonlyMap<string, readonly IndexedSign[]>;
  /** How probable each cause is beforehand, on the scale of SOMETHING_ELSE. */
  odds: Float64Array;
}

type SignOf = Readonly<{ cause: string; sign: Sign }>;

/**
 * @param causes all causes, with their signs
 * @param messages what messages say of causes
 * @param answers what answers to questions say of them by themselves
 */
export function indexCauses(causes: readonly Cause[], messages: readonly SignOf[], answers: readonly SignOf[]): CauseIndex {
  const place = new Map(causes.map(({ id }, at) => [id, at]));
  const signs = new Map<string, IndexedSign[]>();
  const add = ({ cause, sign }: SignOf, ofMessage: boolean) => {
    for (const id of factsOf(sign)) {
      const known = signs.get(id) ?? [];
      known.push({ cause: place.get(cause) ?? -1, sign, ofMessage });
      signs.set(id, known);
    }
  };
  for (const said of messages) add(said, true);
  for (const { id: cause, signs: own } of causes) for (const sign of own) add({ cause, sign }, false);
  for (const said of answers) add(said, false);
  const odds = Float64Array.from(causes, ({ prior }) => prior ** (PRIOR * CAUTION));
  return { causes, place, signs, odds };
}

/** @returns the ids of all facts that a sign names */
export const factsOf = ({ fact, all = [], any = [] }: Sign): readonly string[] => (fact ? [fact] : [...all, ...any]);
