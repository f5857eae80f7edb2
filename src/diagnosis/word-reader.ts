import { Contrast, type ContrastTables } from './contrast.js';
import type { Fact, FactSource } from './fact.js';
import { Resemblance, type ResemblanceTables } from './resemblance.js';
import type { Report, TaughtText } from './taught-texts.js';
import type { Place } from './routine-lines.js';
import { concentrationOf, mostTelling } from './telling-words.js';
import { Vocabulary } from './vocabulary.js';
import { Wording, type WordingTables } from './wording.js';
import type { StemTables } from './words.js';

/** All that was learned of words: a build writes it once, and a start takes it as it is. */
export interface WordTables {
  stems: StemTables;
  concentration: Float32Array;
  wording: WordingTables;
  contrast: ContrastTables;
  resemblance: ResemblanceTables;
}

/** Reads what no message and no circumstance foresaw: which words a text is written in, and which reports it is like. */
export class WordReader {
  readonly vocabulary: Vocabulary;
  readonly wording: Wording;
  readonly resemblance: Resemblance;
  private readonly concentration: Float32Array;

  /**
   * @param tables from `WordReader.learn`
   * @param reports as they were learned
   * @param causes how many there are
   */
  constructor({ stems, concentration, wording, contrast, resemblance }: WordTables, reports: readonly Report[], causes: number) {
    this.vocabulary = new Vocabulary(stems);
    this.concentration = concentration;
    this.wording = new Wording(wording, new Contrast(contrast, causes), causes);
    this.resemblance = new Resemblance(resemblance, reports, causes);
  }

  /**
   * @param reports what people wrote who had a cause
   * @param explanations what else tells of causes, or of other fields
   * @param causes how many there are
   * @returns what the words of all of them say, for the constructor
   */
  static learn(reports: readonly Report[], explanations: readonly TaughtText[], causes: number): WordTables {
    const vocabulary = new Vocabulary();
    const learned = vocabulary.learn([...reports, ...explanations]);
    return {
      stems: vocabulary.tables,
      concentration: concentrationOf(learned, reports.length, causes),
      wording: Wording.learn(learned, causes),
      contrast: Contrast.learn(learned, reports.length, causes),
      resemblance: Resemblance.learn(learned, reports.length),
    };
  }

  /** Learns, and reads by it. @see WordReader.learn */
  static of(reports: readonly Report[], explanations: readonly TaughtText[], causes: number): WordReader {
    return new WordReader(WordReader.learn(reports, explanations, causes), reports, causes);
  }

  /**
   * @param text what was pasted
   * @param messages the places of messages in it, in its order
   * @param source where it stands in the request
   * @returns at most two facts that weigh for and against every cause
   */
  read(text: string, messages: readonly Place[], source: FactSource): Fact[] {
    const words = mostTelling(this.vocabulary.read(text, messages), this.concentration);
    return [this.wording.read(words, source), this.resemblance.read(words, source)].filter((fact) => fact !== undefined);
  }
}
