import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { join } from 'node:path';
import type { Sign } from '../causes/cause.dto.js';
import { CausesService } from '../causes/causes.service.js';
import { Config } from '../config.js';
import { ErrorCatalogService } from '../error-catalog/error-catalog.service.js';
import type { ErrorEntry } from '../error-catalog/error-entry.dto.js';
import type { MatcherTables } from '../error-catalog/matching/phrase-matcher.js';
import { refused } from '../http/refused.js';
import type { Language } from '../language.js';
import { Mounted } from '../mounted/mounted.js';
import { compiled, type Compiled } from '../registry/compiled-tables.js';
import { loadEntries, MODULES_FOLDER, refuse, type Loaded } from '../registry/load-entries.js';
import { PRODUCTS } from '../registry/products.js';
import { Cue } from './cue.dto.js';
import { Guide } from './guide.dto.js';
import { factsOf, indexCauses, type CauseIndex } from './cause-index.js';
import { answerFact, indexQuestions, type QuestionIndex } from './next-question.js';
import { Question } from './question.dto.js';
import { OtherTrouble } from './other-trouble.dto.js';
import { TextReader } from './read-text.js';
import { SolvedCase } from './solved-case.dto.js';
import { explanationsOf, reportsOf } from './taught-texts.js';
import { WordReader, type WordTables } from './word-reader.js';

/** The folders of the registries of this module, by what is in them. */
export const CUES_FOLDER = join(MODULES_FOLDER, 'diagnosis', 'cues');
export const QUESTIONS_FOLDER = join(MODULES_FOLDER, 'diagnosis', 'questions');
export const OTHER_TROUBLES_FOLDER = join(MODULES_FOLDER, 'diagnosis', 'other-troubles');
export const SOLVED_CASES_FOLDER = join(MODULES_FOLDER, 'diagnosis', 'solved-cases');
export const GUIDES_FOLDER = join(MODULES_FOLDER, 'diagnosis', 'guides');

/** Facts that no registry holds. */
const BUILT_IN =
  /^(?:status:\d{3}|direction:(?:inbound|outbound)|text:(?:certificate|private-key)|validity:(?:passed|not-begun|current)|finding:(?:client|server|expected)\/[a-z0-9-]+|certificate:client\/(?:in-time|may-authenticate)|comparison:[a-z-]+|check:[a-z0-9-]+\/(?:passed|failed)|probe:[a-z0-9-]+(?:\/[a-z0-9-]+)?|http:(?:no-certificate|certificate-refused|asks-for\/[a-z0-9-]+))$/;

/** Everything that a diagnosis judges by, loaded and cross-checked at the start and whenever CATALOG_DIR changes. */
@Injectable()
export class Knowledge implements OnModuleInit, OnModuleDestroy {
  readonly guides: readonly Guide[];
  readonly questions: readonly Question[];
  readonly cues: readonly Cue[];
  readonly otherTroubles: readonly OtherTrouble[];
  readonly solvedCases: readonly SolvedCase[];
  readonly index: CauseIndex;
  /** The facts of everyday circumstances. */
  readonly everyday: ReadonlySet<string>;
  readonly questionIndex: QuestionIndex;
  /** What texts are searched for, and what was learned of words. */
  readonly phrases: Compiled<MatcherTables>;
  readonly words: Compiled<WordTables>;
  readonly reader: TextReader;

  private folder?: Mounted<void>;

  constructor(
    private readonly config: Config,
    readonly causes: CausesService,
    readonly catalog: ErrorCatalogService,
  ) {
    const folders = (own: string, mounted: string) => [own, ...(config.catalogDir ? [join(config.catalogDir, mounted)] : [])];
    const cues = loadEntries(Cue, folders(CUES_FOLDER, 'cues'));
    const questions = loadEntries(Question, folders(QUESTIONS_FOLDER, 'questions'));
    const guides = loadEntries(Guide, folders(GUIDES_FOLDER, 'guides'));
    const others = loadEntries(OtherTrouble, folders(OTHER_TROUBLES_FOLDER, 'other-troubles'));
    this.otherTroubles = others.map(({ entry }) => entry);
    const solvedCases = loadEntries(SolvedCase, folders(SOLVED_CASES_FOLDER, 'solved-cases'));
    this.solvedCases = solvedCases.map(({ entry }) => entry);
    refuse([...this.unknownFacts(cues, questions), ...this.unknownCauses(guides, questions, solvedCases)]);
    this.cues = cues.map(({ entry }) => entry);
    this.everyday = new Set(this.cues.filter(({ everyday }) => everyday).map(({ id }) => `cue:${id}`));
    this.questions = questions.map(({ entry }) => entry);
    this.guides = guides.map(({ entry }) => entry);
    this.index = indexCauses(causes.causes, catalog.entries.flatMap(signsOfMessage), this.questions.flatMap(signsOf));
    this.questionIndex = indexQuestions(this.questions, this.index);
    const { length } = causes.causes;
    const reports = reportsOf(causes.causes, this.solvedCases);
    this.phrases = compiled('phrases', [...catalog.digests, ...digestsOf(cues)], () => TextReader.tablesOf(catalog, this.cues));
    this.words = compiled('words', [...causes.digests, ...catalog.digests, ...digestsOf(others), ...digestsOf(solvedCases)], () =>
      WordReader.learn(reports, explanationsOf(causes.causes, catalog.entries, this.otherTroubles), length),
    );
    this.reader = new TextReader(catalog, this.cues, new WordReader(this.words.tables, reports, length), this.phrases.tables);
  }

  onModuleInit(): void {
    const { catalogDir } = this.config;
    if (catalogDir) this.folder = new Mounted(catalogDir, () => this.reload(), { initial: { value: undefined } });
  }

  /**
   * Loads everything anew and puts it in force: errors, causes and all that is made of them, in one step, so that no request sees half of it.
   * @throws Error naming every file that is wrong; then nothing has changed
   */
  reload(): void {
    const causes = new CausesService(this.config);
    const catalog = new ErrorCatalogService(this.config, causes);
    const knowledge = new Knowledge(this.config, causes, catalog);
    this.causes.become(causes);
    this.catalog.become(catalog);
    // Others hold these two and this one, so that they stay what they are and only what they know is replaced.
    Object.assign(this, knowledge, { causes: this.causes, catalog: this.catalog, folder: this.folder });
  }

  onModuleDestroy(): void {
    this.folder?.close();
  }

  /**
   * @returns the guide of that id, in German where it has German prose and that is wanted
   * @throws HttpException 404 where there is none
   */
  guide(id: string, language: Language): Guide {
    const guide = this.guides.find((candidate) => candidate.id === id);
    if (!guide) throw refused('GUIDE_NOT_FOUND', `There is no guide "${id.slice(0, 80)}"; GET /guides lists them.`);
    const { de, ...english } = guide;
    return language === 'de' ? { ...english, ...de } : english;
  }

  private unknownFacts(cues: readonly Loaded<Cue>[], questions: readonly Loaded<Question>[]): string[] {
    const known = new Set([
      ...cues.map(({ entry }) => `cue:${entry.id}`),
      ...questions.flatMap(({ entry }) => entry.answers.map(({ id }) => answerFact(entry.id, id))),
      ...Object.keys(PRODUCTS).map((id) => `product:${id}`),
    ]);
    const unknown = (id: string) => !known.has(id) && !BUILT_IN.test(id);
    const advice = (id: string) => `names the fact "${id}", which nothing can observe; correct it or add the entry it means.`;
    return [
      ...this.causes.causes.flatMap((cause) =>
        cause.signs
          .flatMap((sign: Sign) => factsOf(sign))
          .filter(unknown)
          .map((id) => `causes/entries/${cause.id}.yaml: signs ${advice(id)}`),
      ),
      ...questions.flatMap(({ entry, path }) =>
        entry.answers
          .flatMap(({ facts }) => facts)
          .filter(unknown)
          .map((id) => `${path}: answers ${advice(id)}`),
      ),
    ];
  }

  private unknownCauses(
    guides: readonly Loaded<Guide>[],
    questions: readonly Loaded<Question>[],
    solved: readonly Loaded<SolvedCase>[],
  ): string[] {
    const named = [
      ...guides.flatMap(({ entry, path }) => entry.causes.map((id) => ({ id, path }))),
      ...questions.flatMap(({ entry, path }) =>
        entry.answers.flatMap(({ weights = {} }) => Object.keys(weights).map((id) => ({ id, path }))),
      ),
    ];
    const ofCases = solved.flatMap(({ entry: { cause, alsoAccepted = [] }, path }) => [cause, ...alsoAccepted].map((id) => ({ id, path })));
    return [...named, ...ofCases]
      .filter(({ id }) => !this.causes.find(id))
      .map(({ id, path }) => `${path}: names the cause "${id}", which does not exist; correct it or take it out.`);
  }
}

const digestsOf = (loaded: readonly Loaded<object>[]) => loaded.map(({ digest }) => digest);

/** What a message says of causes; the only place where it does. */
const signsOfMessage = ({ id, causes }: ErrorEntry) =>
  causes.map(({ id: cause, weight, why, conclusive = false, learnedFrom = [] }) => ({
    cause,
    sign: { fact: `error:${id}`, weight, why, conclusive, learnedFrom } satisfies Sign,
  }));

/** What the answers of a question say by themselves. */
const signsOf = ({ id, answers }: Question) =>
  answers.flatMap((answer) =>
    Object.entries(answer.weights ?? {}).map(([cause, weight]) => ({
      cause,
      sign: { fact: answerFact(id, answer.id), weight } satisfies Sign,
    })),
  );
