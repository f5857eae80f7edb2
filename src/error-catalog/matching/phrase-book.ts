import { firstsOf, type Gap, type Literal, type Phrase, type Piece } from './phrase.js';

/** Phrases in flat arrays, each part of which says where its own parts stand. */
export interface PhraseTables {
  /** The letters of all literals, one after the other. */
  letters: Uint8Array;
  literals: Int32Array;
  /** The literals of all pieces, by number. */
  choices: Int32Array;
  pieces: Int32Array;
  /** Of each phrase one more than it has pieces; NO_GAP where there is none. */
  gaps: Int32Array;
  phrases: Int32Array;
  /** What placeholders are called. */
  names: readonly string[];
}

/** Numbers for each literal: where its letters begin, how many they are, the rest of its last word, and whether words begin and end with it. */
const LITERAL = 4;
const WORD_STARTS = 1;
const WORD_ENDS = 2;
/** For each piece: where its choices begin, how many they are, whether it may be absent, and its reach. */
const PIECE = 4;
/** For each phrase: where its pieces begin, how many they are, its owner, its weight, and whether it may be cut. */
const PHRASE = 5;

const NO_GAP = -1;
/** A gap's limit is less than this; above stands the number of its name. */
const LIMITS = 1024;

/**
 * Tens of thousands of phrases, of which few are ever looked at closely: they are kept as numbers, and made into objects when they are asked for.
 */
export class PhraseBook {
  readonly size: number;
  private readonly made: (Phrase | undefined)[];
  private readonly literalsMade: (Literal | undefined)[];

  /** @param tables as another book has them */
  constructor(readonly tables: PhraseTables) {
    this.size = tables.phrases.length / PHRASE;
    this.made = Array.from({ length: this.size });
    this.literalsMade = Array.from({ length: tables.literals.length / LITERAL });
  }

  /** @returns the book of some phrases, and the number in it of each of their literals */
  static of(phrases: readonly Phrase[]): { book: PhraseBook; numberOf: ReadonlyMap<Literal, number> } {
    const numberOf = new Map<Literal, number>();
    const names: string[] = [''];
    const literals: number[] = [];
    const choices: number[] = [];
    const pieces: number[] = [];
    const gaps: number[] = [];
    const rows: number[] = [];
    let letters = 0;
    const add = (literal: Literal) => {
      const known = numberOf.get(literal);
      if (known !== undefined) return known;
      const { symbols, wordStart, wordEnd, rest } = literal;
      literals.push(letters, symbols.length, rest, (wordStart ? WORD_STARTS : 0) | (wordEnd ? WORD_ENDS : 0));
      letters += symbols.length;
      numberOf.set(literal, numberOf.size);
      return numberOf.size - 1;
    };
    for (const { pieces: own, gaps: between, owner, weight, mayBeCut } of phrases) {
      rows.push(pieces.length / PIECE, own.length, owner, weight, Number(mayBeCut));
      for (const { literals: of, optional, reach } of own) {
        pieces.push(choices.length, of.length, Number(optional), reach);
        for (const literal of of) choices.push(add(literal));
      }
      for (const gap of between) gaps.push(gap ? gap.limit + LIMITS * numberOfName(names, gap.name) : NO_GAP);
    }
    const tables = {
      letters: new Uint8Array(letters),
      literals: Int32Array.from(literals),
      choices: Int32Array.from(choices),
      pieces: Int32Array.from(pieces),
      gaps: Int32Array.from(gaps),
      phrases: Int32Array.from(rows),
      names,
    };
    for (const [{ symbols }, number] of numberOf) tables.letters.set(symbols, literals[LITERAL * number]);
    return { book: new PhraseBook(tables), numberOf };
  }

  /** @returns whose phrase that is, without making it */
  ownerOf(phrase: number): number {
    return this.tables.phrases[PHRASE * phrase + 2] as number;
  }

  /** @returns whether a text that breaks off inside that phrase still holds it, without making it */
  mayBeCut(phrase: number): boolean {
    return this.tables.phrases[PHRASE * phrase + 4] !== 0;
  }

  /** @returns the phrase of that number, the same object each time */
  phrase(number: number): Phrase {
    return (this.made[number] ??= this.makePhrase(number));
  }

  /** @returns the literal of that number, the same object each time */
  literal(number: number): Literal {
    return (this.literalsMade[number] ??= this.makeLiteral(number));
  }

  private makePhrase(number: number): Phrase {
    const { phrases, gaps } = this.tables;
    const [first = 0, count = 0, owner = 0, weight = 0] = phrases.subarray(PHRASE * number, PHRASE * (number + 1));
    const firstGap = first + number;
    return {
      owner,
      pieces: Array.from({ length: count }, (_, piece) => this.makePiece(first + piece)),
      gaps: Array.from(gaps.subarray(firstGap, firstGap + count + 1), (gap) => this.makeGap(gap)),
      weight,
      mayBeCut: this.mayBeCut(number),
    };
  }

  private makePiece(number: number): Piece {
    const [first = 0, count = 0, optional = 0, reach = 0] = this.tables.pieces.subarray(PIECE * number, PIECE * (number + 1));
    const literals = Array.from(this.tables.choices.subarray(first, first + count), (choice) => this.literal(choice));
    return { literals, optional: optional !== 0, firsts: firstsOf(literals), reach };
  }

  private makeGap(gap: number): Gap | undefined {
    return gap === NO_GAP ? undefined : { name: this.tables.names[Math.floor(gap / LIMITS)] ?? '', limit: gap % LIMITS };
  }

  private makeLiteral(number: number): Literal {
    const { literals, letters } = this.tables;
    const [first = 0, length = 0, rest = 0, word = 0] = literals.subarray(LITERAL * number, LITERAL * (number + 1));
    return {
      symbols: letters.subarray(first, first + length),
      wordStart: (word & WORD_STARTS) !== 0,
      wordEnd: (word & WORD_ENDS) !== 0,
      rest,
    };
  }
}

function numberOfName(names: string[], name: string): number {
  const known = names.indexOf(name);
  return known === -1 ? names.push(name) - 1 : known;
}
