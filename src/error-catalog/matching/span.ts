import type { Anchor } from './anchors.js';
import { LETTER, WORD_START, type FoldedText } from './fold.js';
import { ENOUGH_OF_A_CUT_PHRASE, type Literal, type Phrase, type Piece } from './phrase.js';

/** Where a phrase lies in a text, in symbols. */
export interface Span {
  phrase: Phrase;
  start: number;
  end: number;
  /** Whether the text breaks off inside the phrase. */
  cut: boolean;
  /** Where each piece begins; NOWHERE where it is absent or the text breaks off before it. */
  starts: readonly number[];
}

/**
 * @param span in symbols
 * @returns where it lies in the text as it was given
 */
export function placeOf({ start, end }: Span, folded: FoldedText): { offset: number; length: number } {
  const offset = folded.offsetOf(start);
  return { offset, length: folded.offsetOf(end - 1) + 1 - offset };
}

export const NOWHERE = -1;

/** How much of a phrase is enough where the text breaks off inside it. */
const ENOUGH_SHARE = 0.4;
/** A text seldom loses its begin, and the ends of many messages are alike. */
const MOST_SHARE = 0.7;

/** A stretch of a literal that stands in a text, in symbols. */
interface Extent {
  start: number;
  end: number;
  cutStart: boolean;
  cutEnd: boolean;
}

/**
 * How much of the anchored literal stands in a text: all of it, or what is left where the text breaks off.
 * @param anchor whose letters were met
 * @param begin where the literal would begin, in symbols; negative where the text breaks off before
 * @param mayBeCut whether a part of it is enough
 */
export function extentOf(anchor: Anchor, begin: number, mayBeCut: boolean, folded: FoldedText): Extent | undefined {
  const { symbols: letters, wordStart, wordEnd } = anchor.literal;
  const { symbols, length } = folded;
  const first = begin < 0 ? -begin : 0;
  const last = begin + letters.length > length ? length - begin : letters.length;
  // The anchor's own letters are there; from them to both sides.
  let { from, until } = anchor;
  while (from > first && ((symbols[begin + from - 1] as number) & LETTER) === letters[from - 1]) from -= 1;
  while (until < last && ((symbols[begin + until] as number) & LETTER) === letters[until]) until += 1;
  const start = begin + from;
  const end = begin + until;
  if (from === 0 && until === letters.length) {
    if ((wordStart && !beginsWord(start, folded)) || (wordEnd && end < length && !beginsWord(end, folded))) return undefined;
    return { start, end, cutStart: false, cutEnd: false };
  }
  if (!mayBeCut || until - from < ENOUGH_OF_A_CUT_PHRASE) return undefined;
  const toTheEnd = until === letters.length;
  if (from === first && (toTheEnd || breaksOffAfter(end - 1, folded))) return { start, end, cutStart: from > 0, cutEnd: !toTheEnd };
  return toTheEnd && breaksOffBefore(start, folded) ? { start, end, cutStart: true, cutEnd: false } : undefined;
}

/**
 * Looks for the other pieces of a phrase around one that was found.
 * @param phrase the phrase
 * @param anchor of which piece
 * @param extent where that piece is
 * @returns undefined where a piece is missing
 */
export function spanAround(phrase: Phrase, { piece: anchored, literal }: Anchor, extent: Extent, folded: FoldedText): Span | undefined {
  const { pieces, gaps, mayBeCut } = phrase;
  let { start, end, cutStart, cutEnd } = extent;
  // Made for what is found only: of ten phrases that are begun here nine are not.
  const starts = startsOf(pieces.length);
  starts[anchored] = start;
  let matched = end - start;
  let { rest } = literal;
  // Where an optional piece is absent, the gaps on both sides of it are one.
  let gap = 0;
  for (let next = anchored + 1; next < pieces.length && !cutEnd; next++) {
    const piece = pieces[next] as Piece;
    gap = Math.max(gap, gaps[next]?.limit ?? 0);
    const until = end + gap + rest;
    const at = searchForwards(piece, end, until, folded);
    if (at === NOWHERE) {
      if (piece.optional) continue;
      if (!mayBeCut || until < folded.length) return undefined;
      cutEnd = true;
    } else {
      const found = literalAt(piece, at, folded) as Literal;
      starts[next] = at;
      matched += found.symbols.length;
      end = at + found.symbols.length;
      rest = found.rest;
      gap = 0;
    }
  }
  if (!mayBeCut) start = starts[anchored] = nearest(phrase, anchored, starts, folded);
  gap = 0;
  for (let before = anchored - 1; before >= 0 && !cutStart; before--) {
    const piece = pieces[before] as Piece;
    gap = Math.max(gap, gaps[before + 1]?.limit ?? 0);
    const at = searchBackwards(piece, start, gap, folded);
    if (at === NOWHERE) {
      if (piece.optional) continue;
      if (!mayBeCut || start - gap > (piece.literals[0]?.symbols.length ?? 0)) return undefined;
      cutStart = true;
    } else {
      starts[before] = at;
      matched += (literalAt(piece, at, folded) as Literal).symbols.length;
      start = at;
      gap = 0;
    }
  }
  const cut = cutStart || cutEnd;
  if (cut && (matched < ENOUGH_OF_A_CUT_PHRASE || matched < phrase.weight * (cutStart ? MOST_SHARE : ENOUGH_SHARE))) return undefined;
  const found: number[] = [];
  for (let piece = 0; piece < pieces.length; piece++) found.push(starts[piece] as number);
  return { phrase, start, end, cut, starts: found };
}

/** Where the pieces of the phrase at hand begin; used again for the next. */
let places = new Int32Array(64);

function startsOf(pieces: number): Int32Array {
  if (pieces > places.length) places = new Int32Array(2 * pieces);
  for (let piece = 0; piece < pieces; piece++) places[piece] = NOWHERE;
  return places;
}

/**
 * Where a piece begins that stands nearest to the next one: of "one certificate is fine, one certificate has expired" it
 * is the second that has. Not so in a message, where a value may hold the word before it.
 */
function nearest({ pieces, gaps }: Phrase, anchored: number, starts: Int32Array, folded: FoldedText): number {
  const start = starts[anchored] as number;
  const next = anchored + 1 < pieces.length ? (starts[anchored + 1] as number) : NOWHERE;
  if (next === NOWHERE) return start;
  return Math.max(start, searchBackwards(pieces[anchored] as Piece, next, gaps[anchored + 1]?.limit ?? 0, folded));
}

const DOT = '.'.charCodeAt(0);
const ELLIPSIS = '…'.charCodeAt(0);

/** Whether the text ends behind a symbol, or says with an ellipsis that it was shortened. */
function breaksOffAfter(symbol: number, folded: FoldedText): boolean {
  if (symbol >= folded.length - 1) return true;
  return beginsWord(symbol + 1, folded) && isEllipsis(folded.text, folded.offsetOf(symbol) + 1, 1);
}

function breaksOffBefore(symbol: number, folded: FoldedText): boolean {
  return symbol <= 0 || (beginsWord(symbol, folded) && isEllipsis(folded.text, folded.offsetOf(symbol) - 1, -1));
}

/** Whether an ellipsis, or three dots, stand at a place or behind one space, looking forwards (1) or backwards (-1). */
function isEllipsis(text: string, at: number, step: 1 | -1): boolean {
  const from = isSpace(text.charCodeAt(at)) ? at + step : at;
  if (text.charCodeAt(from) === ELLIPSIS) return true;
  for (let k = 0; k < 3; k++) if (text.charCodeAt(from + k * step) !== DOT) return false;
  return true;
}

/** White space, but for the rarer kinds of Unicode. */
const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13) || code === 0xa0;

/** The longest literal of a piece that stands at a place. */
function literalAt({ literals, firsts }: Piece, at: number, folded: FoldedText): Literal | undefined {
  if (firsts[folded.symbols[at] as number] === 0) return undefined;
  for (const literal of literals) if (standsAt(literal, at, folded)) return literal;
  return undefined;
}

/** Where the first literal of a piece begins, from one place to another. */
function searchForwards(piece: Piece, from: number, until: number, folded: FoldedText): number {
  const { firsts } = piece;
  const { symbols, length } = folded;
  const last = Math.min(until, length - 1);
  for (let at = from; at <= last; at++) if (firsts[symbols[at] as number] !== 0 && literalAt(piece, at, folded)) return at;
  return NOWHERE;
}

/** Where the last literal of a piece begins that ends at most `limit` symbols before a place. */
function searchBackwards(piece: Piece, before: number, limit: number, folded: FoldedText): number {
  const { firsts, reach } = piece;
  const { symbols } = folded;
  const first = Math.max(0, before - limit - reach);
  for (let at = before - 1; at >= first; at--) {
    const literal = firsts[symbols[at] as number] === 0 ? undefined : literalAt(piece, at, folded);
    if (!literal) continue;
    const between = before - at - literal.symbols.length;
    if (between >= 0 && between <= limit + literal.rest) return longestWithEnd(piece, at, at + literal.symbols.length, folded);
  }
  return NOWHERE;
}

/** Of the literals of a piece that end where one was found the longest: before "client certificate" stands another word than before its "certificate". */
function longestWithEnd(piece: Piece, found: number, end: number, folded: FoldedText): number {
  const { firsts, reach } = piece;
  let longest = found;
  for (let at = found - 1; at >= Math.max(0, end - reach); at--) {
    if (firsts[folded.symbols[at] as number] === 0) continue;
    const literal = literalAt(piece, at, folded);
    if (literal && at + literal.symbols.length === end) longest = at;
  }
  return longest;
}

function standsAt({ symbols: letters, wordStart, wordEnd }: Literal, at: number, folded: FoldedText): boolean {
  const { symbols, length } = folded;
  const end = at + letters.length;
  if (end > length || (wordStart && !beginsWord(at, folded))) return false;
  for (let k = 0; k < letters.length; k++) if (((symbols[at + k] as number) & LETTER) !== letters[k]) return false;
  return !wordEnd || end === length || beginsWord(end, folded);
}

const beginsWord = (symbol: number, { symbols }: FoldedText) => ((symbols[symbol] as number) & WORD_START) !== 0;
