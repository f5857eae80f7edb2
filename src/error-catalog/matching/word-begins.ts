import { LETTER, type FoldedText } from './fold.js';
import type { Literal, Phrase } from './phrase.js';

/** So many letters from the begin of a word on are looked at, which may go on into the next word. */
const LETTERS = 3;
const BITS = 12;

/** Three letters are shortened to so many bits by a multiplicative hash (Knuth), so that a few words look like others. */
const keyOf = (letters: number): number => Math.imul(letters, 0x9e3779b1) >>> (32 - BITS);

/**
 * How words of a text begin. A phrase of several pieces can't stand in a text in which no word begins like one of them, and nearly always there is
 * one that is nowhere: then the text around the other pieces need not be searched.
 */
export class WordBegins {
  private readonly known = new Uint8Array(2 ** BITS);

  /** Takes the place of what was known of the text before. */
  read({ symbols, length }: FoldedText): void {
    const { known } = this;
    known.fill(0);
    let letters = 0;
    let starts = 0;
    for (let at = 0; at < length; at++) {
      const symbol = symbols[at] as number;
      letters = ((letters << 6) | (symbol & LETTER)) & 0x3ffff;
      starts = (starts << 1) | (symbol >>> 6);
      if ((starts & (1 << (LETTERS - 1))) !== 0) known[keyOf(letters)] = 1;
    }
  }

  /** @returns false where a phrase surely is not in the text: for one of its pieces no word begins that it could */
  mayHold(pieces: readonly (readonly number[])[]): boolean {
    for (const keys of pieces) if (!this.holdsOneOf(keys)) return false;
    return true;
  }

  private holdsOneOf(keys: readonly number[]): boolean {
    for (const key of keys) if (this.known[key] === 1) return true;
    return false;
  }
}

/** @returns for `mayHold`: the begins of each piece that has to be there and that begins with a word of enough letters; none where a part is enough */
export function beginsOf({ pieces, mayBeCut }: Phrase): number[][] {
  if (mayBeCut || pieces.length < 2) return [];
  return pieces
    .filter(({ optional, literals }) => !optional && literals.every(({ symbols, wordStart }) => wordStart && symbols.length >= LETTERS))
    .map(({ literals }) => literals.map(beginOf));
}

const beginOf = ({ symbols: [first = 0, second = 0, third = 0] }: Literal) => keyOf((first << 12) | (second << 6) | third);
