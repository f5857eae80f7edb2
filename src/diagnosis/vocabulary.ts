import { larger } from '../error-catalog/matching/larger.js';
import { withoutRoutine, type Place } from './routine-lines.js';
import type { TaughtText } from './taught-texts.js';
import { isItsStem, NOT_KNOWN, StemTable, Words, type StemTables } from './words.js';

/** What was learned, for those who count it. Flat, since there are thousands of texts. */
export interface Learned {
  texts: readonly TaughtText[];
  /** The stems of all texts, one text after the other, each once in a text. */
  stems: Int32Array;
  /** By text: where its stems begin; one more for the end of the last. */
  begins: Int32Array;
  /** How many stems are known. */
  known: number;
}

/** The words of a text that were learned, of each stem the first; side by side, since there are many. */
export interface KnownWords {
  /** What they stand in: the text without routine lines. */
  text: string;
  stems: readonly number[];
  /** Where each begins, and how many letters it has. */
  starts: readonly number[];
  lengths: readonly number[];
  /** The stems of those that also stand beside messages. */
  beside: readonly number[];
}

/** So many characters of what somebody tells are read. */
const READ = 12_000;

/** Used for one text after the other. */
const WORDS = new Words();

/** The words that are known from texts. */
export class Vocabulary {
  private readonly stems: StemTable;
  /** In which text each stem was seen last, and seen beside messages. */
  private seenIn: Int32Array;
  private besideIn: Int32Array;
  private readings = 0;

  /** @param tables of a vocabulary that has learned already; without them nothing is known yet */
  constructor(tables?: StemTables) {
    this.stems = new StemTable(tables);
    this.seenIn = new Int32Array(this.stems.size);
    this.besideIn = new Int32Array(this.stems.size);
  }

  /** The stems that are known now. */
  get tables(): StemTables {
    return this.stems.tables;
  }

  /**
   * @param texts what is known
   * @returns the texts with their words, which are known from now on
   */
  learn(texts: readonly TaughtText[]): Learned {
    const begins = new Int32Array(texts.length + 1);
    let stems = new Int32Array(STEMS_OF_A_TEXT * texts.length);
    let count = 0;
    for (const [at, { text }] of texts.entries()) {
      if (count + text.length > stems.length) stems = larger(stems, 2 * (count + text.length));
      count = this.learnText(text, stems, count);
      begins[at + 1] = count;
    }
    this.seenIn = new Int32Array(this.stems.size);
    this.besideIn = new Int32Array(this.stems.size);
    return { texts, stems, begins, known: this.stems.size };
  }

  /**
   * @param pasted a text
   * @param places of messages in it, in its order
   * @returns its words that are known, routine lines of a log left out
   */
  read(pasted: string, places: readonly Place[]): KnownWords {
    const { stems: table, seenIn, besideIn } = this;
    const { text, messages } = withoutRoutine(pasted, places, READ);
    const { count, first, second, starts, lengths } = WORDS.read(text, Math.min(text.length, READ));
    const reading = ++this.readings;
    const known = { text, stems: [] as number[], starts: [] as number[], lengths: [] as number[], beside: [] as number[] };
    let next = 0;
    let from = Infinity;
    let until = 0;
    for (let word = 0; word < count; word++) {
      const start = starts[word] as number;
      while (start >= until && next <= messages.length) {
        const { offset = Infinity, length: long = 0 } = messages[next] ?? {};
        next += 1;
        [from, until] = [offset, offset + long];
      }
      const stem = table.find(first[word] as number, second[word] as number);
      if (stem === NOT_KNOWN || besideIn[stem] === reading) continue;
      const length = lengths[word] as number;
      if (isFunctionWord(first[word] as number, second[word] as number, length)) continue;
      if (seenIn[stem] !== reading) {
        seenIn[stem] = reading;
        known.stems.push(stem);
        known.starts.push(start);
        known.lengths.push(length);
      }
      if (start >= from) continue;
      besideIn[stem] = reading;
      known.beside.push(stem);
    }
    return known;
  }

  /** Writes the stems of a text behind those of others. @returns where they end */
  private learnText(text: string, stems: Int32Array, from: number): number {
    const { count, first, second, lengths } = WORDS.read(text);
    let end = from;
    for (let word = 0; word < count; word++) {
      const [one, two] = [first[word] as number, second[word] as number];
      if (isFunctionWord(one, two, lengths[word] as number)) continue;
      const stem = this.stems.teach(one, two);
      // There are few in a text, and a set for each of thousands of texts would cost the start more.
      let at = from;
      while (at < end && stems[at] !== stem) at += 1;
      if (at === end) stems[end++] = stem;
    }
    return end;
  }
}

/** About so many, to begin with. */
const STEMS_OF_A_TEXT = 20;

/** Words that only hold a sentence together, or stand for any host: they tell one writer from another and no cause from any other. */
const FUNCTION_WORDS = new StemTable();
for (const word of `example com an and are as at be been but by can do does for from had has have he here his how if in is it its me my now of on only or our out own she so
  than that the their them then there these they this those to too us was we were what when where which who why will with would you your
  ab als am auch auf aus bei bin bis da das dem den denn der des die dies diese dieser doch du ein eine einem einen einer er es für hat habe
  haben hier ich ihm ihr im in ist ja man mein mir mit nach noch nun nur ob oder schon sein seine sich sie sind so über um und uns unser unsere
  vom von vor war was wenn wer wie wir wird wo zu zum zur`.split(/\s+/)) {
  const { first, second } = WORDS.read(word);
  FUNCTION_WORDS.teach(first[0] as number, second[0] as number);
}

const isFunctionWord = (first: number, second: number, length: number) =>
  isItsStem(length) && FUNCTION_WORDS.find(first, second) !== NOT_KNOWN;
