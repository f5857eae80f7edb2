/** A line that says again what another said adds this share of its weight, the next this share of that. */
const REPETITION = 0.5;

/** Sums are made of whole tenths of decibans, the finest that weights are rounded to: so no order of facts changes the last bit of a score. */
export const TENTHS = 10;

/** What depends on one another: symptoms are messages and statuses of one event, words those of one text. */
export type Kin = 'symptom' | 'words';

/** What something says for or against one cause. */
export interface Weighed {
  /** Decibans. */
  weight: number;
  kin: Kin | undefined;
}

/**
 * Messages and statuses in one text are symptoms of one event, and what is judged by its words is judged by the same words: of either kind the
 * strongest counts in full, the next by half, and so on, for and against apart. Circumstances and answers are independent of one another.
 * @param evidence of one cause, whose weights are lessened in place
 * @returns the same list, the strongest first
 */
export function allowForDependence<T extends Weighed>(evidence: T[]): T[] {
  // There are few, so that putting each in its place is cheaper than sorting.
  for (let from = 1; from < evidence.length; from++) {
    const item = evidence[from] as T;
    let to = from;
    for (; to > 0 && Math.abs((evidence[to - 1] as T).weight) < Math.abs(item.weight); to--) evidence[to] = evidence[to - 1] as T;
    evidence[to] = item;
  }
  const shares = { symptom: { for: 1, against: 1 }, words: { for: 1, against: 1 } };
  for (const item of evidence) {
    if (!item.kin) continue;
    const share = shares[item.kin];
    const side = item.weight > 0 ? 'for' : 'against';
    item.weight = Math.round(item.weight * share[side] * TENTHS) / TENTHS;
    share[side] *= REPETITION;
  }
  return evidence;
}

/** @returns what the fact with this id depends on, if it is a message or a status */
export const kinOf = (id: string): Kin | undefined => (id.startsWith('error:') || id.startsWith('status:') ? 'symptom' : undefined);

/** @returns the sum of the weights in tenths of decibans */
export function tenthsOf(weighed: readonly Weighed[]): number {
  let tenths = 0;
  for (const { weight } of weighed) tenths += Math.round(TENTHS * weight);
  return tenths;
}
