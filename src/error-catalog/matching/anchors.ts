import { foldText } from './fold.js';
import { GRAM, GRAM_COUNTS, GramCounts, HEAD } from './gram.js';
import { canAnchor, ENOUGH_OF_A_CUT_PHRASE, isLongEnough, type Literal, type Phrase, type Piece } from './phrase.js';

/** A phrase is looked for in several places, so that one is left when the text is cut. */
const PLACES = 3;
const LARGE_PART = 0.4;

/** Of a phrase shorter than this, letters that so many others have are no sign of it when the rest is cut off. */
const LONG_PHRASE = 30;
const MANY = 6;

/** The letters that a literal is found by, and where they stand. */
export interface Anchor {
  /** Number of the phrase, and of its piece. */
  phrase: number;
  piece: number;
  literal: Literal;
  /** Where the letters begin and end in the literal: GRAM of them, or the HEAD of a literal that has no more. */
  from: number;
  until: number;
}

/**
 * Chooses for every phrase the letters that the fewest others have.
 * @param phrases what is looked for
 * @param samples texts like those to be read: what is common in them is a bad anchor
 * @returns the anchors; whatever stands in a text, all of one of its phrase's pieces have one there
 */
export function anchorsOf(phrases: readonly Phrase[], samples: readonly string[]): Anchor[] {
  const letters = phrases.reduce((sum, { weight }) => sum + weight, 0) + samples.reduce((sum, { length }) => sum + length, 0);
  const counts = new GramCounts(letters);
  for (const { pieces } of phrases) for (const { literals } of pieces) literals.forEach((literal) => counts.add(literal));
  for (const sample of samples) counts.add(foldText(sample));
  return phrases.flatMap((phrase, number) => chosen(phrase, counts).map((choice) => anchorOf(number, choice)));
}

type Choice = Omit<Anchor, 'phrase'> & { cost: number };

/** An anchor of a phrase; its fields are named one by one, since there are tens of thousands and spreading makes each a hidden class of its own. */
export const anchorOf = (phrase: number, { piece, literal, from, until }: Omit<Anchor, 'phrase'>): Anchor => ({
  phrase,
  piece,
  literal,
  from,
  until,
});

/** One anchor for each literal of the rarest piece; more where a part of the phrase is enough. */
function chosen({ pieces, weight, mayBeCut }: Phrase, counts: GramCounts): Choice[] {
  if (!mayBeCut || weight < ENOUGH_OF_A_CUT_PHRASE) return ofRarestPiece(pieces, counts);
  if (weight >= LONG_PHRASE) return once(inEveryPart(pieces, counts));
  const distinctive = pieces.flatMap(({ literals }, at) => literals.flatMap((literal) => distinctiveEnds(literal, at, counts)));
  return distinctive.length > 0 ? once(distinctive) : ofRarestPiece(pieces, counts);
}

function ofRarestPiece(pieces: readonly Piece[], counts: GramCounts): Choice[] {
  let best: Choice[] = [];
  let least = Number.POSITIVE_INFINITY;
  pieces.forEach((piece, at) => {
    if (!canAnchor(piece)) return;
    const choices = piece.literals.map((literal) => rarest(literal, at, 0, literal.symbols.length, counts));
    const cost = choices.reduce((sum, choice) => sum + choice.cost, 0);
    if (cost < least) [best, least] = [choices, cost];
  });
  return best;
}

const once = (choices: readonly Choice[]) =>
  choices.filter(({ literal, from }, at) => choices.findIndex((other) => other.literal === literal && other.from === from) === at);

function inEveryPart(pieces: readonly Piece[], counts: GramCounts): Choice[] {
  const all = pieces.flatMap(({ literals }, at) => literals.filter(isLongEnough).map((literal) => ({ literal, at })));
  // A head alone ("HTTP") is never enough of a phrase, and it is common: of a phrase with grams no place is looked for by one.
  const withGrams = all.filter(({ literal }) => literal.symbols.length >= GRAM);
  const longest = (withGrams.length > 0 ? withGrams : all)
    .toSorted((a, b) => b.literal.symbols.length - a.literal.symbols.length)
    .slice(0, PLACES);
  const each = Math.ceil(PLACES / longest.length);
  return longest.flatMap(({ literal, at }) =>
    partsOf(literal.symbols.length, each).map(([begin, end]) => rarest(literal, at, begin, end, counts)),
  );
}

/** Stretches at both ends, and between them, that are still there when so much of a literal is left as is enough. */
function partsOf(length: number, places: number): [begin: number, end: number][] {
  if (places === 1 || length < ENOUGH_OF_A_CUT_PHRASE) return [[0, length]];
  const size = Math.max(ENOUGH_OF_A_CUT_PHRASE, Math.floor(length * LARGE_PART));
  const parts: [number, number][] = [
    [0, size],
    [length - size, length],
  ];
  return places === 2 ? parts : [...parts, [Math.floor(length / 3), Math.ceil((2 * length) / 3)]];
}

/** The first and the last gram of a literal that few have: while one of them is there, the rest may be cut off. */
function distinctiveEnds(literal: Literal, piece: number, counts: GramCounts): Choice[] {
  if (literal.symbols.length < ENOUGH_OF_A_CUT_PHRASE) return [];
  const grams = Array.from({ length: literal.symbols.length - GRAM + 1 }, (_, from) => rarest(literal, piece, from, from + GRAM, counts));
  const few = grams.filter(({ cost }) => cost < MANY * GRAM_COUNTS);
  return few.length > 0 ? [few[0] as Choice, few.at(-1) as Choice] : [];
}

/** The rarest gram within a stretch of a literal; a short literal has but its head. */
function rarest(literal: Literal, piece: number, begin: number, end: number, counts: GramCounts): Choice {
  const { symbols } = literal;
  const size = symbols.length < GRAM ? HEAD : GRAM;
  const last = size === HEAD ? begin : end - GRAM;
  const best = { piece, literal, from: begin, until: begin + size, cost: Number.POSITIVE_INFINITY };
  for (let from = begin; from <= last; from++) {
    const cost = counts.commonness(symbols, from, from + size);
    if (cost >= best.cost) continue;
    best.from = from;
    best.until = from + size;
    best.cost = cost;
  }
  return best;
}
