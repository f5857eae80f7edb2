import { hashOf } from './gram.js';

/** Bits of the filter for every gram: with fewer, chance lets more of a text pass; with more, the filter leaves the cache. */
const BITS_EACH = 16;
export const NONE = -1;

/** Letters to look for: the last four, and the four before (0 for a head). */
export interface Gram {
  newer: number;
  older: number;
}

/**
 * Tells which of many grams stands at a position of a text. One bit for each lets nearly all positions pass at the cost
 * of one look into a few kilobytes, whatever their number; behind it lies a hash table in flat arrays.
 */
export class GramTable {
  /** Bit `hashOf(gram) >>> filterShift` is set for every gram. */
  readonly filter: Uint32Array;
  readonly filterShift: number;
  /** The next number with the same gram, or NONE. */
  readonly next: Int32Array;
  private readonly slotMask: number;
  /** By slot: a gram and the first number with it. */
  private readonly newer: Int32Array;
  private readonly older: Int32Array;
  private readonly first: Int32Array;

  /** @param grams what to look for; the table tells their numbers, the same gram may stand in the list more than once */
  constructor(grams: readonly Gram[]) {
    const bits = Math.max(12, Math.ceil(Math.log2((grams.length + 1) * BITS_EACH)));
    const slots = 2 ** Math.ceil(Math.log2((grams.length + 1) * 2));
    this.filterShift = 32 - bits;
    this.filter = new Uint32Array(2 ** (bits - 5));
    this.next = new Int32Array(grams.length);
    this.slotMask = slots - 1;
    this.newer = new Int32Array(slots);
    this.older = new Int32Array(slots);
    this.first = new Int32Array(slots).fill(NONE);
    // From the last to the first, so that those with the same gram are met in the order of the list.
    for (let number = grams.length - 1; number >= 0; number--) this.add(number, grams[number] as Gram);
  }

  /** @returns the first number with a gram, or NONE; the others follow in `next` */
  find(newer: number, older: number): number {
    return this.first[this.slotOf(newer, older)] as number;
  }

  private add(number: number, { newer, older }: Gram): void {
    const bit = hashOf(newer, older) >>> this.filterShift;
    this.filter[bit >>> 5] = (this.filter[bit >>> 5] as number) | (1 << (bit & 31));
    const slot = this.slotOf(newer, older);
    this.next[number] = this.first[slot] as number;
    this.first[slot] = number;
    this.newer[slot] = newer;
    this.older[slot] = older;
  }

  /** The slot of a gram, or the free one where it would be. */
  private slotOf(newer: number, older: number): number {
    const hash = hashOf(newer, older);
    let slot = (hash ^ (hash >>> 15)) & this.slotMask;
    while (this.first[slot] !== NONE && (this.newer[slot] !== newer || this.older[slot] !== older)) slot = (slot + 1) & this.slotMask;
    return slot;
  }
}
