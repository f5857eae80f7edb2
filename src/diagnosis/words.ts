/** Words are compared by so many letters, which lets endings go in English and German. */
const STEM = 6;
const HALF = STEM / 2;

/** A letter takes so many bits, three letters fill a number. */
const LETTER_BITS = 10;

/** Letters of Latin script are told apart exactly; those of others, in which nothing here is written, nearly so. */
const LATIN = 592;
const FOREIGN = 431;

/** Words with fewer letters say nothing. */
const SHORTEST = 2;

/** By UTF-16 code unit: the lower-case letter or digit, 0 for what parts words. */
const LETTERS = Uint16Array.from({ length: LATIN }, (_, code) => {
  const lower = String.fromCharCode(code).toLowerCase().charCodeAt(0);
  const isLetter = (lower >= 48 && lower <= 57) || (lower >= 97 && lower <= 122) || lower >= 0xdf;
  return isLetter ? lower : 0;
});

const foreignLetter = (code: number) => LATIN + (String.fromCharCode(code).toLowerCase().charCodeAt(0) % FOREIGN);

/** The words of a text, each as its stem in two numbers and its place; so a word is looked up without making a string of it. */
export class Words {
  count = 0;
  /** Up to three letters each. */
  first = new Int32Array(512);
  second = new Int32Array(512);
  /** Where each word begins in the text, and how many letters it has. */
  starts = new Int32Array(512);
  lengths = new Int32Array(512);

  /** Takes the words of a text, up to a place, in place of those before. */
  read(text: string, until = text.length): this {
    const most = Math.ceil(until / SHORTEST);
    if (most > this.first.length) this.makeRoom(2 * most);
    const { first: firsts, second: seconds, starts, lengths } = this;
    let count = 0;
    let length = 0;
    let first = 0;
    let second = 0;
    for (let at = 0; at <= until; at++) {
      const code = at < until ? text.charCodeAt(at) : 0;
      const letter = code < LATIN ? (LETTERS[code] as number) : foreignLetter(code);
      if (letter !== 0) {
        if (length < HALF) first = (first << LETTER_BITS) | letter;
        else if (length < STEM) second = (second << LETTER_BITS) | letter;
        length += 1;
      } else if (length > 0) {
        if (length >= SHORTEST) {
          firsts[count] = first;
          seconds[count] = second;
          starts[count] = at - length;
          lengths[count] = length;
          count += 1;
        }
        length = first = second = 0;
      }
    }
    this.count = count;
    return this;
  }

  private makeRoom(room: number): void {
    this.first = new Int32Array(room);
    this.second = new Int32Array(room);
    this.starts = new Int32Array(room);
    this.lengths = new Int32Array(room);
  }
}

export const NOT_KNOWN = -1;

/** What a table of stems is made of. */
export interface StemTables {
  size: number;
  first: Int32Array;
  second: Int32Array;
  numbers: Int32Array;
}

/** Stems by number, in the order in which they were taught: a hash table in flat arrays. */
export class StemTable {
  size: number;
  private mask: number;
  private first: Int32Array;
  private second: Int32Array;
  private numbers: Int32Array;

  /** @param tables as another table has them; without them nothing is taught yet */
  constructor({ size, first, second, numbers }: StemTables = empty(1024)) {
    this.size = size;
    this.mask = numbers.length - 1;
    this.first = first;
    this.second = second;
    this.numbers = numbers;
  }

  /** What it is made of now. */
  get tables(): StemTables {
    const { size, first, second, numbers } = this;
    return { size, first, second, numbers };
  }

  /** @returns the number of a stem, or NOT_KNOWN */
  find(first: number, second: number): number {
    return this.numbers[this.slotOf(first, second)] as number;
  }

  /** @returns its number, which it is given where it is new */
  teach(first: number, second: number): number {
    const known = this.find(first, second);
    if (known !== NOT_KNOWN) return known;
    if (2 * this.size > this.mask) this.grow();
    this.put(first, second, this.size);
    return this.size++;
  }

  private put(first: number, second: number, number: number): void {
    const slot = this.slotOf(first, second);
    this.first[slot] = first;
    this.second[slot] = second;
    this.numbers[slot] = number;
  }

  private grow(): void {
    const { first, second, numbers } = this;
    const grown = empty(2 * numbers.length);
    this.mask = grown.numbers.length - 1;
    this.first = grown.first;
    this.second = grown.second;
    this.numbers = grown.numbers;
    numbers.forEach((number, slot) => {
      if (number !== NOT_KNOWN) this.put(first[slot] as number, second[slot] as number, number);
    });
  }

  /** The slot of a stem, or the free one where it would be (Knuth's multiplicative hash, linear probing). */
  private slotOf(first: number, second: number): number {
    const { mask, numbers } = this;
    const hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (numbers[slot] !== NOT_KNOWN && (this.first[slot] !== first || this.second[slot] !== second)) slot = (slot + 1) & mask;
    return slot;
  }
}

const empty = (slots: number): StemTables => ({
  size: 0,
  first: new Int32Array(slots),
  second: new Int32Array(slots),
  numbers: new Int32Array(slots).fill(NOT_KNOWN),
});

/** @returns whether a word is no longer than what stems are made of, so that it is its stem */
export const isItsStem = (length: number): boolean => length <= STEM;
