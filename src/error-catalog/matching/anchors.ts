import { canAnchor, SHORTEST_LITERAL, type Literal, type Phrase } from './phrase.js';

/** The scan looks at this many symbols at once; 5 symbols of 6 bits are one 30-bit number. */
const GRAM = 5;
export const GRAM_MASK = 0x3fffffff;
const SYMBOL_VALUES = 64;

/** A long phrase is looked for by several grams, so that one is left when the text is cut. */
const LONG_PHRASE = 30;
const PARTS = 3;

/** A literal of four symbols is looked for only where a phrase has no longer one. */
const COST_OF_SHORT = 1_000_000;

/** Where a gram stands in a phrase. */
export interface Anchor {
  phrase: number;
  piece: number;
  literal: Literal;
  /** Symbols from the begin of the literal to the end of the gram. */
  behind: number;
}

/** Calls back for every gram of a literal, with the number of symbols from its begin to the gram's end. */
function forEachGram({ symbols }: Literal, visit: (gram: number, behind: number) => void): void {
  let gram = 0;
  for (let at = 0; at < symbols.length; at++) {
    gram = ((gram << 6) | (symbols[at] as number)) & GRAM_MASK;
    if (at >= GRAM - 1) visit(gram, at + 1);
  }
}

/**
 * Chooses for every phrase the grams that the fewest other phrases have.
 * @param phrases what is looked for
 * @returns by gram (5 symbols of 6 bits), which literals of which phrases it may belong to
 */
export function anchorsOf(phrases: readonly Phrase[]): Map<number, Anchor[]> {
  const frequency = new Map<number, number>();
  for (const { pieces } of phrases)
    for (const { literals } of pieces)
      for (const literal of literals) forEachGram(literal, (gram) => frequency.set(gram, (frequency.get(gram) ?? 0) + 1));
  const anchors = new Map<number, Anchor[]>();
  const add = (gram: number, anchor: Anchor) => {
    const list = anchors.get(gram);
    if (list) list.push(anchor);
    else anchors.set(gram, [anchor]);
  };
  phrases.forEach((phrase, number) => {
    for (const { grams, ...anchor } of chosen(phrase, frequency)) for (const gram of grams) add(gram, { phrase: number, ...anchor });
  });
  return anchors;
}

type Choice = Omit<Anchor, 'phrase'> & { grams: readonly number[]; cost: number };

/** The anchors of a phrase: one for each literal of its rarest piece; a long message gets three, so that one is left when the text is cut. */
function chosen({ pieces, weight, mayBeCut }: Phrase, frequency: ReadonlyMap<number, number>): Choice[] {
  const ofPieces = pieces.flatMap((piece, at) =>
    canAnchor(piece) ? [piece.literals.map((literal) => rarest(literal, at, 0, 1, frequency))] : [],
  );
  const [best = []] = ofPieces.toSorted((a, b) => costOf(a) - costOf(b));
  if (!mayBeCut || weight < LONG_PHRASE) return best;
  const literals = pieces.flatMap((piece, at) =>
    piece.literals.filter(({ symbols }) => symbols.length >= GRAM).map((literal) => ({ literal, at })),
  );
  const longest = literals.toSorted((a, b) => b.literal.symbols.length - a.literal.symbols.length).slice(0, PARTS);
  const each = Math.ceil(PARTS / longest.length);
  return longest.flatMap(({ literal, at }) =>
    Array.from({ length: each }, (_, part) => rarest(literal, at, part / each, (part + 1) / each, frequency)),
  );
}

const costOf = (choices: readonly Choice[]) => choices.reduce((sum, { cost }) => sum + cost, 0);

/** The rarest gram of a stretch of a literal; one of four symbols is found by these and whatever symbol follows. */
function rarest(literal: Literal, piece: number, from: number, until: number, frequency: ReadonlyMap<number, number>): Choice {
  const { symbols } = literal;
  if (symbols.length === SHORTEST_LITERAL) {
    const four = symbols.reduce((sum, symbol) => sum * SYMBOL_VALUES + symbol, 0);
    const grams = Array.from({ length: SYMBOL_VALUES }, (_, next) => (four * SYMBOL_VALUES + next) & GRAM_MASK);
    return { piece, literal, behind: GRAM, grams, cost: COST_OF_SHORT };
  }
  const count = symbols.length - GRAM + 1;
  const best = { gram: 0, behind: 0, cost: Number.POSITIVE_INFINITY };
  forEachGram(literal, (gram, behind) => {
    const share = (behind - GRAM) / count;
    if (share < from || share >= until) return;
    const cost = commonness(gram, frequency);
    if (cost < best.cost) Object.assign(best, { gram, behind, cost });
  });
  return { piece, literal, behind: best.behind, grams: best.cost === Number.POSITIVE_INFINITY ? [] : [best.gram], cost: best.cost };
}

/** Digits are everywhere in logs (times, addresses), so a gram with many of them is taken last. */
function commonness(gram: number, frequency: ReadonlyMap<number, number>): number {
  let digits = 0;
  for (let rest = gram; rest > 0; rest >>>= 6) if ((rest & 63) <= 10) digits += 1;
  return (frequency.get(gram) ?? 0) + 1000 * digits;
}
