import { hashOf } from './gram.js';

/** Bits of the filter for every gram: with fewer, chance lets more of a text pass; with more, the filter leaves the cache. */
const BITS_EACH = 16;
/** Bits of a number of the filter. */
const WORD = 32;
export const NONE = -1;

/** Letters to look for: the last four, and the four before (0 for a head). */
export interface Gram {
  newer: number;
  older: number;
}

/** A slot of the table, its numbers side by side so that one look into memory tells all: a gram, and the first and the last of those with it. */
const SLOT = 4;
const OLDER = 1;
const FIRST = 2;
const LAST = 3;

/** What a table of grams is made of. */
export interface GramTables {
  filter: Uint32Array;
  slots: Int32Array;
}

/**
 * Tells which of many grams stands at a position of a text. One bit for each lets nearly all positions pass at the cost
 * of one look into a few kilobytes, whatever their number; behind it lies a hash table in flat arrays.
 */
export class GramTable {
  /** Bit `hashOf(gram) >>> filterShift` is set for every gram. */
  readonly filter: Uint32Array;
  readonly filterShift: number;
  private readonly slots: Int32Array;
  private readonly slotMask: number;

  /** @param tables as another table has them */
  constructor(readonly tables: GramTables) {
    this.filter = tables.filter;
    this.filterShift = 32 - Math.log2(WORD * tables.filter.length);
    this.slots = tables.slots;
    this.slotMask = tables.slots.length / SLOT - 1;
  }

  /**
   * @param grams what to look for; the same gram may stand in the list more than once
   * @returns the table, and the positions in the list: those with the same gram side by side, in the order of the list
   */
  static of(grams: readonly Gram[]): { table: GramTable; order: Int32Array } {
    const bits = Math.max(12, Math.ceil(Math.log2((grams.length + 1) * BITS_EACH)));
    const slots = 2 ** Math.ceil(Math.log2((grams.length + 1) * 2));
    const table = new GramTable({ filter: new Uint32Array(2 ** bits / WORD), slots: new Int32Array(slots * SLOT).fill(NONE) });
    const listed = new Map<number, number[]>();
    grams.forEach((gram, position) => {
      const slot = table.slotFor(gram);
      const others = listed.get(slot);
      if (others) others.push(position);
      else listed.set(slot, [position]);
    });
    const order = new Int32Array(grams.length);
    let rows = 0;
    for (const [slot, positions] of listed) {
      table.slots[slot + FIRST] = rows;
      for (const position of positions) order[rows++] = position;
      table.slots[slot + LAST] = rows - 1;
    }
    return { table, order };
  }

  /** @returns where those with a gram stand: to be asked for the first and the last of them */
  find(newer: number, older: number): number {
    const { slots, slotMask } = this;
    const hash = hashOf(newer, older);
    let slot = ((hash ^ (hash >>> 15)) & slotMask) * SLOT;
    while (slots[slot + FIRST] !== NONE && (slots[slot] !== newer || slots[slot + OLDER] !== older))
      slot = (slot + SLOT) & (slots.length - 1);
    return slot;
  }

  /** @returns the place in the order of the first with a gram, or NONE */
  firstAt(slot: number): number {
    return this.slots[slot + FIRST] as number;
  }

  lastAt(slot: number): number {
    return this.slots[slot + LAST] as number;
  }

  /** The slot of a gram, which it is given where it is new. */
  private slotFor({ newer, older }: Gram): number {
    const bit = hashOf(newer, older) >>> this.filterShift;
    this.filter[bit >>> 5] = (this.filter[bit >>> 5] as number) | (1 << (bit & 31));
    const slot = this.find(newer, older);
    this.slots[slot] = newer;
    this.slots[slot + OLDER] = older;
    this.slots[slot + FIRST] = 0;
    return slot;
  }
}
