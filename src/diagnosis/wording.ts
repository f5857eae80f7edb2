import type { Language } from '../language.js';
import type { Contrast } from './contrast.js';
import type { Fact, FactSource } from './fact.js';
import { lessTheMean, partOf } from './less-the-mean.js';
import type { KnownWords, Learned } from './vocabulary.js';

/** How many texts without the word every cause is thought to have had besides its own. */
const SMOOTHING = 60;

/** Words of one text depend on one another, so what was counted of each counts by this part; and all together say no more than so many decibans. */
const DEPENDENCE = 0.08;
const MOST = 6;

/** So few words say nothing. */
const FEWEST = 2;

/** A text whose words are so much more usual in this field than elsewhere belongs to it, one with so much less does not, in decibans. */
const OF_THE_FIELD = 12;
const OF_ANOTHER_FIELD = -4;

/** What each word says, in decibans. */
export interface WordingTables {
  /** For each word and cause, one word after the other. */
  weights: Float32Array;
  /** For each word: this field against others. */
  field: Float32Array;
}

/**
 * Weighs the words of a text: how much more often do people use them who have one cause than those who have any? Counting with smoothing
 * (naive Bayes with add-m smoothing towards the mean; Manning, Raghavan, Schütze, "Introduction to Information Retrieval", chapter 13), and how
 * much does it tell the causes apart beside the other words (`Contrast`)? It reads what no cue foresaw, and so it is trusted less than a cue.
 */
export class Wording {
  /** For one text after the other. */
  private readonly sums: Float64Array;

  /**
   * @param tables from `Wording.learn`
   * @param contrast what the same words say beside one another
   * @param causes how many there are
   */
  constructor(
    private readonly tables: WordingTables,
    private readonly contrast: Contrast,
    private readonly causes: number,
  ) {
    this.sums = new Float64Array(causes);
  }

  /**
   * @param learned the texts, from `Vocabulary.learn`
   * @param count how many causes there are
   * @returns what each word says of each cause, and of the field
   */
  static learn({ texts, stems, begins, known }: Learned, count: number): WordingTables {
    const rows = count + 1;
    const seen = new Float32Array(known * rows);
    const all = new Float32Array(rows);
    const lengthOf = (text: number) => (begins[text + 1] as number) - (begins[text] as number);
    // What was reported in public brings logs of all kinds with it, and their words are no more of this field than of others.
    const written = new Float32Array(known);
    let allWritten = 0;
    const usualLength = meanLength(texts.map(({ share }, text) => ({ share, length: lengthOf(text) })));
    for (const [text, { cause: row = count, share, solved }] of texts.entries()) {
      const isWritten = row < count && !solved;
      // Else causes of which people write at length would have more of every word.
      const counted = (share * lengthOf(text)) / usualLength;
      all[row] = (all[row] ?? 0) + counted;
      if (isWritten) allWritten += counted;
      for (let at = begins[text] as number; at < (begins[text + 1] as number); at++) {
        const stem = stems[at] as number;
        seen[stem * rows + row] = (seen[stem * rows + row] as number) + share;
        if (isWritten) written[stem] = (written[stem] as number) + share;
      }
    }
    const ours = all.subarray(0, count).reduce((sum, share) => sum + share, 0);
    const others = all[count] ?? 0;
    const weights = new Float32Array(known * count);
    const field = new Float32Array(known);
    for (let word = 0; word < known; word++) {
      const of = seen.subarray(word * rows, word * rows + rows);
      const here = of.subarray(0, count).reduce((sum, share) => sum + share, 0);
      const usual = here / ours;
      for (let cause = 0; cause < count; cause++) {
        const rate = ((of[cause] as number) + SMOOTHING * usual) / ((all[cause] as number) + SMOOTHING);
        // A word of other trouble alone says nothing of our causes.
        weights[word * count + cause] = usual === 0 ? 0 : 10 * Math.log10(rate / usual);
      }
      field[word] = fieldWeight(written[word] as number, allWritten, of[count] as number, others);
    }
    return { weights, field };
  }

  /**
   * @param known the words of a text that were learned
   * @param source where it stands in the request
   * @returns one fact that weighs for and against every cause, or undefined where hardly a word is known
   */
  read(known: KnownWords, source: FactSource): Fact | undefined {
    if (known.beside.length < FEWEST) return undefined;
    let field = 0;
    for (const stem of known.beside) field += this.tables.field[stem] as number;
    const weights = this.weigh(known.stems);
    return {
      id: field >= OF_THE_FIELD ? OWN_WORDING : field <= OF_ANOTHER_FIELD ? OTHER_WORDING : UNCLEAR_WORDING,
      source,
      says: 'How it is written',
      de: 'Wie es geschrieben ist',
      weighs: {
        weights,
        why: (cause, language) => {
          const words = (weights[cause] as number) < WORTH_WORDS ? '' : this.wordsFor(cause, known);
          return words === '' ? undefined : WRITTEN[language](words);
        },
      },
    };
  }

  /** @returns what the words say together, in tenths of decibans at the finest, for each cause */
  private weigh(stems: readonly number[]): number[] {
    const { causes: count, sums } = this;
    const { weights } = this.tables;
    sums.fill(0);
    for (const stem of stems) {
      const from = stem * count;
      for (let cause = 0; cause < count; cause++) sums[cause] = (sums[cause] as number) + (weights[from + cause] as number);
    }
    const part = partOf(stems.length);
    const counted = lessTheMean(sums, part * DEPENDENCE, part * MOST);
    return this.contrast.weigh(stems, part).map((weight, cause) => Math.round(10 * (weight + (counted[cause] as number))) / 10);
  }

  /** @returns the words that speak most for a cause, of those that somebody wrote: what messages say is told with these */
  private wordsFor(cause: number, { text, stems, starts, lengths, beside }: KnownWords): string {
    const named: { word: number; weight: number }[] = [];
    for (let word = 0; word < stems.length; word++) {
      const stem = stems[word] as number;
      if (!beside.includes(stem) || !isTelling(text, starts[word] as number, lengths[word] as number)) continue;
      const weight = this.tables.weights[stem * this.causes + cause] as number;
      if (weight < WORTH_NAMING) continue;
      let at = named.length;
      while (at > 0 && (named[at - 1] as { weight: number }).weight < weight) at -= 1;
      if (at === WORDS_NAMED) continue;
      named.splice(at, 0, { word, weight });
      if (named.length > WORDS_NAMED) named.pop();
    }
    return named.map(({ word }) => text.slice(starts[word], (starts[word] as number) + (lengths[word] as number)).toLowerCase()).join(', ');
  }
}

/** Whether a reader learns something from the word: "no" and "0x00001180" weigh, but name nothing; a status does. */
const isTelling = (text: string, start: number, length: number) =>
  length >= SHORTEST_NAMED && (length === STATUS_DIGITS || !/^\d/.test(text.charAt(start)));

const SHORTEST_NAMED = 3;
const STATUS_DIGITS = 3;

/** How many words a text has, each text by its share. */
function meanLength(texts: readonly { share: number; length: number }[]): number {
  let words = 0;
  let count = 0;
  for (const { share, length } of texts) {
    words += share * length;
    count += share;
  }
  return words / count;
}

/** How much more usual a word is here than elsewhere, in decibans, as if it had been seen once more on both sides at its common rate. */
function fieldWeight(here: number, ours: number, there: number, others: number): number {
  if (here + there === 0) return 0;
  const rate = (here + there) / (ours + others);
  return 10 * Math.log10((here + 1) / (ours + 1 / rate) / ((there + 1) / (others + 1 / rate)));
}

const WRITTEN: Readonly<Record<Language, (words: string) => string>> = {
  en: (words) => `People who have this cause often write: ${words}.`,
  de: (words) => `Wer diese Ursache hat, schreibt oft: ${words}.`,
};

/** From this weight on the reply says which words it was. */
const WORTH_WORDS = 3;
/** A word that is hardly more usual under the cause than under any other tells the reader nothing, in decibans. */
const WORTH_NAMING = 2;
const WORDS_NAMED = 4;

/** Whether the words of a text belong to this field. */
export const OWN_WORDING = 'wording:of-the-field';
export const OTHER_WORDING = 'wording:of-another-field';
export const UNCLEAR_WORDING = 'wording:unclear';
