/**
 * A text reduced to what matching compares: letters and digits without case, accents, white space and punctuation.
 * So line wraps, doubled spaces, quotes, log decoration and `> ` of mails make no difference.
 */
export interface FoldedText {
  /** The text as it was given. */
  readonly text: string;
  /** One symbol a letter or digit, 1 to 63, with WORD_START added where a word begins. Only the first `length` bytes count. */
  readonly symbols: Uint8Array;
  readonly length: number;
  /** @returns the position in `text` of the letter or digit behind a symbol */
  offsetOf(symbol: number): number;
}

/** The bits of a symbol that are the letter, and the one that says that a word begins with it. */
export const LETTER = 63;
export const WORD_START = 64;

/** How many letters of the text lie between two marks, from which a position is found again. */
const MARK_BITS = 6;
const MARK_EVERY = 1 << MARK_BITS;

/** 0 for what is skipped; 1-10 digits, 11-36 letters, 37-63 the letters of other scripts, several to a symbol. */
const SYMBOLS = symbolTable();

const AMPERSAND = 38;
const BACKSLASH = 92;

/** Named entities that stand for letters; all others stand for punctuation or white space. */
const LETTER_ENTITY = /^&([A-Za-z])(?:uml|acute|grave|circ|tilde|cedil|ring);/;
const ENTITY = /^&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/i;
const LONGEST_ENTITY = 10;

/** An accent that stands behind its letter, as macOS writes it. */
function isCombining(code: number): boolean {
  return code >= 0x300 && code < 0x370;
}

function symbolTable(): Uint8Array {
  const table = new Uint8Array(65_536);
  for (let code = 128; code < 65_536; code++) {
    const skipped =
      isCombining(code) || code < 0xc0 || (code >= 0x2000 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x303f) || code >= 0xfe00;
    if (!skipped) table[code] = 37 + (code % 27);
  }
  for (let code = 48; code < 58; code++) table[code] = code - 47;
  for (let code = 97; code < 123; code++) table[code] = table[code - 32] = code - 86;
  // Latin letters with accents fold to the letter below the accent, as mail and terminals lose them.
  for (let code = 0xc0; code < 0x250; code++) {
    const base = String.fromCharCode(code).normalize('NFD').charCodeAt(0);
    table[code] = base < 128 ? (table[base] ?? 0) : (table[code] ?? 0);
  }
  table[0xdf] = table[115] ?? 0; // sharp s
  return table;
}

/**
 * Folds a text in one pass.
 * @param text any text; time and memory are linear in its length
 * @returns the folded text
 */
export function foldText(text: string): FoldedText {
  const symbols = new Uint8Array(text.length);
  // marks[k] is the position in the text at which symbol k * MARK_EVERY is looked for.
  const marks = new Uint32Array((text.length >>> MARK_BITS) + 2);
  const table = SYMBOLS;
  let length = 0;
  let start = WORD_START;
  const end = text.length;
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    const symbol = table[code] as number;
    if (symbol !== 0) {
      if ((length & (MARK_EVERY - 1)) === 0) marks[length >>> MARK_BITS] = at;
      symbols[length++] = symbol | start;
      start = 0;
    } else if (code === AMPERSAND || code === BACKSLASH) {
      const escape = readEscape(text, at);
      if (escape.symbol !== 0) {
        if ((length & (MARK_EVERY - 1)) === 0) marks[length >>> MARK_BITS] = at;
        symbols[length++] = escape.symbol | start;
      }
      start = escape.symbol === 0 ? WORD_START : 0;
      at += escape.length - 1;
    } else if (code < 0x300 || !isCombining(code)) start = WORD_START;
  }
  return { text, symbols, length, offsetOf: (symbol) => offsetOf(text, marks, symbol) };
}

/** Walks on from the nearest mark before the symbol. */
function offsetOf(text: string, marks: Uint32Array, wanted: number): number {
  let symbol = wanted - (wanted & (MARK_EVERY - 1));
  for (let at = marks[symbol / MARK_EVERY] as number; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const escape = code === AMPERSAND || code === BACKSLASH ? readEscape(text, at) : undefined;
    if (escape ? escape.symbol !== 0 : SYMBOLS[code] !== 0) {
      if (symbol === wanted) return at;
      symbol += 1;
    }
    if (escape) at += escape.length - 1;
  }
  return text.length;
}

/**
 * An HTML entity or an escape of JSON and source code at a position.
 * @returns its length (1 where it is none) and the symbol it stands for, 0 for punctuation and white space
 */
function readEscape(text: string, at: number): { length: number; symbol: number } {
  if (text.charCodeAt(at) === AMPERSAND) {
    const ahead = text.slice(at, at + LONGEST_ENTITY);
    const letter = LETTER_ENTITY.exec(ahead);
    if (letter) return { length: letter[0].length, symbol: SYMBOLS[(letter[1] ?? '').charCodeAt(0)] ?? 0 };
    return { length: ENTITY.exec(ahead)?.[0].length ?? 1, symbol: 0 };
  }
  const next = text.charAt(at + 1);
  if (next === 'u' && /^[0-9a-f]{4}/i.test(text.slice(at + 2, at + 6))) {
    return { length: 6, symbol: SYMBOLS[Number.parseInt(text.slice(at + 2, at + 6), 16)] ?? 0 };
  }
  return { length: 'nrtbf'.includes(next) && next !== '' ? 2 : 1, symbol: 0 };
}

/** @returns whether a character (UTF-16 code unit) is a letter or digit to the matcher */
export const isWordCharacter = (code: number): boolean => SYMBOLS[code] !== 0 && !Number.isNaN(code);
