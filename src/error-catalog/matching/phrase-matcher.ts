import { anchorsOf, type Anchor } from './anchors.js';
import { LETTER, type FoldedText } from './fold.js';
import { fourLetters, FOUR_LETTERS, GRAM, hashOf, HEAD } from './gram.js';
import { GramTable, NONE } from './gram-table.js';
import type { Phrase } from './phrase.js';
import { extentOf, spanAround, type Span } from './span.js';

/** The bit of the last word starts that says: a word begins with the fourth letter from here. */
const HEAD_ENDS = 1 << (HEAD - 1);

/**
 * Finds all phrases in one pass over the text. Every phrase is represented by its rarest letters; where these stand, the
 * phrase is compared letter by letter. Gaps are bounded, so the time is linear in the text.
 */
export class PhraseMatcher {
  private readonly grams: AnchorTable;
  private readonly heads: AnchorTable;
  /** Up to where each phrase has been found, counted over all texts read so far, so that nothing has to be cleared between them. */
  private readonly foundUntil: Float64Array;
  private symbolsRead = 0;

  /**
   * @param phrases what to look for
   * @param samples texts like those to be read; they decide by which of its letters a phrase is looked for
   */
  constructor(
    private readonly phrases: readonly Phrase[],
    samples: readonly string[] = [],
  ) {
    const anchors = anchorsOf(phrases, samples);
    this.grams = tableOf(anchors.filter(({ from, until }) => until - from === GRAM));
    this.heads = tableOf(anchors.filter(({ from, until }) => until - from === HEAD));
    this.foundUntil = new Float64Array(phrases.length);
  }

  /**
   * @param folded a folded text
   * @param most how many to report at most
   * @returns where phrases lie, in the order in which they were met
   */
  find(folded: FoldedText, most = Number.POSITIVE_INFINITY): Span[] {
    const spans: Span[] = [];
    this.scan(folded, NOBODY, (span) => spans.push(span) < most);
    return spans;
  }

  /**
   * Looks for every owner's phrases until one is accepted.
   * @param folded a folded text
   * @param accept tells whether an owner needs no further look
   */
  findOnce(folded: FoldedText, accept: (span: Span) => boolean): void {
    const settled = new Set<number>();
    this.scan(folded, settled, (span) => {
      if (accept(span)) settled.add(span.phrase.owner);
      return true;
    });
  }

  private scan(folded: FoldedText, settled: ReadonlySet<number>, visit: (span: Span) => boolean): void {
    const { symbols, length } = folded;
    const reading: Reading = { folded, base: this.symbolsRead, settled, visit };
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
  private look({ table, anchors }: AnchorTable, newer: number, older: number, end: number, reading: Reading): boolean {
    const { folded, base, settled, visit } = reading;
    for (let number = table.find(newer, older); number !== NONE; number = table.next[number] as number) {
      const anchor = anchors[number] as Anchor;
      // Of a phrase that was found its further anchors need no look.
      if ((this.foundUntil[anchor.phrase] as number) >= base + end) continue;
      const phrase = this.phrases[anchor.phrase] as Phrase;
      const extent = extentOf(anchor, end - anchor.until, phrase.mayBeCut, folded);
      if (!extent || settled.has(phrase.owner)) continue;
      const span = spanAround(phrase, anchor, extent, folded);
      if (!span) continue;
      this.foundUntil[anchor.phrase] = base + span.end;
      if (!visit(span)) return false;
    }
    return true;
  }
}

const NOBODY: ReadonlySet<number> = new Set();

/** One text being read. */
interface Reading {
  folded: FoldedText;
  /** The symbols of all texts before. */
  base: number;
  /** Owners that need no further look. */
  settled: ReadonlySet<number>;
  /** Told of every span; false where it has seen enough. */
  visit: (span: Span) => boolean;
}

/** The grams, or the heads, of the anchors. */
interface AnchorTable {
  table: GramTable;
  anchors: readonly Anchor[];
}

function tableOf(anchors: readonly Anchor[]): AnchorTable {
  const table = new GramTable(
    anchors.map(({ literal: { symbols }, from, until }) => ({
      newer: fourLetters(symbols, until - HEAD),
      older: until - from === GRAM ? fourLetters(symbols, from) : 0,
    })),
  );
  return { table, anchors };
}
