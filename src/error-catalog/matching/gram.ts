import { LETTER } from './fold.js';

/**
 * Letters that a literal is found by. The scan over a text carries the last eight letters along as two numbers of four
 * letters (24 bits) each: cheap to move on by one letter, and rare enough in any log to be a good sign.
 */
export const GRAM = 8;
/** A shorter literal is found by its first four letters, where a word begins. */
export const HEAD = 4;

/** Four letters. */
export const FOUR_LETTERS = 0xffffff;

/** @returns four letters of a literal as one number */
export const fourLetters = (letters: Uint8Array, from: number): number =>
  ((letters[from] as number) << 18) |
  ((letters[from + 1] as number) << 12) |
  ((letters[from + 2] as number) << 6) |
  (letters[from + 3] as number);

/**
 * Knuth's multiplicative hash of one or two numbers.
 * @param newer the last four letters
 * @param older the four before; 0 where a head is meant
 * @returns 32 bits, of which the upper ones are the best mixed
 */
export const hashOf = (newer: number, older: number): number => Math.imul(newer, 0x9e3779b1) ^ Math.imul(older, 0x85ebca6b);

/** How much more than its halves a gram itself counts. */
export const GRAM_COUNTS = 1000;

/** How often grams and heads occur, roughly: two that share a counter seem more frequent than they are. */
export class GramCounts {
  private readonly counts: Uint16Array;
  private readonly shift: number;

  /** @param letters how many letters will be counted */
  constructor(letters: number) {
    const bits = Math.max(12, Math.ceil(Math.log2(letters * 4)));
    this.counts = new Uint16Array(2 ** bits);
    this.shift = 32 - bits;
  }

  /** Counts every gram and head of a literal or a folded text. */
  add({ symbols, length = symbols.length }: { symbols: Uint8Array; length?: number }): void {
    let older = 0;
    let newer = 0;
    for (let at = 0; at < length; at++) {
      older = ((older << 6) | (newer >>> 18)) & FOUR_LETTERS;
      newer = ((newer << 6) | ((symbols[at] as number) & LETTER)) & FOUR_LETTERS;
      if (at >= HEAD - 1) this.count(hashOf(newer, 0));
      if (at >= GRAM - 1) this.count(hashOf(newer, older));
    }
  }

  /**
   * How common the letters between two places of a literal are: of grams that occur equally often that one is the rarer
   * whose halves are.
   */
  commonness(letters: Uint8Array, from: number, until: number): number {
    const newer = fourLetters(letters, until - HEAD);
    if (until - from === HEAD) return GRAM_COUNTS * this.of(newer, 0);
    const older = fourLetters(letters, from);
    return GRAM_COUNTS * this.of(newer, older) + this.of(newer, 0) + this.of(older, 0);
  }

  private of(newer: number, older: number): number {
    return this.counts[hashOf(newer, older) >>> this.shift] as number;
  }

  private count(hash: number): void {
    const at = hash >>> this.shift;
    if ((this.counts[at] as number) < 65_535) this.counts[at] = (this.counts[at] as number) + 1;
  }
}
