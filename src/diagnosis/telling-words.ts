import type { KnownWords, Learned } from './vocabulary.js';

/** Of a long text so many different words count: the rest of a letter would outvote the sentence that matters. */
const MOST_WORDS = 45;

/** Of a word that hardly anybody wrote it is not known what it tells: it is taken for one of so much concentration, as if so many pairs of reports had shown it. */
const USUAL = 0.1;
const PAIRS = 4;

/**
 * How much each word tells: how often two of the reports that have it have the same cause (E. H. Simpson, "Measurement of Diversity", 1949).
 * @param learned the texts, from `Vocabulary.learn`, the reports first
 * @param reports how many of them are such
 * @param count how many causes there are
 * @returns by stem: from 0, each time another cause, to 1, always the same
 */
export function concentrationOf({ texts, stems, begins, known }: Learned, reports: number, count: number): Float32Array {
  const having = new Uint16Array(known * count);
  for (let report = 0; report < reports; report++) {
    const cause = texts[report]?.cause as number;
    for (let at = begins[report] as number; at < (begins[report + 1] as number); at++) {
      const of = (stems[at] as number) * count + cause;
      having[of] = (having[of] as number) + 1;
    }
  }
  return Float32Array.from({ length: known }, (_, stem) => {
    let all = 0;
    let alike = 0;
    for (const of of having.subarray(stem * count, stem * count + count)) {
      all += of;
      alike += of * (of - 1);
    }
    return (alike + PAIRS * USUAL) / (all * (all - 1) + PAIRS);
  });
}

/**
 * @param words of a text
 * @param concentration from `concentrationOf`
 * @returns the words that tell most, in the order of the text; all of them where there are few
 */
export function mostTelling(words: KnownWords, concentration: Float32Array): KnownWords {
  const { stems, starts, lengths } = words;
  if (stems.length <= MOST_WORDS) return words;
  const of = Float32Array.from(stems, (stem) => concentration[stem] as number);
  const least = of.toSorted().at(-MOST_WORDS) as number;
  let room = MOST_WORDS - of.filter((much) => much > least).length;
  const told = { ...words, stems: [] as number[], starts: [] as number[], lengths: [] as number[] };
  for (let word = 0; word < stems.length; word++) {
    const much = of[word] as number;
    if (much < least || (much === least && room-- <= 0)) continue;
    told.stems.push(stems[word] as number);
    told.starts.push(starts[word] as number);
    told.lengths.push(lengths[word] as number);
  }
  return told;
}
