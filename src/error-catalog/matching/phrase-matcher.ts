import { isWordCharacter, type FoldedText } from './fold.js';
import { parametersOf } from './parameters.js';
import { SHORTEST_LITERAL, type Phrase, type Piece } from './phrase.js';

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

/** The scan looks at this many symbols at once; 5 symbols of 6 bits are one 30-bit number. */
const GRAM = 5;
const GRAM_MASK = 0x3fffffff;
const SYMBOL_VALUES = 64;

/** A phrase at least this long is also found where a text breaks off inside it, if this many symbols are there. */
const ENOUGH_OF_A_CUT_PHRASE = 20;
const ENOUGH_SHARE = 0.4;
/** A long phrase is looked for by several grams, so that one is left when the text is cut. */
const LONG_PHRASE = 30;

/** Where a gram stands in a phrase. */
interface Anchor {
  phrase: number;
  piece: number;
  /** Symbols from the begin of the piece to the end of the gram. */
  behind: number;
}

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
    const foundUntil = new Map<Phrase, number>();
    let gram = 0;
    for (let at = 0; at <= length && found.length < most; at++) {
      // One step behind the end, so that a literal of four symbols is found there too.
      gram = ((gram << 6) | (at < length ? (symbols[at] as number) : 0)) & GRAM_MASK;
      const bit = Math.imul(gram, MULTIPLIER) >>> filterShift;
      if (((filter[bit >>> 5] as number) & (1 << (bit & 31))) === 0) continue;
      for (const { phrase: number, piece, behind } of this.anchorsAt(gram)) {
        const phrase = this.phrases[number];
        if (!phrase || (foundUntil.get(phrase) ?? -1) >= at) continue;
        const span = spanOf(phrase, piece, at + 1 - behind, folded);
        if (!span) continue;
        foundUntil.set(phrase, span.end);
        found.push(occurrenceOf(phrase, span, folded));
      }
    }
    return found;
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

/** Calls back for every gram of a piece, with the number of symbols from the begin of the piece to the gram's end. */
function forEachGram({ symbols }: Piece, visit: (gram: number, behind: number) => void): void {
  let gram = 0;
  for (let at = 0; at < symbols.length; at++) {
    gram = ((gram << 6) | (symbols[at] as number)) & GRAM_MASK;
    if (at >= GRAM - 1) visit(gram, at + 1);
  }
}

/** Chooses for every phrase the grams that the fewest other phrases have. */
function anchorsOf(phrases: readonly Phrase[]): Map<number, Anchor[]> {
  const frequency = new Map<number, number>();
  for (const { pieces } of phrases)
    for (const piece of pieces) forEachGram(piece, (gram) => frequency.set(gram, (frequency.get(gram) ?? 0) + 1));
  const anchors = new Map<number, Anchor[]>();
  const add = (gram: number, anchor: Anchor) => {
    const list = anchors.get(gram);
    if (list) list.push(anchor);
    else anchors.set(gram, [anchor]);
  };
  phrases.forEach(({ pieces, weight }, phrase) => {
    const grams = pieces.reduce((sum, { symbols }) => sum + Math.max(0, symbols.length - GRAM + 1), 0);
    if (grams === 0) {
      anchorShortPhrase(pieces, phrase, add);
      return;
    }
    const parts = weight >= LONG_PHRASE ? Math.min(3, grams) : 1;
    const best = Array.from({ length: parts }, () => ({ cost: Number.POSITIVE_INFINITY, gram: 0, piece: 0, behind: 0 }));
    let seen = 0;
    pieces.forEach((symbols, piece) => {
      forEachGram(symbols, (gram, behind) => {
        const part = best[Math.floor((seen++ * parts) / grams)];
        const cost = commonness(gram, frequency);
        if (part && cost < part.cost) Object.assign(part, { cost, gram, piece, behind });
      });
    });
    for (const { gram, piece, behind } of best) add(gram, { phrase, piece, behind });
  });
  return anchors;
}

/** A phrase whose longest piece has four symbols is found by these and whatever symbol follows. */
function anchorShortPhrase(pieces: readonly Piece[], phrase: number, add: (gram: number, anchor: Anchor) => void): void {
  const piece = pieces.findIndex(({ symbols }) => symbols.length === SHORTEST_LITERAL);
  const four = pieces[piece]?.symbols.reduce((sum, symbol) => sum * SYMBOL_VALUES + symbol, 0) ?? 0;
  for (let next = 0; next < SYMBOL_VALUES; next++) add((four * SYMBOL_VALUES + next) & GRAM_MASK, { phrase, piece, behind: GRAM });
}

/** Digits are everywhere in logs (times, addresses), so a gram with many of them is taken last. */
function commonness(gram: number, frequency: ReadonlyMap<number, number>): number {
  let digits = 0;
  for (let rest = gram; rest > 0; rest >>>= 6) if ((rest & 63) <= 10) digits += 1;
  return (frequency.get(gram) ?? 0) + 1000 * digits;
}

/** Where a phrase lies, in symbols; `starts[k]` is where piece k begins, undefined where the text breaks off before it. */
interface Span {
  start: number;
  end: number;
  cut: boolean;
  starts: (number | undefined)[];
}

/** Compares a phrase with the text around a piece that an anchor points to. */
function spanOf(phrase: Phrase, anchored: number, at: number, folded: FoldedText): Span | undefined {
  const { pieces, gaps } = phrase;
  const starts: (number | undefined)[] = Array.from({ length: pieces.length });
  const piece = pieces[anchored] as Piece;
  const here = extentOf(piece, at, folded);
  if (!here) return undefined;
  starts[anchored] = here.start;
  let { start, end } = here;
  let matched = end - start;
  let cutEnd = here.cutEnd;
  let cutStart = here.cutStart;
  for (let next = anchored + 1; next < pieces.length && !cutEnd; next++) {
    const wanted = pieces[next] as Piece;
    const limit = gaps[next]?.limit ?? 0;
    const found = search(wanted, end, Math.min(end + limit, folded.length - wanted.symbols.length), 1, folded);
    if (found === undefined) {
      if (end + limit < folded.length) return undefined;
      cutEnd = true;
    } else {
      starts[next] = found;
      matched += wanted.symbols.length;
      end = found + wanted.symbols.length;
    }
  }
  for (let before = anchored - 1; before >= 0 && !cutStart; before--) {
    const wanted = pieces[before] as Piece;
    const last = start - wanted.symbols.length;
    const limit = gaps[before + 1]?.limit ?? 0;
    const found = search(wanted, last, Math.max(0, last - limit), -1, folded);
    if (found === undefined) {
      if (last - limit > 0) return undefined;
      cutStart = true;
    } else {
      starts[before] = found;
      matched += wanted.symbols.length;
      start = found;
    }
  }
  const cut = cutStart || cutEnd;
  if (cut && (matched < ENOUGH_OF_A_CUT_PHRASE || matched < phrase.weight * ENOUGH_SHARE)) return undefined;
  return { start, end, cut, starts };
}

/** How much of a piece stands at a place: all of it, or what is left where the text breaks off. */
function extentOf(
  piece: Piece,
  at: number,
  folded: FoldedText,
): { start: number; end: number; cutStart: boolean; cutEnd: boolean } | undefined {
  const { symbols } = piece;
  if (equals(piece, at, folded)) return { start: at, end: at + symbols.length, cutStart: false, cutEnd: false };
  if (symbols.length < ENOUGH_OF_A_CUT_PHRASE) return undefined;
  let from = 0;
  let until = symbols.length;
  if (at < 0) from = -at;
  if (at + until > folded.length) until = folded.length - at;
  // The longest common stretch that reaches one end of the piece.
  let same = from;
  while (same < until && folded.symbols[at + same] === symbols[same]) same += 1;
  // All of it stands there, and a word goes on where it should begin or end.
  if (same - from === symbols.length) return undefined;
  if (same - from >= ENOUGH_OF_A_CUT_PHRASE && (same === symbols.length || breaksOffAfter(at + same - 1, folded))) {
    return { start: at + from, end: at + same, cutStart: from > 0, cutEnd: same < symbols.length };
  }
  same = until;
  while (same > from && folded.symbols[at + same - 1] === symbols[same - 1]) same -= 1;
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

/** Looks for a piece from one place to another, forwards (1) or backwards (-1). */
function search(piece: Piece, from: number, until: number, step: 1 | -1, folded: FoldedText): number | undefined {
  for (let at = from; step > 0 ? at <= until : at >= until; at += step) if (equals(piece, at, folded)) return at;
  return undefined;
}

function equals({ symbols, wordStart, wordEnd }: Piece, at: number, folded: FoldedText): boolean {
  if (at < 0 || at + symbols.length > folded.length) return false;
  for (let k = 0; k < symbols.length; k++) if (folded.symbols[at + k] !== symbols[k]) return false;
  return (!wordStart || beginsWord(at, folded)) && (!wordEnd || endsWord(at + symbols.length - 1, folded));
}

function beginsWord(symbol: number, folded: FoldedText): boolean {
  const offset = folded.offsetOf(symbol);
  return offset === 0 || !isWordCharacter(folded.text.charCodeAt(offset - 1)) || isEscape(folded.text, offset);
}

/** `\nError`: the n before the E is no letter of the text. */
const isEscape = (text: string, offset: number) => text.charAt(offset - 2) === '\\' && 'nrt'.includes(text.charAt(offset - 1));

function endsWord(symbol: number, folded: FoldedText): boolean {
  const offset = folded.offsetOf(symbol);
  return !isWordCharacter(folded.text.charCodeAt(offset + 1));
}

function occurrenceOf(phrase: Phrase, { start, end, cut, starts }: Span, folded: FoldedText): Occurrence {
  const offset = folded.offsetOf(start);
  const until = folded.offsetOf(end - 1) + 1;
  return { phrase, offset, length: until - offset, cut, parameters: parametersOf(phrase, starts, folded) };
}
