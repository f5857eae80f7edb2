import { readEscape } from './escape.js';

/** The bits of a symbol that are the letter, and the one that says that a word begins with it. */
export const LETTER = 63;
export const WORD_START = 64;

/** Letters up to this one are digits. */
const LAST_DIGIT = 10;

/** What a UTF-16 code unit is to the matcher: a letter (1 to 63), what parts words (WORD_START), or one of these two. */
const COMBINING = 128;
const ESCAPE = 129;
const KINDS = kindTable();

/** How many letters of the text lie between two marks, from which a position is found again. */
const MARK_BITS = 3;
const MARK_EVERY = 1 << MARK_BITS;

/**
 * A text reduced to what matching compares: letters and digits without case, accents, white space and punctuation.
 * So line wraps, doubled spaces, quotes, log decoration and `> ` of mails make no difference.
 */
export class FoldedText {
  constructor(
    /** The text as it was given. */
    readonly text: string,
    /** One symbol a letter or digit, 1 to 63, with WORD_START added where a word begins. Only the first `length` bytes count. */
    readonly symbols: Uint8Array,
    readonly length: number,
    /** marks[k] is the position in the text of symbol k * MARK_EVERY. */
    private readonly marks: Uint32Array,
  ) {}

  /** @returns whether a digit stands at a symbol */
  hasDigitAt(symbol: number): boolean {
    const letter = (this.symbols[symbol] as number) & LETTER;
    return symbol < this.length && letter <= LAST_DIGIT;
  }

  /** @returns the position in `text` of the letter or digit behind a symbol; the end of the text where there is none */
  offsetOf(wanted: number): number {
    const { text } = this;
    if (wanted >= this.length) return text.length;
    let symbol = wanted - (wanted & (MARK_EVERY - 1));
    for (let at = this.marks[symbol >>> MARK_BITS] as number; at < text.length; at++) {
      const kind = KINDS[text.charCodeAt(at)] as number;
      const escape = kind === ESCAPE ? readEscape(text, at) : undefined;
      if (isWordCharacter(escape ? escape.code : text.charCodeAt(at))) {
        if (symbol === wanted) return at;
        symbol += 1;
      }
      if (escape) at += escape.length - 1;
    }
    return text.length;
  }
}

/**
 * Folds a text in one pass.
 * @param text any text; time and memory are linear in its length
 * @returns the folded text; to be read before the next is folded, since what it is written into is used again
 */
export function foldText(text: string): FoldedText {
  const folding = new Folding(text);
  while (folding.foldPlain()) folding.foldSpecial();
  // Behind the end no letter stands.
  folding.symbols[folding.length] = WORD_START;
  return new FoldedText(text, folding.symbols, folding.length, folding.marks);
}

/** Making room takes longer than folding a ticket, so for texts up to this length there is some that stays. */
const ROOM = 65_536;
const KEPT = roomFor(ROOM);

function roomFor(length: number): { symbols: Uint8Array; marks: Uint32Array } {
  return { symbols: new Uint8Array(length + 1), marks: new Uint32Array((length >>> MARK_BITS) + 2) };
}

/** A text that is being folded: how far it has come. */
class Folding {
  readonly symbols: Uint8Array;
  readonly marks: Uint32Array;
  length = 0;
  private start = WORD_START;
  private at = 0;

  constructor(private readonly text: string) {
    const room = text.length < ROOM ? KEPT : roomFor(text.length);
    this.symbols = room.symbols;
    this.marks = room.marks;
  }

  /**
   * Folds up to the next character that is neither a letter nor parts words. Nearly all of a text goes through this
   * loop, so it calls nothing and keeps its state in variables: else it is three times as slow.
   * @returns whether there is such a character
   */
  foldPlain(): boolean {
    const { text, symbols, marks } = this;
    const kinds = KINDS;
    const end = text.length;
    let { length, start, at } = this;
    for (; at < end; at++) {
      const kind = kinds[text.charCodeAt(at)] as number;
      if (kind > WORD_START) break;
      // What parts words is written too, and overwritten by the next letter: a branch would be guessed wrong at every word.
      symbols[length] = kind | start;
      marks[(length + MARK_EVERY - 1) >>> MARK_BITS] = at;
      length += (kind >>> 6) ^ 1;
      start = kind & WORD_START;
    }
    this.length = length;
    this.start = start;
    this.at = at;
    return at < end;
  }

  /** Folds an escape, or passes over an accent that stands behind its letter. */
  foldSpecial(): void {
    const { text, symbols, marks, length, at } = this;
    if (KINDS[text.charCodeAt(at)] === COMBINING) {
      this.at += 1;
      return;
    }
    const { code, length: taken } = readEscape(text, at);
    const isLetter = isWordCharacter(code);
    if (isLetter) {
      symbols[length] = (KINDS[code] as number) | this.start;
      marks[(length + MARK_EVERY - 1) >>> MARK_BITS] = at;
      this.length += 1;
    }
    this.start = isLetter ? 0 : WORD_START;
    this.at += taken;
  }
}

/** @returns whether a character (UTF-16 code unit) is a letter or digit to the matcher */
export const isWordCharacter = (code: number): boolean => (KINDS[code] as number) < WORD_START;

/** 1-10 digits, 11-36 letters, 37-63 the letters of other scripts, several to a symbol. */
function kindTable(): Uint8Array {
  const table = new Uint8Array(65_536).fill(WORD_START);
  for (let code = 0xc0; code < 0xfe00; code++) {
    const isMark = (code >= 0x2000 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x303f);
    if (!isMark) table[code] = 37 + (code % 27);
  }
  for (let code = 48; code < 58; code++) table[code] = code - 47;
  for (let code = 97; code < 123; code++) table[code] = table[code - 32] = code - 86;
  // Latin letters with accents fold to the letter below the accent, as mail and terminals lose them.
  for (let code = 0xc0; code < 0x250; code++) {
    const base = String.fromCharCode(code).normalize('NFD').charCodeAt(0);
    if (base < 128) table[code] = table[base] as number;
  }
  table[0xdf] = table[115] as number; // sharp s
  // An accent that stands behind its letter, as macOS writes it, neither is a letter nor parts words.
  table.fill(COMBINING, 0x300, 0x370);
  table['&'.charCodeAt(0)] = table['\\'.charCodeAt(0)] = ESCAPE;
  return table;
}
