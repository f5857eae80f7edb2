import { foldText, isWordCharacter, LETTER, WORD_START } from './fold.js';
import { GRAM, HEAD } from './gram.js';

/** Letters and digits that have to stand in a text one after the other. */
export interface Literal {
  symbols: Uint8Array;
  /** Whether a word has to begin (end) where the literal does. */
  wordStart: boolean;
  wordEnd: boolean;
  /** How many further symbols may belong to its last word ("renew*"). */
  rest: number;
}

/** A stretch of a phrase between two gaps: one of its literals has to be there. */
export interface Piece {
  /** The longest first. */
  literals: readonly Literal[];
  /** Whether it may be absent. */
  optional: boolean;
  /** 1 for every symbol (a letter, with or without WORD_START) that one of the literals may begin with. */
  firsts: Uint8Array;
  /** The most symbols that one of the literals takes with the rest of its last word. */
  reach: number;
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
  /** Whether a text that breaks off inside the phrase still holds it. */
  mayBeCut: boolean;
}

export interface Gap {
  /** What the placeholder is called; empty for a mere gap. */
  name: string;
  /** How many symbols may lie in it. */
  limit: number;
}

/** A phrase at least this long is also found where a text breaks off inside it, if this many symbols are there. */
export const ENOUGH_OF_A_CUT_PHRASE = 22;

/** As SAP writes placeholders (&1, &1&, &V1&) or as {name}; {} is a mere gap, * the rest of a word. */
const PLACEHOLDER = /&V?(\d)(?:&(?!V?\d))?|\{(\w*)\}|(\*)/g;

const PLACEHOLDER_LIMIT = 300;
const GAP_LIMIT = 40;
export const REST_OF_WORD_LIMIT = 14;

/**
 * Makes a phrase of a message text.
 * @param text the text with its placeholders
 * @param owner the number that occurrences report
 * @param mayBeCut whether a text that breaks off inside it still holds it
 * @returns the phrase, or undefined where every piece is too short to be looked for
 */
export function phraseOf(text: string, owner: number, mayBeCut = true): Phrase | undefined {
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
  if (!pieces.some(({ literals }) => literals.some(isLongEnough))) return undefined;
  return { owner, pieces, gaps, weight: weightOf(pieces), mayBeCut };
}

const gapOf = (name: string): Gap => ({ name, limit: name === '' ? GAP_LIMIT : PLACEHOLDER_LIMIT });
/** Whether a literal can be looked for by itself: by its head where it has to begin a word, else by a gram. */
export const isLongEnough = ({ symbols, wordStart }: Literal): boolean => symbols.length >= (wordStart ? HEAD : GRAM);
const weightOf = (pieces: readonly Piece[]) => pieces.reduce((sum, { literals: [longest] }) => sum + (longest?.symbols.length ?? 0), 0);

function pieceOf(text: string, from: number, until: number): Piece | undefined {
  // Where a placeholder touches a letter ("{n}x", "renew*") no word has to begin or end.
  const wordStart = from === 0 || !isWordCharacter(text.charCodeAt(from));
  const wordEnd = until === text.length || (!isWordCharacter(text.charCodeAt(until - 1)) && text[until] !== '*');
  const literal = literalOf(text.slice(from, until), wordStart, wordEnd, 0);
  return literal && oneOf([literal], false);
}

function literalOf(text: string, wordStart: boolean, wordEnd: boolean, rest: number): Literal | undefined {
  const { symbols, length } = foldText(text);
  if (length === 0) return undefined;
  const letters = new Uint8Array(length);
  for (let at = 0; at < length; at++) letters[at] = (symbols[at] as number) & LETTER;
  return { symbols: letters, wordStart, wordEnd, rest };
}

function oneOf(literals: readonly Literal[], optional: boolean): Piece {
  const reach = Math.max(...literals.map(({ symbols, rest }) => symbols.length + rest));
  return { literals: literals.toSorted((a, b) => b.symbols.length - a.symbols.length), optional, firsts: firstsOf(literals), reach };
}

/** There are thousands of pieces and few sets of letters that they begin with. */
const firstsByLetters = new Map<string, Uint8Array>();

/** @returns `firsts` of a piece with these literals; the same array for the same letters */
export function firstsOf(literals: readonly Literal[]): Uint8Array {
  const letters = literals.map(({ symbols: [letter = 0], wordStart }) => (wordStart ? letter | WORD_START : letter));
  const key = letters.join(' ');
  const known = firstsByLetters.get(key);
  if (known) return known;
  const firsts = new Uint8Array(2 * WORD_START);
  for (const letter of letters) firsts[letter] = firsts[letter | WORD_START] = 1;
  firstsByLetters.set(key, firsts);
  return firsts;
}

/** The parts of a cue phrase: a group of choices, a gap, or words up to one that may go on. */
const CUE_PART = /\(([^()]*)\)|\{\w*\}|[^(){}*]+\*?/g;

/**
 * Makes phrases of the notation of cues: `(a|b|)` is a choice (an empty one makes it optional), `{}` a gap, `word*` a word that may go on.
 * @param notation a phrase of our own knowledge
 * @param owner the number that occurrences report
 * @returns one phrase; several where no group of it is long enough to be looked for by itself, so that choices are written out
 * @throws Error when a bracket is left open or stands inside another, or when too many choices would have to be written out
 */
export function phrasesOfCue(notation: string, owner: number): Phrase[] {
  const phrases: Phrase[] = [];
  const open = [notation];
  for (let written = 1; open.length > 0;) {
    const next = open.pop() as string;
    const phrase = phraseOfParts(partsOf(next), owner);
    if (phrase) {
      phrases.push(phrase);
      continue;
    }
    const apart = setApart(next);
    if (apart) open.push(...apart);
    else phrases.push(...[phraseOf(next, owner, false)].filter((made) => made !== undefined));
    written += (apart?.length ?? 1) - 1;
    if (written > MOST_ALTERNATIVES) throw new Error(`"${notation}" stands for more than ${MOST_ALTERNATIVES} texts; split it`);
  }
  return phrases;
}

/** How many texts the choices of one cue phrase may be written out as. */
const MOST_ALTERNATIVES = 512;

function partsOf(notation: string): readonly RegExpMatchArray[] {
  const parts = [...notation.matchAll(CUE_PART)];
  if (parts.reduce((sum, [part]) => sum + part.length, 0) !== notation.length)
    throw new Error(`"${notation}" has a bracket too many, or an asterisk behind one (write it inside: (a*|b*))`);
  return parts;
}

/** @returns undefined where a choice holds several words that may go on, or where no group can be looked for by itself */
function phraseOfParts(parts: readonly RegExpMatchArray[], owner: number): Phrase | undefined {
  const pieces: Piece[] = [];
  const gaps: (Gap | undefined)[] = [];
  let gap: Gap | undefined;
  for (const [part, choices] of parts) {
    if (part.startsWith('{')) gap = gapOf('');
    else {
      if (choices?.split('|').some(goesOnWithin)) return undefined;
      const literals = (choices ?? part).split('|').map(cueLiteral);
      const present = literals.filter((literal) => literal !== undefined);
      if (present.length === 0) continue;
      pieces.push(oneOf(present, present.length < literals.length));
      gaps.push(gap);
      gap = undefined;
    }
  }
  gaps.push(gap);
  return pieces.some(canAnchor) ? { owner, pieces, gaps, weight: weightOf(pieces), mayBeCut: false } : undefined;
}

/**
 * Splits a notation at one group: what can be looked for stays together, each other choice is written out.
 * @returns notations that stand for the same texts; undefined where there is no group
 */
function setApart(notation: string): string[] | undefined {
  const groups = partsOf(notation)
    .filter(([, choices]) => choices !== undefined)
    .map(({ index = 0, 0: group, 1: choices = '' }) => {
      const all = choices.split('|');
      const together = all.filter((choice) => !goesOnWithin(choice) && isAnchor(cueLiteral(choice)));
      return { index, end: index + group.length, together, alone: all.filter((choice) => !together.includes(choice)) };
    });
  const [group] = groups
    .filter(({ alone }) => alone.length > 0)
    .toSorted((a, b) => Number(b.together.length > 0) - Number(a.together.length > 0) || a.alone.length - b.alone.length);
  if (!group) return undefined;
  const { index, end, together, alone } = group;
  const choices = together.length > 0 ? [`(${together.join('|')})`, ...alone] : alone;
  return choices.map((choice) => notation.slice(0, index) + choice + notation.slice(end));
}

/** Whether another word of a choice than its last may go on. */
const goesOnWithin = (choice: string): boolean => choice.trim().slice(0, -1).includes('*');
const isAnchor = (literal: Literal | undefined): boolean => literal !== undefined && isLongEnough(literal);

/** The same words stand in many phrases: fifty thousand literals are sixteen thousand. */
const literalByWords = new Map<string, Literal>();

function cueLiteral(choice: string): Literal | undefined {
  const words = choice.trim();
  const known = literalByWords.get(words);
  if (known) return known;
  const goesOn = words.endsWith('*');
  const literal = literalOf(words, true, !goesOn, goesOn ? REST_OF_WORD_LIMIT : 0);
  if (literal) literalByWords.set(words, literal);
  return literal;
}

/** Whether a phrase is surely found by looking for the literals of this piece. */
export const canAnchor = ({ literals, optional }: Piece): boolean => !optional && literals.every(isLongEnough);
