import { ANY_LETTER, AnchorTable, type AnchorTables } from './anchor-table.js';
import { anchorOf, anchorsOf, type Anchor } from './anchors.js';
import { LETTER, type FoldedText } from './fold.js';
import { FOUR_LETTERS, GRAM, hashOf, HEAD } from './gram.js';
import { NONE } from './gram-table.js';
import type { Phrase } from './phrase.js';
import { PhraseBook, type PhraseTables } from './phrase-book.js';
import { extentOf, spanAround, type Span } from './span.js';
import { Surroundings, type SurroundingsTables } from './surroundings.js';
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

/** All that a matcher is made of: a build writes it once, and a start takes it as it is. */
export interface MatcherTables {
  book: PhraseTables;
  grams: AnchorTables;
  heads: AnchorTables;
  surroundings: SurroundingsTables;
}

/**
 * Finds all phrases in one pass over the text. Every phrase is represented by its rarest letters; where these stand, the
 * phrase is compared letter by letter. Gaps are bounded, so the time is linear in the text.
 */
export class PhraseMatcher {
  private readonly book: PhraseBook;
  private readonly grams: AnchorTable;
  private readonly heads: AnchorTable;
  private readonly surroundings: Surroundings;
  /** Where each phrase need not be looked for before, counted over all texts read so far, so that nothing has to be cleared between them. */
  private readonly doneUntil: Float64Array;
  private readonly ownerOf: Int32Array;
  /** In which text each owner was settled last. */
  private readonly settledIn: Float64Array;
  private surroundingsOf = NEVER;
  private symbolsRead = 0;

  /** @param tables as another matcher has them; that one and this share nothing but these */
  constructor(readonly tables: MatcherTables) {
    this.book = new PhraseBook(tables.book);
    this.grams = new AnchorTable(tables.grams);
    this.heads = new AnchorTable(tables.heads);
    this.surroundings = new Surroundings(tables.surroundings);
    const { size } = this.book;
    this.doneUntil = new Float64Array(size);
    this.ownerOf = Int32Array.from({ length: size }, (_, phrase) => this.book.ownerOf(phrase));
    this.settledIn = new Float64Array(this.ownerOf.reduce((most, owner) => Math.max(most, owner + 1), 0)).fill(NEVER);
  }

  /**
   * @param phrases what to look for
   * @param samples texts like those to be read; they decide by which of its letters a phrase is looked for
   */
  static of(phrases: readonly Phrase[], samples: readonly string[] = []): PhraseMatcher {
    return PhraseMatcher.by(phrases, anchorsOf(phrases, samples));
  }

  /** Looks for further phrases in the same pass; their owners must be others. */
  with(phrases: readonly Phrase[], samples: readonly string[]): PhraseMatcher {
    const mine = Array.from({ length: this.book.size }, (_, phrase) => this.book.phrase(phrase));
    const anchors = [this.grams, this.heads].flatMap((table) => table.anchors(this.book));
    const others = anchorsOf(phrases, samples).map((anchor) => anchorOf(anchor.phrase + mine.length, anchor));
    return PhraseMatcher.by([...mine, ...phrases], [...anchors, ...others]);
  }

  private static by(phrases: readonly Phrase[], anchors: readonly Anchor[]): PhraseMatcher {
    const { book, numberOf } = PhraseBook.of(phrases);
    const tableOf = (length: number) =>
      AnchorTable.of(
        anchors.filter(({ from, until }) => until - from === length),
        book,
        numberOf,
      ).tables;
    return new PhraseMatcher({
      book: book.tables,
      grams: tableOf(GRAM),
      heads: tableOf(HEAD),
      surroundings: Surroundings.of(phrases, anchors).tables,
    });
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
  private look(rows: AnchorTable, newer: number, older: number, end: number, reading: Reading): boolean {
    const { table, phraseOf, untilOf, follows } = rows;
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
      const phrase = this.book.phrase(at);
      const anchor = rows.anchor(row, this.book);
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

/** One text being read. */
interface Reading {
  folded: FoldedText;
  /** The symbols of all texts before. */
  base: number;
  visit: Visit;
}
