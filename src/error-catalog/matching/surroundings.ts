import type { Anchor } from './anchors.js';
import type { FoldedText } from './fold.js';
import { REST_OF_WORD_LIMIT, type Phrase, type Piece } from './phrase.js';
import { beginOf, NOWHERE, WordBegins, type WordBegin } from './word-begins.js';

export { NOWHERE };

/** A piece that has to stand around the anchored one: how its words begin, and how far from the anchored one it may. */
interface Required {
  begins: readonly WordBegin[];
  lowest: number;
  highest: number;
}

/**
 * What has to stand around the piece that a phrase is found by. Of ten phrases that a word of a log may belong to nine are not there, since another of
 * their words is nowhere near; that is told from the begins of words, which are noted once for each text.
 */
export class Surroundings {
  /** By phrase: the first of its required pieces; by required piece: the first of its begins. */
  private readonly firstPiece: Int32Array;
  private readonly firstBegin: Int32Array;
  private readonly lowest: Int32Array;
  private readonly highest: Int32Array;
  private readonly three: Int32Array;
  private readonly more: Int32Array;
  private readonly mask: Int32Array;
  /** How far before the anchored piece anything is looked for. */
  private readonly farthest: number;
  private readonly words = new WordBegins();

  /** @param anchors of the phrases, in any order */
  constructor(phrases: readonly Phrase[], anchors: readonly Anchor[]) {
    const anchored = new Int32Array(phrases.length);
    for (const { phrase, piece } of anchors) anchored[phrase] = piece;
    const required = phrases.map((phrase, number) => requiredBy(phrase, anchored[number] as number));
    const pieces = required.flat();
    const begins = pieces.map((piece) => piece.begins).flat();
    this.firstPiece = firstOfEach(required);
    this.firstBegin = firstOfEach(pieces.map((piece) => piece.begins));
    this.lowest = Int32Array.from(pieces, ({ lowest }) => lowest);
    this.highest = Int32Array.from(pieces, ({ highest }) => highest);
    this.three = Int32Array.from(begins, ({ three }) => three);
    this.more = Int32Array.from(begins, ({ more }) => more);
    this.mask = Int32Array.from(begins, ({ mask }) => mask);
    this.farthest = this.lowest.reduce((least, lowest) => Math.min(least, lowest), 0);
  }

  /** Turns to a text; to be asked about its places in their order. */
  turnTo(folded: FoldedText): void {
    this.words.read(folded);
  }

  /** @returns whether anything has to stand around the anchored piece of a phrase */
  concern(phrase: number): boolean {
    return this.firstPiece[phrase] !== this.firstPiece[phrase + 1];
  }

  /**
   * @param begin where the anchored literal of a phrase begins
   * @returns that place where the words of the phrase stand around it; else one before which the phrase surely is not found again, or NOWHERE
   */
  possibleFrom(phrase: number, begin: number): number {
    this.words.pass(begin + this.farthest);
    const last = this.firstPiece[phrase + 1] as number;
    let possible = begin;
    for (let piece = this.firstPiece[phrase] as number; piece < last; piece++) {
      const highest = this.highest[piece] as number;
      const place = this.firstOf(piece, begin + (this.lowest[piece] as number), begin + highest);
      if (place === NOWHERE) return NOWHERE;
      if (place - highest > possible) possible = place - highest;
    }
    return possible;
  }

  /** Where the first word stands between two places that begins like one of a piece, as `find` says it. */
  private firstOf(piece: number, from: number, until: number): number {
    const { three, more, mask } = this;
    const last = this.firstBegin[piece + 1] as number;
    let first = NOWHERE;
    for (let begin = this.firstBegin[piece] as number; begin < last; begin++) {
      const place = this.words.find(three[begin] as number, more[begin] as number, mask[begin] as number, from, until);
      if (place <= until) return place;
      if (place < first) first = place;
    }
    return first;
  }
}

/** Where each list begins when they stand one behind the other, and where the last one ends. */
function firstOfEach(lists: readonly (readonly unknown[])[]): Int32Array {
  const first = new Int32Array(lists.length + 1);
  lists.forEach(({ length }, number) => (first[number + 1] = (first[number] as number) + length));
  return first;
}

const NONE: readonly Required[] = [];

/** Those with the fewest words first: they are missing most often. None where a part of the phrase is enough. */
function requiredBy(phrase: Phrase, anchored: number): readonly Required[] {
  const { pieces, mayBeCut } = phrase;
  if (mayBeCut || pieces.length < 2) return NONE;
  const required: Required[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const { optional, literals } = pieces[at] as Piece;
    if (at === anchored || optional) continue;
    const begins = literals.map(beginOf).filter((begin) => begin !== undefined);
    const [lowest, highest] = at > anchored ? behind(phrase, anchored, at) : before(phrase, anchored, at);
    if (begins.length === literals.length) required.push({ begins, lowest, highest });
  }
  return required.toSorted((a, b) => a.begins.length - b.begins.length);
}

type Reach = [lowest: number, highest: number];

const behind = (phrase: Phrase, anchored: number, at: number): Reach => [1, distance(phrase, anchored, at)];

/** Of several places of the anchored piece the one nearest to the next piece counts, so that what is before it may stand behind the first. */
const before = (phrase: Phrase, anchored: number, at: number): Reach => [
  -distance(phrase, at, anchored),
  anchored + 1 < phrase.pieces.length ? distance(phrase, anchored, anchored + 1) : 0,
];

/** How many symbols may lie between the begins of two pieces. */
function distance({ pieces, gaps }: Phrase, from: number, to: number): number {
  let most = 0;
  for (let at = from; at < to; at++) most += (pieces[at] as Piece).reach + (gaps[at + 1]?.limit ?? 0) + REST_OF_WORD_LIMIT;
  return most;
}
