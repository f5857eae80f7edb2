import type { Language } from '../language.js';
import type { Fact, FactSource } from './fact.js';
import { lessTheMean, partOf } from './less-the-mean.js';
import { frequenciesOf, rarityOf } from './rarity.js';
import type { Report } from './taught-texts.js';
import type { KnownWords, Learned } from './vocabulary.js';

/** A word that stands in more reports than this part of them tells none from another. */
const EVERYWHERE = 0.1;

/** The power of a word's inverse document frequency by which it counts: in full, the rarest words of a log would outweigh what was told. */
const RARITY = 0.8;

/** Words are followed to so many reports, the rarest first: what the common ones say is said by many, and following all would take the longer the more is known. */
const MOST_READ = 2500;
/** The class of the most common words: so many bits has the number of reports that have them. */
const MOST_COMMON = 16;

/** What is less alike than this is not alike: most texts share some word. */
const ALIKE = 0.1;

/** How much more a report counts that is more alike, per unit of likeness. */
const NEARNESS = 24;

/** Alone it says no more than a plain message does, in decibans. */
const MOST = 7.5;

/** From this weight on it is worth saying which report is meant. */
const WORTH_A_WORD = 3;

/** So much of a report is shown. */
const SHOWN = 160;

/** What people reported before whose trouble was like this. */
export const ALIKE_REPORTS = 'reports:alike';

/** Which words the reports have. */
export interface ResemblanceTables {
  /** By stem: how much it counts, and where its reports begin in `reportsWith`. */
  gains: Float32Array;
  begins: Int32Array;
  reportsWith: Int32Array;
  /** Beside each of these: what the likeness of that report gains by the stem. */
  shares: Float32Array;
}

/**
 * Compares a text with every report whose cause is known, by the cosine of the words that both have, rare ones counting more (tf-idf), and
 * lets those that are alike vote for their causes, the nearer the louder (kernel density classification; Manning, Raghavan, Schütze,
 * "Introduction to Information Retrieval", chapters 6 and 14). Wording counts each word by itself; this sees which words come together.
 */
export class Resemblance {
  /** By cause: how many reports there are. */
  private readonly count: Float64Array;
  /** For one text after the other, by report: the gains. */
  private readonly shared: Float32Array;

  /**
   * @param tables from `Resemblance.learn`
   * @param reports what people wrote who had a cause, as they were learned
   * @param causes how many there are
   */
  constructor(
    private readonly tables: ResemblanceTables,
    private readonly reports: readonly Report[],
    causes: number,
  ) {
    this.shared = new Float32Array(reports.length);
    this.count = new Float64Array(causes);
    for (const { cause } of reports) this.count[cause] = (this.count[cause] as number) + 1;
  }

  /**
   * @param learned the texts, from `Vocabulary.learn`, the reports first
   * @param reports how many of them are such
   * @returns which reports have each word
   */
  static learn({ stems, begins: beginsOf, known }: Learned, reports: number): ResemblanceTables {
    const stemsOf = Array.from({ length: reports }, (_, at) => stems.subarray(beginsOf[at], beginsOf[at + 1]));
    const frequency = frequenciesOf(stems.subarray(0, beginsOf[reports]), known);
    const gains = Float32Array.from(frequency, (of) => gainOf(of, reports));
    const begins = new Int32Array(known + 1);
    for (let stem = 0; stem < known; stem++)
      begins[stem + 1] = (begins[stem] as number) + (gains[stem] === 0 ? 0 : (frequency[stem] as number));
    const reportsWith = new Int32Array(begins[known] as number);
    const shares = new Float32Array(begins[known] as number);
    const ends = begins.slice();
    for (const [report, of] of stemsOf.entries()) {
      const length = lengthOf(of, gains);
      for (const stem of of) {
        const gain = gains[stem] as number;
        if (gain === 0) continue;
        const at = ends[stem] as number;
        reportsWith[at] = report;
        shares[at] = gain / length;
        ends[stem] = at + 1;
      }
    }
    return { gains, begins, reportsWith, shares };
  }

  /**
   * @param words the known words of a text
   * @param source where it stands in the request
   * @returns one fact that weighs for and against every cause, or undefined where nothing like it was reported
   */
  read({ stems, beside }: KnownWords, source: FactSource): Fact | undefined {
    const { count } = this;
    const votes = new Float64Array(count.length);
    const nearest = new Int32Array(count.length).fill(-1);
    if (!this.vote(stems, votes, nearest)) return undefined;
    const part = partOf(beside.length);
    const decibans = votes.map((of, cause) => 10 * Math.log10(1 + of / Math.max(1, count[cause] as number)));
    const weights = lessTheMean(decibans, part, part * MOST);
    return {
      id: ALIKE_REPORTS,
      source,
      says: 'What others reported',
      de: 'Was andere gemeldet haben',
      weighs: {
        weights,
        why: (cause, language) => {
          const report = this.reports[nearest[cause] as number];
          return (weights[cause] as number) < WORTH_A_WORD || !report ? undefined : ALIKE_TO[language](report);
        },
      },
    };
  }

  /** Counts the votes of what is alike, for each cause, and notes the report that is nearest. @returns whether there is any */
  private vote(stems: readonly number[], votes: Float64Array, nearest: Int32Array): boolean {
    const { shared, reports } = this;
    shared.fill(0);
    const length = this.share(stems);
    const least = ALIKE * length;
    const best = new Float64Array(votes.length);
    let isAny = false;
    for (let report = 0; report < shared.length; report++) {
      // Nearly all are passed over here.
      if ((shared[report] as number) <= least) continue;
      isAny = true;
      const likeness = (shared[report] as number) / length;
      const { cause } = reports[report] as Report;
      votes[cause] = (votes[cause] as number) + Math.exp(NEARNESS * likeness) - 1;
      if (likeness <= (best[cause] as number)) continue;
      best[cause] = likeness;
      nearest[cause] = report;
    }
    return isAny;
  }

  /** Adds up what each report has in common with a text, its rarest words first, as far as they may be followed. @returns the length of the text in these words */
  private share(stems: readonly number[]): number {
    const { gains, begins, reportsWith, shares } = this.tables;
    const { shared } = this;
    let squares = 0;
    let left = MOST_READ;
    // In classes of words that about as many reports have, since sorting them would take longer.
    for (let commonness = 1; commonness <= MOST_COMMON; commonness++) {
      for (const stem of stems) {
        const begin = begins[stem] as number;
        const having = (begins[stem + 1] as number) - begin;
        if (32 - Math.clz32(having) !== commonness) continue;
        left -= having;
        if (left < 0) return Math.sqrt(squares);
        squares += gains[stem] as number;
        for (let at = begin; at < begin + having; at++) {
          const report = reportsWith[at] as number;
          shared[report] = (shared[report] as number) + (shares[at] as number);
        }
      }
    }
    return Math.sqrt(squares);
  }
}

function lengthOf(stems: Iterable<number>, gains: Float32Array): number {
  let squares = 0;
  for (const stem of stems) squares += gains[stem] as number;
  return Math.sqrt(squares);
}

/** @returns what two reports that share a word are more alike by, where so many of all have it: the square of how rare it is */
const gainOf = (having: number, all: number) => (having === 0 || having > EVERYWHERE * all ? 0 : rarityOf(having, all) ** (2 * RARITY));

const ALIKE_TO: Readonly<Record<Language, (report: Report) => string>> = {
  en: ({ solved, text }) =>
    solved
      ? `It reads like the solved case "${solved.title}" (${solved.citations[0]?.title}): ${solved.detail} What helped: ${solved.fix}`
      : `It reads like a report with this cause: "${shortened(text)}"`,
  de: ({ solved, text }) =>
    solved
      ? `Es liest sich wie der gelöste Fall „${solved.title}“ (${solved.citations[0]?.title}): ${solved.detail} Was half: ${solved.fix}`
      : `Es liest sich wie eine Meldung mit dieser Ursache: „${shortened(text)}“`,
};

const shortened = (text: string) => {
  const line = text
    .slice(0, 2 * SHOWN)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length <= SHOWN ? line : `${line.slice(0, line.lastIndexOf(' ', SHOWN))} ...`;
};
