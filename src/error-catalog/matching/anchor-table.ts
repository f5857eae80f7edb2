import { anchorOf, type Anchor } from './anchors.js';
import { fourLetters, GRAM, HEAD } from './gram.js';
import { GramTable, type GramTables } from './gram-table.js';
import type { Literal } from './phrase.js';
import type { PhraseBook } from './phrase-book.js';

/** No letter must stand behind an anchor. */
export const ANY_LETTER = 0;

/** Anchors in flat arrays, those with the same letters side by side. */
export interface AnchorTables {
  grams: GramTables;
  phraseOf: Int32Array;
  pieceOf: Uint16Array;
  /** The number of the literal in the book of phrases. */
  literalOf: Int32Array;
  /** Where they begin and end in their literal. */
  fromOf: Uint16Array;
  untilOf: Uint16Array;
  /** The letter that must stand behind them; ANY_LETTER where there is none, or where the phrase may be cut off there. */
  follows: Uint8Array;
}

/** The grams, or the heads, that phrases are found by. */
export class AnchorTable {
  readonly table: GramTable;
  readonly phraseOf: Int32Array;
  readonly untilOf: Uint16Array;
  readonly follows: Uint8Array;
  private readonly made: (Anchor | undefined)[];

  /** @param tables as another table has them */
  constructor(readonly tables: AnchorTables) {
    this.table = new GramTable(tables.grams);
    this.phraseOf = tables.phraseOf;
    this.untilOf = tables.untilOf;
    this.follows = tables.follows;
    this.made = Array.from({ length: tables.phraseOf.length });
  }

  /**
   * @param anchors all of one length
   * @param book of their phrases
   * @param numberOf each literal in it
   */
  static of(anchors: readonly Anchor[], book: PhraseBook, numberOf: ReadonlyMap<Literal, number>): AnchorTable {
    const { table, order } = GramTable.of(
      anchors.map(({ literal: { symbols }, from, until }) => ({
        newer: fourLetters(symbols, until - HEAD),
        older: until - from === GRAM ? fourLetters(symbols, from) : 0,
      })),
    );
    const ordered = Array.from(order, (position) => anchors[position] as Anchor);
    return new AnchorTable({
      grams: table.tables,
      phraseOf: Int32Array.from(ordered, ({ phrase }) => phrase),
      pieceOf: Uint16Array.from(ordered, ({ piece }) => piece),
      literalOf: Int32Array.from(ordered, ({ literal }) => numberOf.get(literal) as number),
      fromOf: Uint16Array.from(ordered, ({ from }) => from),
      untilOf: Uint16Array.from(ordered, ({ until }) => until),
      follows: Uint8Array.from(ordered, ({ phrase, literal, until }) =>
        book.mayBeCut(phrase) ? ANY_LETTER : (literal.symbols[until] ?? ANY_LETTER),
      ),
    });
  }

  /** @returns the anchor of a row, made when it is first asked for: hardly any ever is */
  anchor(row: number, book: PhraseBook): Anchor {
    return (this.made[row] ??= this.make(row, book));
  }

  /** @returns those of all rows */
  anchors(book: PhraseBook): Anchor[] {
    return Array.from(this.phraseOf, (_, row) => this.anchor(row, book));
  }

  private make(row: number, book: PhraseBook): Anchor {
    const { pieceOf, literalOf, fromOf } = this.tables;
    return anchorOf(this.phraseOf[row] as number, {
      piece: pieceOf[row] as number,
      literal: book.literal(literalOf[row] as number),
      from: fromOf[row] as number,
      until: this.untilOf[row] as number,
    });
  }
}
