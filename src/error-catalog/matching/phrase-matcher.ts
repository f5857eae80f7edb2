import { anchorOf, anchorsOf, type Anchor } from './anchors.js';
import { LETTER, type FoldedText } from './fold.js';
import { fourLetters, FOUR_LETTERS, GRAM, hashOf, HEAD } from './gram.js';
import { GramTable, NONE } from './gram-table.js';
import type { Phrase } from './phrase.js';
import { extentOf, spanAround, type Span } from './span.js';
import { Surroundings } from './surroundings.js';
import { NOWHERE } from './word-begins.js';

/** The bit of the last word starts that says: a word begins with the fourth letter from here. */
const HEAD_ENDS = 1 << (HEAD - 1);

/** What is to be done when a phrase was found. */
export const GO_ON = 0;
/** Its owner needs no further look in this text. */
export const SETTLED = 1;
/** Nobody does. */
export const ENOUGH = 2;
export type Visit = (span: Span) => typeof GO_ON | typeof SETTLED | typeof ENOUGH;

/**
 * Finds all phrases in one pass over the text. Every phrase is represented by its rarest letters; where these stand, the
 * phrase is compared letter by letter. Gaps are bounded, so the time is linear in the text.
 */
export class PhraseMatcher {
  private readonly grams: AnchorTable;
  private readonly heads: AnchorTable;
  /** Where each phrase need not be looked for before, counted over all texts read so far, so that nothing has to be cleared between them. */
  private readonly doneUntil: Float64Array;
  private readonly ownerOf: Int32Array;
  /** In which text each owner was settled last. */
  private readonly settledIn: Float64Array;
  private readonly surroundings: Surroundings;
  private surroundingsOf = NEVER;
  private symbolsRead = 0;

  private constructor(
    private readonly phrases: readonly Phrase[],
    private readonly anchors: readonly Anchor[],
  ) {
    this.grams = tableOf(
      anchors.filter(({ from, until }) => until - from === GRAM),
      phrases,
    );
    this.heads = tableOf(
      anchors.filter(({ from, until }) => until - from === HEAD),
      phrases,
    );
    this.doneUntil = new Float64Array(phrases.length);
    this.ownerOf = Int32Array.from(phrases, ({ owner }) => owner);
    this.settledIn = new Float64Array(phrases.reduce((most, { owner }) => Math.max(most, owner + 1), 0)).fill(NEVER);
    this.surroundings = new Surroundings(phrases, anchors);
  }

  /**
   * @param phrases what to look for
   * @param samples texts like those to be read; they decide by which of its letters a phrase is looked for
   */
  static of(phrases: readonly Phrase[], samples: readonly string[] = []): PhraseMatcher {
    return new PhraseMatcher(phrases, anchorsOf(phrases, samples));
  }

  /** Looks for further phrases in the same pass; their owners must be others. */
  with(phrases: readonly Phrase[], samples: readonly string[]): PhraseMatcher {
    const behind = this.phrases.length;
    return new PhraseMatcher(
      [...this.phrases, ...phrases],
      [...this.anchors, ...anchorsOf(phrases, samples).map((anchor) => anchorOf(anchor.phrase + behind, anchor))],
    );
  }

  /**
   * @param folded a folded text
   * @param visit told of every phrase, in the order in which they are met; says whether to look on
   */
  scan(folded: FoldedText, visit: Visit): void {
    const { symbols, length } = folded;
    const reading: Reading = { folded, base: this.symbolsRead, visit };
    this.symbolsRead += length + 1;
    const { filter, filterShift } = this.grams.table;
    const { filter: headFilter, filterShift: headShift } = this.heads.table;
    let older = 0;
    let newer = 0;
    let wordStarts = 0;
    for (let at = 0; at < length; at++) {
      const symbol = symbols[at] as number;
      older = ((older << 6) | (newer >>> 18)) & FOUR_LETTERS;
      newer = ((newer << 6) | (symbol & LETTER)) & FOUR_LETTERS;
      wordStarts = (wordStarts << 1) | (symbol >>> 6);
      const bit = hashOf(newer, older) >>> filterShift;
      if (((filter[bit >>> 5] as number) & (1 << (bit & 31))) !== 0) {
        if (!this.look(this.grams, newer, older, at + 1, reading)) return;
      }
      if ((wordStarts & HEAD_ENDS) !== 0) {
        const headBit = hashOf(newer, 0) >>> headShift;
        if (((headFilter[headBit >>> 5] as number) & (1 << (headBit & 31))) !== 0) {
          if (!this.look(this.heads, newer, 0, at + 1, reading)) return;
        }
      }
    }
  }

  /** Compares every phrase with these letters with the text around them. */
  private look(
    { table, anchors, phraseOf, untilOf, follows }: AnchorTable,
    newer: number,
    older: number,
    end: number,
    reading: Reading,
  ): boolean {
    const slot = table.find(newer, older);
    const first = table.firstAt(slot);
    if (first === NONE) return true;
    const { folded, base, visit } = reading;
    const next = (folded.symbols[end] as number) & LETTER;
    const last = table.lastAt(slot);
    for (let row = first; row <= last; row++) {
      // Nearly always the next letter is another one already.
      const wanted = follows[row] as number;
      if (wanted !== ANY_LETTER && wanted !== next) continue;
      const at = phraseOf[row] as number;
      // Of a phrase that was found its further anchors need no look, and neither needs one whose owner is settled.
      if ((this.doneUntil[at] as number) >= base + end || this.settledIn[this.ownerOf[at] as number] === base) continue;
      const begin = end - (untilOf[row] as number);
      if (this.isElsewhere(at, begin, reading)) continue;
      const phrase = this.phrases[at] as Phrase;
      const anchor = anchors[row] as Anchor;
      const extent = extentOf(anchor, begin, phrase.mayBeCut, folded);
      if (!extent) continue;
      const span = spanAround(phrase, anchor, extent, folded);
      if (!span) continue;
      this.doneUntil[at] = base + span.end;
      const then = visit(span);
      if (then === ENOUGH) return false;
      if (then === SETTLED) this.settledIn[phrase.owner] = base;
    }
    return true;
  }

  /** Whether words of a phrase are missing around a place; then it is passed over up to where they may stand around it. */
  private isElsewhere(phrase: number, begin: number, { base, folded }: Reading): boolean {
    if (!this.surroundings.concern(phrase)) return false;
    if (this.surroundingsOf !== base) {
      this.surroundingsOf = base;
      this.surroundings.turnTo(folded);
    }
    const possible = this.surroundings.possibleFrom(phrase, begin);
    if (possible === begin) return false;
    // Of a literal that begins there no anchor ends before.
    this.doneUntil[phrase] = base + (possible === NOWHERE ? folded.length : possible + HEAD - 1);
    return true;
  }
}

const NEVER = -1;
const ANY_LETTER = 0;

/** One text being read. */
interface Reading {
  folded: FoldedText;
  /** The symbols of all texts before. */
  base: number;
  visit: Visit;
}

/** The grams, or the heads, of the anchors, in the order of the table; in flat arrays what is asked of nearly all of them. */
interface AnchorTable {
  table: GramTable;
  anchors: readonly Anchor[];
  phraseOf: Int32Array;
  /** Where they end in their literal. */
  untilOf: Uint16Array;
  /** The letter that must stand behind them; ANY_LETTER where there is none, or where the phrase may be cut off there. */
  follows: Uint8Array;
}

function tableOf(listed: readonly Anchor[], phrases: readonly Phrase[]): AnchorTable {
  const table = new GramTable(
    listed.map(({ literal: { symbols }, from, until }) => ({
      newer: fourLetters(symbols, until - HEAD),
      older: until - from === GRAM ? fourLetters(symbols, from) : 0,
    })),
  );
  const anchors = Array.from(table.order, (position) => listed[position] as Anchor);
  return {
    table,
    anchors,
    phraseOf: Int32Array.from(anchors, ({ phrase }) => phrase),
    untilOf: Uint16Array.from(anchors, ({ until }) => until),
    follows: Uint8Array.from(anchors, ({ phrase, literal, until }) =>
      phrases[phrase]?.mayBeCut ? ANY_LETTER : (literal.symbols[until] ?? ANY_LETTER),
    ),
  };
}
