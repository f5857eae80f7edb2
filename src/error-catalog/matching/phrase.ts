import { foldText, isWordCharacter } from './fold.js';

/** A literal stretch of a phrase. */
export interface Piece {
  symbols: Uint8Array;
  /** Whether a word has to begin (end) where the piece does. */
  wordStart: boolean;
  wordEnd: boolean;
}

/** Something to be found in a text: pieces in order, with gaps between them. */
export interface Phrase {
  /** Whose phrase it is: the number of the owner in the caller's list. */
  owner: number;
  pieces: readonly Piece[];
  /** gaps[k] lies before piece k, the last one behind the last piece; undefined where the phrase has none. */
  gaps: readonly (Gap | undefined)[];
  /** Symbols of all pieces together. */
  weight: number;
}

export interface Gap {
  /** What the placeholder is called; empty for a mere gap. */
  name: string;
  /** How many symbols may lie in it. */
  limit: number;
}

/** A text with fewer letters and digits than this in every piece is too short to be looked for. */
export const SHORTEST_LITERAL = 4;

/** As SAP writes placeholders (&1, &1&, &V1&) or as {name}; {} is a mere gap, * the rest of a word. */
const PLACEHOLDER = /&V?(\d)(?:&(?!V?\d))?|\{(\w*)\}|(\*)/g;

const PLACEHOLDER_LIMIT = 300;
const GAP_LIMIT = 40;
const REST_OF_WORD_LIMIT = 14;

/**
 * Makes a phrase of a message text.
 * @param text the text with its placeholders
 * @param owner the number that occurrences report
 * @returns the phrase, or undefined where no piece has SHORTEST_LITERAL letters or digits
 */
export function phraseOf(text: string, owner: number): Phrase | undefined {
  const pieces: Piece[] = [];
  const gaps: (Gap | undefined)[] = [];
  let gap: Gap | undefined;
  let from = 0;
  const add = (until: number) => {
    const piece = pieceOf(text, from, until);
    if (!piece) return;
    gaps.push(gap);
    pieces.push(piece);
    gap = undefined;
  };
  for (const found of text.matchAll(PLACEHOLDER)) {
    add(found.index);
    from = found.index + found[0].length;
    const next = found[3] ? { name: '', limit: REST_OF_WORD_LIMIT } : gapOf(found[1] ?? found[2] ?? '');
    // `renew* {} cert`: of two gaps side by side the wider one counts.
    if (!gap || next.limit > gap.limit) gap = next;
  }
  add(text.length);
  gaps.push(gap);
  const longest = Math.max(0, ...pieces.map(({ symbols }) => symbols.length));
  if (longest < SHORTEST_LITERAL) return undefined;
  return { owner, pieces, gaps, weight: pieces.reduce((sum, { symbols }) => sum + symbols.length, 0) };
}

const gapOf = (name: string): Gap => ({ name, limit: name === '' ? GAP_LIMIT : PLACEHOLDER_LIMIT });

function pieceOf(text: string, from: number, until: number): Piece | undefined {
  const { symbols, length } = foldText(text.slice(from, until));
  if (length === 0) return undefined;
  // Where a placeholder touches a letter ("{n}x", "renew*") no word has to begin or end.
  return {
    symbols: symbols.slice(0, length),
    wordStart: from === 0 || !isWordCharacter(text.charCodeAt(from)),
    wordEnd: until === text.length || (!isWordCharacter(text.charCodeAt(until - 1)) && text[until] !== '*'),
  };
}

/** How many texts the alternatives of one cue phrase may stand for. */
const MOST_ALTERNATIVES = 512;

/**
 * Writes out the alternatives of a cue phrase: `(a|b|) c` stands for `a c`, `b c` and `c`.
 * @param phrase a phrase of our own knowledge
 * @returns every text it stands for
 * @throws Error when a bracket is left open or there are more than 512
 */
export function alternativesOf(phrase: string): string[] {
  const open = phrase.indexOf('(');
  if (open < 0) return [phrase];
  const close = phrase.indexOf(')', open);
  if (close < 0) throw new Error(`"${phrase}" has an open bracket`);
  const rests = alternativesOf(phrase.slice(close + 1));
  const written = phrase
    .slice(open + 1, close)
    .split('|')
    .flatMap((choice) => rests.map((rest) => phrase.slice(0, open) + choice + rest));
  if (written.length > MOST_ALTERNATIVES) throw new Error(`"${phrase}" stands for more than ${MOST_ALTERNATIVES} texts; split it`);
  return written;
}
