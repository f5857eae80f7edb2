/**
 * What words say for each cause: decibans for all of them lead to none.
 * @param decibans for each cause
 * @param share how much of it counts, since words depend on one another
 * @param most that any cause gets, either way
 * @returns decibans less their mean, in tenths at the finest
 */
export function lessTheMean(decibans: ArrayLike<number>, share: number, most: number): number[] {
  const { length } = decibans;
  let mean = 0;
  for (let cause = 0; cause < length; cause++) mean += (decibans[cause] as number) / length;
  let extreme = 0;
  for (let cause = 0; cause < length; cause++) extreme = Math.max(extreme, Math.abs((decibans[cause] as number) - mean));
  const scale = Math.min(share, most / extreme);
  const weights: number[] = [];
  for (let cause = 0; cause < length; cause++) weights.push(Math.round(10 * scale * ((decibans[cause] as number) - mean)) / 10);
  return weights;
}

/** Who wrote fewer words than so many said little that messages and circumstances do not say already. */
const ENOUGH = 12;

/**
 * @param words how many there are to judge by
 * @returns how much of what they say counts, from 0 to 1
 */
export const partOf = (words: number): number => Math.min(1, words / ENOUGH);
