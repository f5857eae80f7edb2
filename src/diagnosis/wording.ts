import type { Cause } from '../causes/cause.dto.js';
import type { ErrorEntry } from '../error-catalog/error-entry.dto.js';
import type { Language } from '../language.js';
import type { Fact, FactSource } from './fact.js';
import type { OtherTrouble } from './other-trouble.dto.js';
import { isItsStem, NOT_KNOWN, StemTable, Words } from './words.js';

/** A text of which it is known what it is about. */
export interface TaughtText {
  /** The position of the cause; undefined where the text is of another field. */
  cause?: number;
  text: string;
  /** How much its words count beside those of what a user wrote. */
  share: number;
}

/** What explains a cause counts less than what people write who have it. */
const EXPLANATION = 0.3;

/** From this weight on, in decibans, what a message says of a cause describes the cause. */
const SPEAKS_OF_THE_CAUSE = 6;

/** How many texts without the word every cause is thought to have had besides its own. */
const SMOOTHING = 30;

/** Words of one text depend on one another, so each counts by this part; and all together say no more than a plain message does, in decibans. */
const DEPENDENCE = 0.2;
const MOST = 9;

/** So few words say nothing. */
const FEWEST = 2;

/** A text with more known words than this says no more than one with so many. */
const KNOWN_WORDS = 60;

/** What a person wrote stands at the beginning; a log of any length behind it is the business of messages and cues. */
const READ = 12_000;

/** A text whose words are so much more usual in this field than elsewhere belongs to it, one with so much less does not, in decibans. */
const OF_THE_FIELD = 12;
const OF_ANOTHER_FIELD = -4;

/**
 * Weighs the words of a text: how much more often do people use them who have one cause than those who have any? Counting with smoothing
 * (naive Bayes with add-m smoothing towards the mean; Manning, Raghavan, Schütze, "Introduction to Information Retrieval", chapter 13). It reads
 * what no cue foresaw, and so it is trusted less than a cue.
 */
export class Wording {
  private readonly stems = new StemTable();
  /** Decibans for each word and cause, one word after the other. */
  private readonly weights: Float32Array;
  /** Decibans for each word: this field against others. */
  private readonly field: Float32Array;
  /** In which text each word was seen last. */
  private readonly seenIn: Int32Array;
  private texts = 0;
  /** For one text after the other. */
  private readonly sums: Float64Array;

  /**
   * @param texts what is known, from `taughtTexts`
   * @param causes how many there are
   */
  constructor(
    texts: readonly TaughtText[],
    private readonly causes: number,
  ) {
    const count = causes;
    const counted = texts.map(({ cause = count, text, share }) => ({ row: cause, share, stems: this.stemsOf(text) }));
    const known = this.stems.size;
    const rows = count + 1;
    const seen = new Float32Array(known * rows);
    const all = new Float32Array(rows);
    const usualLength = meanLength(counted);
    for (const { row, share, stems } of counted) {
      // Else causes of which people write at length would have more of every word.
      all[row] = (all[row] ?? 0) + (share * stems.length) / usualLength;
      for (const stem of stems) {
        const at = stem * rows + row;
        seen[at] = (seen[at] as number) + share;
      }
    }
    const ours = all.subarray(0, count).reduce((sum, share) => sum + share, 0);
    const others = all[count] ?? 0;
    this.weights = new Float32Array(known * count);
    this.field = new Float32Array(known);
    this.seenIn = new Int32Array(known);
    this.sums = new Float64Array(count);
    for (let word = 0; word < known; word++) {
      const of = seen.subarray(word * rows, word * rows + rows);
      const here = of.subarray(0, count).reduce((sum, share) => sum + share, 0);
      const usual = here / ours;
      for (let cause = 0; cause < count; cause++) {
        const rate = ((of[cause] as number) + SMOOTHING * usual) / ((all[cause] as number) + SMOOTHING);
        // A word of other trouble alone says nothing of our causes.
        this.weights[word * count + cause] = usual === 0 ? 0 : 10 * Math.log10(rate / usual);
      }
      this.field[word] = fieldWeight(here, ours, of[count] as number, others);
    }
  }

  /**
   * @param text what was pasted
   * @param source where it stands in the request
   * @param besides what is weighed by itself, in the order of the text; its words do not count
   * @returns one fact that weighs for and against every cause, or undefined where hardly a word is known
   */
  read(text: string, source: FactSource, besides: readonly Fact[] = []): Fact | undefined {
    const known = this.knownWords(text, besides);
    if (known.length < FEWEST) return undefined;
    let field = 0;
    for (const { stem } of known) field += this.field[stem] as number;
    const weights = this.weigh(known);
    return {
      id: field >= OF_THE_FIELD ? OWN_WORDING : field <= OF_ANOTHER_FIELD ? OTHER_WORDING : UNCLEAR_WORDING,
      source,
      says: 'How it is written',
      de: 'Wie es geschrieben ist',
      weighs: {
        weights,
        why: (cause, language) =>
          (weights[cause] as number) < WORTH_WORDS ? undefined : WRITTEN[language](this.wordsFor(cause, known, text)),
      },
    };
  }

  /** @returns the known words, of each stem the first */
  private knownWords(text: string, besides: readonly Fact[]): KnownWord[] {
    const { count, first, second, starts, lengths } = wordsBeside(text, besides);
    const { stems, seenIn } = this;
    const reading = ++this.texts;
    const known: KnownWord[] = [];
    for (let word = 0; word < count; word++) {
      const stem = stems.find(first[word] as number, second[word] as number);
      if (stem === NOT_KNOWN || seenIn[stem] === reading) continue;
      const length = lengths[word] as number;
      if (isItsStem(length) && FUNCTION_WORDS.find(first[word] as number, second[word] as number) !== NOT_KNOWN) continue;
      seenIn[stem] = reading;
      known.push({ stem, start: starts[word] as number, length });
    }
    return known;
  }

  /** @returns what the words say together, in tenths of decibans at the finest, for each cause */
  private weigh(known: readonly KnownWord[]): number[] {
    const { causes: count, weights, sums } = this;
    sums.fill(0);
    for (const { stem } of known) {
      const from = stem * count;
      for (let cause = 0; cause < count; cause++) sums[cause] = (sums[cause] as number) + (weights[from + cause] as number);
    }
    let mean = 0;
    for (let cause = 0; cause < count; cause++) mean += (sums[cause] as number) / count;
    let extreme = 0;
    for (let cause = 0; cause < count; cause++) extreme = Math.max(extreme, Math.abs((sums[cause] as number) - mean));
    const scale = Math.min(DEPENDENCE * Math.min(1, KNOWN_WORDS / known.length), MOST / extreme);
    const weighed: number[] = [];
    for (let cause = 0; cause < count; cause++) weighed.push(Math.round(10 * scale * ((sums[cause] as number) - mean)) / 10);
    return weighed;
  }

  /** @returns the words that speak most for a cause */
  private wordsFor(cause: number, known: readonly KnownWord[], text: string): string {
    const named: { word: KnownWord; weight: number }[] = [];
    for (const word of known) {
      const weight = this.weights[word.stem * this.causes + cause] as number;
      let at = named.length;
      while (at > 0 && (named[at - 1] as { weight: number }).weight < weight) at -= 1;
      if (at === WORDS_NAMED) continue;
      named.splice(at, 0, { word, weight });
      if (named.length > WORDS_NAMED) named.pop();
    }
    return named.map(({ word: { start, length } }) => text.slice(start, start + length).toLowerCase()).join(', ');
  }

  /** Learns the stems of a text. */
  private stemsOf(text: string): number[] {
    const stems: number[] = [];
    const { count, first, second, lengths } = WORDS.begin().add(text, 0, text.length);
    for (let word = 0; word < count; word++) {
      const [one, two] = [first[word] as number, second[word] as number];
      if (isItsStem(lengths[word] as number) && FUNCTION_WORDS.find(one, two) !== NOT_KNOWN) continue;
      const stem = this.stems.teach(one, two);
      // There are few in a text, and a set for each of thousands of texts would cost the start more.
      if (!stems.includes(stem)) stems.push(stem);
    }
    return stems;
  }
}

/** A word of a text that was learned. */
interface KnownWord {
  stem: number;
  start: number;
  length: number;
}

/** Used for one text after the other. */
const WORDS = new Words();

/** The words of a text up to READ, without what is weighed by itself. */
function wordsBeside(text: string, besides: readonly Fact[]): Words {
  WORDS.begin();
  let from = 0;
  let left = READ;
  for (const { offset = 0, length = 0 } of besides) {
    if (offset > from) WORDS.add(text, from, Math.min(offset, from + left));
    // A word ends there, as if a space stood for what is left out.
    left -= Math.max(0, offset - from) + 1;
    from = Math.max(from, offset + length);
    if (left <= 0) return WORDS;
  }
  return WORDS.add(text, from, Math.min(text.length, from + left));
}

/** How many words a text has, each text by its share. */
function meanLength(texts: readonly { share: number; stems: readonly number[] }[]): number {
  let words = 0;
  let count = 0;
  for (const { share, stems } of texts) {
    words += share * stems.length;
    count += share;
  }
  return words / count;
}

/** How much more usual a word is here than elsewhere, in decibans, as if it had been seen once more on both sides at its common rate. */
function fieldWeight(here: number, ours: number, there: number, others: number): number {
  const rate = (here + there) / (ours + others);
  return 10 * Math.log10((here + 1) / (ours + 1 / rate) / ((there + 1) / (others + 1 / rate)));
}

const WRITTEN: Readonly<Record<Language, (words: string) => string>> = {
  en: (words) => `People who have this cause often write: ${words}.`,
  de: (words) => `Wer diese Ursache hat, schreibt oft: ${words}.`,
};

/** From this weight on the reply says which words it was. */
const WORTH_WORDS = 3;
const WORDS_NAMED = 4;

/** Whether the words of a text belong to this field. */
export const OWN_WORDING = 'wording:of-the-field';
export const OTHER_WORDING = 'wording:of-another-field';
export const UNCLEAR_WORDING = 'wording:unclear';

/** Words that only hold a sentence together: they tell one writer from another and no cause from any other. */
const FUNCTION_WORDS = new StemTable();
for (const word of `an and are as at be been but by can do does for from had has have he here his how if in is it its me my now of on only or our out own she so
  than that the their them then there these they this those to too us was we were what when where which who why will with would you your
  ab als am auch auf aus bei bin bis da das dem den denn der des die dies diese dieser doch du ein eine einem einen einer er es für hat habe
  haben hier ich ihm ihr im in ist ja man mein mir mit nach noch nun nur ob oder schon sein seine sich sie sind so über um und uns unser unsere
  vom von vor war was wenn wer wie wir wird wo zu zum zur`.split(/\s+/)) {
  const { first, second } = WORDS.begin().add(word, 0, word.length);
  FUNCTION_WORDS.teach(first[0] as number, second[0] as number);
}

/**
 * @param causes their examples, what explains them, why their signs speak for them
 * @param errors what they say of the causes
 * @param others what other trouble sounds like
 * @returns every text that words are learned from
 */
export function taughtTexts(causes: readonly Cause[], errors: readonly ErrorEntry[], others: readonly OtherTrouble[]): TaughtText[] {
  const place = new Map(causes.map(({ id }, at) => [id, at]));
  const sentences = (cause: number, prose: readonly (string | undefined)[]) =>
    prose.flatMap((text = '') => text.split(/(?<=[.;:]) /).map((sentence) => ({ cause, text: sentence, share: EXPLANATION })));
  return [
    ...causes.flatMap(({ title, explanation, signs, examples, de }, cause) => [
      ...examples.map((text) => ({ cause, text, share: 1 })),
      ...sentences(cause, [title, explanation, de?.title, de?.explanation, ...signs.map(({ why }) => why)]),
    ]),
    ...errors.flatMap((error) =>
      error.causes
        .filter(({ weight }) => weight >= SPEAKS_OF_THE_CAUSE)
        .flatMap(({ id, why, decidedBy }) => sentences(place.get(id) ?? -1, [error.title, why, decidedBy])),
    ),
    ...others.flatMap(({ examples }) => examples.map((text) => ({ text, share: 1 }))),
  ];
}
