import { lessTheMean } from './less-the-mean.js';
import { frequenciesOf, rarityOf } from './rarity.js';
import type { Learned } from './vocabulary.js';

/** The power of a word's inverse document frequency by which it counts: rare words say more, but in full they would outweigh what was told. */
const RARITY = 0.8;

/** How often all reports are gone through, and how far the first one moves the weights; the step shrinks evenly to nothing. */
const ROUNDS = 3;
const FIRST_STEP = 2;

/** It speaks of the same words as counting and resemblance, so it counts by this part; and alone says no more than a strong message, in decibans. */
const DEPENDENCE = 0.6;
const MOST = 12;

const DECIBANS = 10 / Math.LN10;

/** What tells the causes apart. */
export interface ContrastTables {
  /** By stem: how much it counts. */
  gains: Float32Array;
  /** For each stem and cause, one stem after the other: decibans per unit of the stem's part of a text. */
  weights: Float32Array;
}

/**
 * Weighs the words of a text against one another: multinomial logistic regression, learned by stochastic gradient descent (Bishop, "Pattern
 * Recognition and Machine Learning", sections 4.3.4 and 3.1.3). Counting asks of each word by itself how usual it is under a cause; this
 * gives a word weight only as far as it tells the causes apart that the other words leave open.
 */
export class Contrast {
  /** For one text after the other. */
  private readonly sums: Float64Array;

  /**
   * @param tables from `Contrast.learn`
   * @param causes how many there are
   */
  constructor(
    private readonly tables: ContrastTables,
    causes: number,
  ) {
    this.sums = new Float64Array(causes);
  }

  /**
   * @param learned the texts, from `Vocabulary.learn`, the reports first
   * @param reports how many of them are such; explanations tell what a cause is and not how people write of it
   * @param count how many causes there are
   * @returns what each word says; the same texts always give the same
   */
  static learn({ texts, stems, begins, known }: Learned, reports: number, count: number): ContrastTables {
    const gains = gainsOf(stems.subarray(0, begins[reports]), known, reports);
    const weights = new Float32Array(known * count);
    const shares = new Float64Array(count);
    const steps = ROUNDS * reports;
    const stride = strideThrough(reports);
    for (let step = 0; step < steps; step++) {
      const report = (step * stride) % reports;
      const words = stems.subarray(begins[report], begins[report + 1]);
      const length = lengthOf(words, gains);
      if (length === 0) continue;
      const cause = texts[report]?.cause as number;
      addUp(words, gains, length, weights, shares);
      toShares(shares);
      shares[cause] = (shares[cause] as number) - 1;
      const far = (FIRST_STEP * (1 - step / steps)) / length;
      for (const stem of words) {
        const by = far * (gains[stem] as number);
        const from = stem * count;
        for (let at = 0; at < count; at++) weights[from + at] = (weights[from + at] as number) - by * (shares[at] as number);
      }
    }
    for (let at = 0; at < weights.length; at++) weights[at] = DECIBANS * (weights[at] as number);
    return { gains, weights };
  }

  /**
   * @param stems the known words of a text
   * @param part how much of what they say counts, from 0 to 1
   * @returns what they say together for each cause, in tenths of decibans at the finest
   */
  weigh(stems: readonly number[], part: number): number[] {
    const { sums } = this;
    const { gains, weights } = this.tables;
    addUp(stems, gains, lengthOf(stems, gains), weights, sums);
    return lessTheMean(sums, part * DEPENDENCE, part * MOST);
  }
}

/** By stem: how rare it is, to the power of RARITY; none where no report has it. */
function gainsOf(stems: Int32Array, known: number, reports: number): Float32Array {
  return Float32Array.from(frequenciesOf(stems, known), (having) => (having === 0 ? 0 : rarityOf(having, reports) ** RARITY));
}

/** The Euclidean length of a text. */
function lengthOf(stems: ArrayLike<number>, gains: Float32Array): number {
  let squares = 0;
  for (let at = 0; at < stems.length; at++) squares += (gains[stems[at] as number] as number) ** 2;
  return Math.sqrt(squares);
}

/** Writes into `sums` what the words say of each cause. */
function addUp(stems: ArrayLike<number>, gains: Float32Array, length: number, weights: Float32Array, sums: Float64Array): void {
  const count = sums.length;
  sums.fill(0);
  for (let word = 0; word < stems.length; word++) {
    const stem = stems[word] as number;
    const gain = gains[stem] as number;
    if (gain === 0) continue;
    const from = stem * count;
    for (let cause = 0; cause < count; cause++) sums[cause] = (sums[cause] as number) + (gain / length) * (weights[from + cause] as number);
  }
}

/** Makes of what the words say how probable each cause is (softmax). */
function toShares(shares: Float64Array): void {
  let most = -Infinity;
  for (const sum of shares) most = Math.max(most, sum);
  let total = 0;
  for (let at = 0; at < shares.length; at++) total += shares[at] = Math.exp((shares[at] as number) - most);
  for (let at = 0; at < shares.length; at++) shares[at] = (shares[at] as number) / total;
}

/**
 * The order in which reports are taken: in strides of the golden section, so that neighbours, which have the same cause, come far apart, and each
 * once in a round.
 * @returns the stride
 */
function strideThrough(reports: number): number {
  let stride = Math.max(1, Math.round(reports * GOLDEN));
  while (divisor(stride, reports) !== 1) stride += 1;
  return stride;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));
