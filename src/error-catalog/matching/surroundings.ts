import type { Anchor } from './anchors.js';
import type { FoldedText } from './fold.js';
import { REST_OF_WORD_LIMIT, type Phrase, type Piece } from './phrase.js';
import { beginOf, NOWHERE, WordBegins, type WordBegin } from './word-begins.js';

/** A piece that has to stand around the anchored one: how its words begin, and how far from the anchored one it may. */
interface Required {
  begins: readonly WordBegin[];
  lowest: number;
  highest: number;
}

/** What has to stand around each phrase, in flat arrays. */
export interface SurroundingsTables {
  /** Of one phrase after the other all that has to stand around it, side by side: of each piece its reach, how many begins it has, and these. */
  required: Int32Array;
  /** Where that of each phrase begins, and behind the last one where it ends. */
  first: Int32Array;
  /** How far before the anchored piece anything is looked for. */
  farthest: number;
}

/**
 * What has to stand around the piece that a phrase is found by. Of ten phrases that a word of a log may belong to nine are not there, since another of
 * their words is nowhere near; that is told from the begins of words, which are noted once for each text.
 */
export class Surroundings {
  private readonly words = new WordBegins();

  /** @param tables as another one has them */
  constructor(readonly tables: SurroundingsTables) {}

  /** @param anchors of the phrases, in any order */
  static of(phrases: readonly Phrase[], anchors: readonly Anchor[]): Surroundings {
    const anchored = new Int32Array(phrases.length);
    for (const { phrase, piece } of anchors) anchored[phrase] = piece;
    const required: number[] = [];
    const first = new Int32Array(phrases.length + 1);
    let farthest = 0;
    phrases.forEach((phrase, number) => {
      for (const { begins, lowest, highest } of requiredBy(phrase, anchored[number] as number)) {
        required.push(lowest, highest, begins.length);
        for (const { three, more, mask } of begins) required.push(three, more, mask);
        farthest = Math.min(farthest, lowest);
      }
      first[number + 1] = required.length;
    });
    return new Surroundings({ required: Int32Array.from(required), first, farthest });
  }

  /** Turns to a text; to be asked about its places in their order. */
  turnTo(folded: FoldedText): void {
    this.words.read(folded);
  }

  /** @returns whether anything has to stand around the anchored piece of a phrase */
  concern(phrase: number): boolean {
    const { first } = this.tables;
    return first[phrase] !== first[phrase + 1];
  }

  /**
   * @param begin where the anchored literal of a phrase begins
   * @returns that place where the words of the phrase stand around it; else one before which the phrase surely is not found again, or NOWHERE
   */
  possibleFrom(phrase: number, begin: number): number {
    const { words } = this;
    const { required, first, farthest } = this.tables;
    words.pass(begin + farthest);
    const end = first[phrase + 1] as number;
    let possible = begin;
    for (let at = first[phrase] as number; at < end;) {
      const from = begin + (required[at] as number);
      const highest = required[at + 1] as number;
      const until = begin + highest;
      const next = at + PIECE + BEGIN * (required[at + 2] as number);
      let nearest = NOWHERE;
      for (at += PIECE; at < next && nearest > until; at += BEGIN) {
        const place = words.find(required[at] as number, required[at + 1] as number, required[at + 2] as number, from, until);
        if (place < nearest) nearest = place;
      }
      if (nearest === NOWHERE) return NOWHERE;
      if (nearest - highest > possible) possible = nearest - highest;
      at = next;
    }
    return possible;
  }
}

/** How many numbers tell of a required piece, and of each of its begins. */
const PIECE = 3;
const BEGIN = 3;

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
    if (begins.length < literals.length) continue;
    const [lowest, highest] = at > anchored ? behind(phrase, anchored, at) : before(phrase, anchored, at);
    required.push({ begins: begins.filter(speaksForItself), lowest, highest });
  }
  return required.toSorted((a, b) => a.begins.length - b.begins.length);
}

/** Where one begins with another ("certif" with "cert") the latter says it for both; of equal ones the last does. */
const speaksForItself = (begin: WordBegin, at: number, all: readonly WordBegin[]) =>
  !all.some((other, place) => covers(other, begin) && (place > at || !covers(begin, other)));

const covers = (one: WordBegin, other: WordBegin) =>
  one.three === other.three && (one.mask & other.mask) === one.mask && ((one.more ^ other.more) & one.mask) === 0;

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
