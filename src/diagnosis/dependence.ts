/** A line that says again what another said adds this share of its weight, the next this share of that. */
const REPETITION = 0.5;

/** Sums are made of whole tenths of decibans, the finest that weights are rounded to: so no order of facts changes the last bit of a score. */
export const TENTHS = 10;

/** What something says for or against one cause. */
export interface Weighed {
  /** Decibans. */
  weight: number;
  isSymptom: boolean;
}

/**
 * Messages and statuses in one text are symptoms of one event: the strongest counts in full, the next by half, and so on,
 * for and against apart. Circumstances and answers are independent of one another.
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
  const share = { for: 1, against: 1 };
  for (const item of evidence) {
    if (!item.isSymptom) continue;
    const side = item.weight > 0 ? 'for' : 'against';
    item.weight = Math.round(item.weight * share[side] * TENTHS) / TENTHS;
    share[side] *= REPETITION;
  }
  return evidence;
}

/** @returns whether the fact with this id is a message or a status */
export const isSymptom = (id: string) => id.startsWith('error:') || id.startsWith('status:');

/** @returns the sum of the weights in tenths of decibans */
export function tenthsOf(weighed: readonly Weighed[]): number {
  let tenths = 0;
  for (const { weight } of weighed) tenths += Math.round(TENTHS * weight);
  return tenths;
}
