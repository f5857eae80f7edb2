import { LETTER, type FoldedText } from './fold.js';
import { larger } from './larger.js';
import type { Literal } from './phrase.js';

/** So many letters from the begin of a word on are looked up, and as many behind them compared; they may go on into the next word. */
const HALF = 3;
const LETTER_BITS = 6;
const FIRST_LETTER = 0x3f000;
const TWO_LETTERS = 0x3ffc0;

/** Three letters are shortened to so many bits by a multiplicative hash (Knuth), so that a few words share a chain with others. */
const BITS = 12;
const chainOf = (three: number): number => Math.imul(three, 0x9e3779b1) >>> (32 - BITS);

/** How a word begins: letters 1 to 3, letters 4 to 6, and which of the latter count. A word of one or two letters stands without those behind it. */
export interface WordBegin {
  three: number;
  more: number;
  mask: number;
}

/** @returns how the first word of a literal begins; undefined where the literal may be found at words that begin in several ways */
export function beginOf({ symbols, wordStart, wordEnd }: Literal): WordBegin | undefined {
  if (!wordStart || (symbols.length < HALF && !wordEnd)) return undefined;
  const mask = symbols.length >= 2 * HALF ? ~0 : ~0 << (LETTER_BITS * Math.min(HALF, 2 * HALF - symbols.length));
  return { three: threeLetters(symbols, 0), more: threeLetters(symbols, HALF), mask };
}

const threeLetters = (symbols: Uint8Array, from: number): number =>
  ((symbols[from] ?? 0) << (2 * LETTER_BITS)) | ((symbols[from + 1] ?? 0) << LETTER_BITS) | (symbols[from + 2] ?? 0);

/** Behind the last of a chain: no word. */
const END = 0;
/** Farther than any text goes. */
export const NOWHERE = 0x7fffffff;

/** Where the words of a text begin, each in a chain with those behind it that begin alike. */
export class WordBegins {
  /** The first word of each chain that is not passed yet. */
  private readonly chains = new Int32Array(2 ** BITS);
  private words = 0;
  private places = new Int32Array(1024);
  private threes = new Int32Array(1024);
  private mores = new Int32Array(1024);
  private next = new Int32Array(1024);
  private passed = 0;

  /** Takes the place of what was known of the text before. */
  read({ symbols, length }: FoldedText): void {
    this.chains.fill(END);
    this.words = 0;
    this.passed = 0;
    let three = 0;
    let more = 0;
    // Backwards, so that each word is put before those behind it.
    for (let at = length - 1; at >= 0; at--) {
      const symbol = symbols[at] as number;
      more = ((three & LETTER) << (2 * LETTER_BITS)) | (more >>> LETTER_BITS);
      three = ((symbol & LETTER) << (2 * LETTER_BITS)) | (three >>> LETTER_BITS);
      if (symbol <= LETTER) continue;
      this.add(at, three, more);
      if ((symbols[at + 1] as number) > LETTER) this.add(at, three & FIRST_LETTER, 0);
      if (at + 2 <= length && (symbols[at + 2] as number) > LETTER) this.add(at, three & TWO_LETTERS, 0);
    }
  }

  /** Forgets, little by little, the words before a place. */
  pass(place: number): void {
    this.passed = place;
  }

  /**
   * Where the first word stands between two places that begins like a literal.
   * @returns its place; behind the latter place, where none stands between them, one before which none does
   */
  find(three: number, more: number, mask: number, from: number, until: number): number {
    const { places, threes, mores, next, chains } = this;
    const chain = chainOf(three);
    let word = chains[chain] as number;
    while (word !== END && (places[word] as number) < this.passed) word = next[word] as number;
    chains[chain] = word;
    for (; word !== END; word = next[word] as number) {
      const place = places[word] as number;
      if (place > until) return place;
      if (place >= from && threes[word] === three && (((mores[word] as number) ^ more) & mask) === 0) return place;
    }
    return NOWHERE;
  }

  private add(place: number, three: number, more: number): void {
    const word = ++this.words;
    if (word === this.places.length) this.makeRoom();
    const chain = chainOf(three);
    this.places[word] = place;
    this.threes[word] = three;
    this.mores[word] = more;
    this.next[word] = this.chains[chain] as number;
    this.chains[chain] = word;
  }

  private makeRoom(): void {
    const room = 2 * this.places.length;
    this.places = larger(this.places, room);
    this.threes = larger(this.threes, room);
    this.mores = larger(this.mores, room);
    this.next = larger(this.next, room);
  }
}
