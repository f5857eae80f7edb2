import { LETTER, WORD_START, type FoldedText } from './fold.js';
import { parametersOf } from './parameters.js';
import { anchorsOf, GRAM_MASK, type Anchor } from './anchors.js';
import type { Literal, Phrase, Piece } from './phrase.js';

/** A phrase in a text. */
export interface Occurrence {
  phrase: Phrase;
  /** Position and length in the text as it was given. */
  offset: number;
  length: number;
  /** Whether the text breaks off inside the phrase. */
  cut: boolean;
  /** What stands in the named gaps, trimmed. */
  parameters: Record<string, string>;
}

/** A phrase at least this long is also found where a text breaks off inside it, if this many symbols are there. */
const ENOUGH_OF_A_CUT_PHRASE = 20;
const ENOUGH_SHARE = 0.4;
/** A text seldom loses its begin, and the ends of many messages are alike. */
const MOST_SHARE = 0.7;

/**
 * Finds all phrases in one pass over the text. Every phrase is represented by its rarest grams; a bit filter over
 * them lets nearly every position pass at the cost of one look, whatever the number of phrases, and what is left is
 * compared symbol by symbol. Gaps are bounded, so the time is linear in the text.
 */
export class PhraseMatcher {
  private readonly filter: Uint32Array;
  private readonly filterShift: number;
  private readonly slotMask: number;
  private readonly slotKeys: Int32Array;
  private readonly slotAnchors: (readonly Anchor[] | undefined)[];

  /** @param phrases what to look for */
  constructor(private readonly phrases: readonly Phrase[]) {
    const anchors = anchorsOf(phrases);
    const bits = Math.max(12, Math.ceil(Math.log2((anchors.size + 1) * 32)));
    this.filterShift = 32 - bits;
    this.filter = new Uint32Array(2 ** (bits - 5));
    const slots = 2 ** Math.ceil(Math.log2((anchors.size + 1) * 2));
    this.slotMask = slots - 1;
    this.slotKeys = new Int32Array(slots).fill(-1);
    this.slotAnchors = Array.from({ length: slots });
    for (const [gram, list] of anchors) {
      const bit = Math.imul(gram, MULTIPLIER) >>> this.filterShift;
      this.filter[bit >>> 5] = (this.filter[bit >>> 5] as number) | (1 << (bit & 31));
      let slot = mix(gram) & this.slotMask;
      while (this.slotKeys[slot] !== -1) slot = (slot + 1) & this.slotMask;
      this.slotKeys[slot] = gram;
      this.slotAnchors[slot] = list;
    }
  }

  /**
   * @param folded a folded text
   * @param most how many occurrences to report at most
   * @returns the occurrences in the order in which they were met
   */
  find(folded: FoldedText, most = Number.POSITIVE_INFINITY): Occurrence[] {
    const { symbols, length } = folded;
    const { filter, filterShift } = this;
    const found: Occurrence[] = [];
    // Up to which symbol each phrase has been found already: its further grams there need no look.
    const foundUntil = new Map<number, number>();
    let gram = 0;
    for (let at = 0; at <= length && found.length < most; at++) {
      // One step behind the end, so that a literal of four symbols is found there too.
      gram = ((gram << 6) | (at < length ? (symbols[at] as number) & LETTER : 0)) & GRAM_MASK;
      const bit = Math.imul(gram, MULTIPLIER) >>> filterShift;
      if (((filter[bit >>> 5] as number) & (1 << (bit & 31))) !== 0) this.look(gram, at, folded, found, foundUntil);
    }
    return found;
  }

  /** Compares every phrase with this gram with the text around it. */
  private look(gram: number, at: number, folded: FoldedText, found: Occurrence[], foundUntil: Map<number, number>): void {
    const anchors = this.anchorsAt(gram);
    for (let index = 0; index < anchors.length; index++) {
      const { phrase: number, piece, literal, behind } = anchors[index] as Anchor;
      if (foundUntil.size > 0 && (foundUntil.get(number) ?? -1) >= at) continue;
      const phrase = this.phrases[number] as Phrase;
      const span = spanOf(phrase, piece, literal, at + 1 - behind, folded);
      if (!span) continue;
      foundUntil.set(number, span.end);
      found.push(occurrenceOf(phrase, span, folded));
    }
  }

  private anchorsAt(gram: number): readonly Anchor[] {
    let slot = mix(gram) & this.slotMask;
    while (this.slotKeys[slot] !== -1) {
      if (this.slotKeys[slot] === gram) return this.slotAnchors[slot] ?? [];
      slot = (slot + 1) & this.slotMask;
    }
    return [];
  }
}

/** Knuth's multiplicative hash: the upper bits of the product choose the bit of the filter, the mixed lower ones the slot. */
const MULTIPLIER = 0x9e3779b1;

const mix = (gram: number): number => {
  const product = Math.imul(gram, MULTIPLIER);
  return (product ^ (product >>> 15)) >>> 0;
};

/** Where a phrase lies, in symbols; `starts[k]` is where piece k begins, undefined where the text breaks off before it. */
interface Span {
  start: number;
  end: number;
  cut: boolean;
  starts: (number | undefined)[];
}

/** Compares a phrase with the text around a literal that an anchor points to. */
function spanOf(phrase: Phrase, anchored: number, literal: Literal, at: number, folded: FoldedText): Span | undefined {
  const { pieces, gaps, mayBeCut } = phrase;
  const here = extentOf(literal, at, mayBeCut, folded);
  if (!here) return undefined;
  const starts: (number | undefined)[] = [];
  starts[anchored] = here.start;
  let { start, end, cutStart, cutEnd } = here;
  let matched = end - start;
  let { rest } = literal;
  for (let next = anchored + 1; next < pieces.length && !cutEnd; next++) {
    const piece = pieces[next] as Piece;
    const until = end + (gaps[next]?.limit ?? 0) + rest;
    const found = searchForwards(piece, end, until, folded);
    if (found === undefined) {
      if (piece.optional) continue;
      if (!mayBeCut || until < folded.length) return undefined;
      cutEnd = true;
    } else {
      const length = literalAt(piece, found, folded)?.symbols.length ?? 0;
      starts[next] = found;
      matched += length;
      end = found + length;
      rest = literalAt(piece, found, folded)?.rest ?? 0;
    }
  }
  for (let before = anchored - 1; before >= 0 && !cutStart; before--) {
    const piece = pieces[before] as Piece;
    const limit = gaps[before + 1]?.limit ?? 0;
    const found = searchBackwards(piece, start, limit, folded);
    if (found === undefined) {
      if (piece.optional) continue;
      if (!mayBeCut || start - limit > (piece.literals[0]?.symbols.length ?? 0)) return undefined;
      cutStart = true;
    } else {
      starts[before] = found;
      matched += literalAt(piece, found, folded)?.symbols.length ?? 0;
      start = found;
    }
  }
  const cut = cutStart || cutEnd;
  if (cut && (matched < ENOUGH_OF_A_CUT_PHRASE || matched < phrase.weight * (cutStart ? MOST_SHARE : ENOUGH_SHARE))) return undefined;
  return { start, end, cut, starts };
}

/** How much of a literal stands at a place: all of it, or what is left where the text breaks off. */
function extentOf(
  literal: Literal,
  at: number,
  mayBeCut: boolean,
  folded: FoldedText,
): { start: number; end: number; cutStart: boolean; cutEnd: boolean } | undefined {
  const { symbols } = literal;
  if (equals(literal, at, folded)) return { start: at, end: at + symbols.length, cutStart: false, cutEnd: false };
  if (!mayBeCut || symbols.length < ENOUGH_OF_A_CUT_PHRASE) return undefined;
  let from = 0;
  let until = symbols.length;
  if (at < 0) from = -at;
  if (at + until > folded.length) until = folded.length - at;
  // The longest common stretch that reaches one end of the piece.
  let same = from;
  while (same < until && letterAt(at + same, folded) === symbols[same]) same += 1;
  // All of it stands there, and a word goes on where it should begin or end.
  if (same - from === symbols.length) return undefined;
  if (same - from >= ENOUGH_OF_A_CUT_PHRASE && (same === symbols.length || breaksOffAfter(at + same - 1, folded))) {
    return { start: at + from, end: at + same, cutStart: from > 0, cutEnd: same < symbols.length };
  }
  same = until;
  while (same > from && letterAt(at + same - 1, folded) === symbols[same - 1]) same -= 1;
  if (until === symbols.length && until - same >= ENOUGH_OF_A_CUT_PHRASE && breaksOffBefore(at + same, folded)) {
    return { start: at + same, end: at + until, cutStart: true, cutEnd: false };
  }
  return undefined;
}

/** Whether the text ends behind a symbol, or says with an ellipsis that it was shortened. */
function breaksOffAfter(symbol: number, folded: FoldedText): boolean {
  if (symbol >= folded.length - 1) return true;
  const behind = folded.text.slice(folded.offsetOf(symbol) + 1, folded.offsetOf(symbol) + 5).trimStart();
  return behind.startsWith('...') || behind.startsWith('…');
}

function breaksOffBefore(symbol: number, folded: FoldedText): boolean {
  if (symbol <= 0) return true;
  const offset = folded.offsetOf(symbol);
  const before = folded.text.slice(Math.max(0, offset - 4), offset).trimEnd();
  return before.endsWith('...') || before.endsWith('…');
}

/** The longest literal of a piece that stands at a place. */
function literalAt({ literals, firsts }: Piece, at: number, folded: FoldedText): Literal | undefined {
  if (firsts[(folded.symbols[at] as number) & LETTER] === 0) return undefined;
  for (const literal of literals) if (equals(literal, at, folded)) return literal;
  return undefined;
}

/** Where the first literal of a piece begins, from one place to another. */
function searchForwards(piece: Piece, from: number, until: number, folded: FoldedText): number | undefined {
  const last = Math.min(until, folded.length - 1);
  for (let at = from; at <= last; at++) if (literalAt(piece, at, folded)) return at;
  return undefined;
}

/** Where the last literal of a piece begins that ends at most `limit` symbols before a place. */
function searchBackwards(piece: Piece, before: number, limit: number, folded: FoldedText): number | undefined {
  const first = Math.max(0, before - limit - piece.reach);
  for (let at = before - 1; at >= first; at--) {
    const literal = literalAt(piece, at, folded);
    if (!literal) continue;
    const between = before - at - literal.symbols.length;
    if (between >= 0 && between <= limit + literal.rest) return at;
  }
  return undefined;
}

function equals({ symbols, wordStart, wordEnd }: Literal, at: number, folded: FoldedText): boolean {
  const end = at + symbols.length;
  if (at < 0 || end > folded.length) return false;
  for (let k = 0; k < symbols.length; k++) if (letterAt(at + k, folded) !== symbols[k]) return false;
  return (!wordStart || beginsWord(at, folded)) && (!wordEnd || end === folded.length || beginsWord(end, folded));
}

const letterAt = (symbol: number, { symbols }: FoldedText) => (symbols[symbol] as number) & LETTER;
const beginsWord = (symbol: number, { symbols }: FoldedText) => ((symbols[symbol] as number) & WORD_START) !== 0;

function occurrenceOf(phrase: Phrase, { start, end, cut, starts }: Span, folded: FoldedText): Occurrence {
  const offset = folded.offsetOf(start);
  const until = folded.offsetOf(end - 1) + 1;
  return { phrase, offset, length: until - offset, cut, parameters: parametersOf(phrase, starts, folded) };
}
