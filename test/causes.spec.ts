import { CausesService } from '../src/causes/causes.service.js';
import { readConfig } from '../src/config.js';
import { DiagnosisService } from '../src/diagnosis/diagnosis.service.js';
import { Knowledge } from '../src/diagnosis/knowledge.js';
import { TextReader } from '../src/diagnosis/read-text.js';
import { explanationsOf, reportsOf } from '../src/diagnosis/taught-texts.js';
import { WordReader } from '../src/diagnosis/word-reader.js';
import { ErrorCatalogService } from '../src/error-catalog/error-catalog.service.js';

const config = readConfig({});
const causes = new CausesService(config);
const catalog = new ErrorCatalogService(config, causes);
const knowledge = new Knowledge(config, causes, catalog);
const ids = causes.causes.map(({ id }) => id);

const FOLDS = 8;
const reports = reportsOf(causes.causes, knowledge.solvedCases);
const explanations = explanationsOf(causes.causes, catalog.entries, knowledge.otherTroubles);
const foldOf = (text: string) => [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 1_000_003, 7) % FOLDS;
/** Words learned without the reports of one fold, so that these are new to them. */
const unknowing = Array.from({ length: FOLDS }, (_, fold) => {
  const words = WordReader.of(
    reports.filter(({ text }) => foldOf(text) !== fold),
    explanations,
    ids.length,
  );
  const reader = new TextReader(catalog, knowledge.cues, words, knowledge.phrases.tables);
  return { words, judge: new DiagnosisService(Object.assign(Object.create(knowledge), { reader }) as Knowledge) };
});
const unknowingOf = (text: string) => unknowing[foldOf(text)] as (typeof unknowing)[number];

/** The rank of a cause in the diagnosis of a text that was never learned, 0 where it is not named. */
const rankOf = (cause: string, text: string): number =>
  unknowingOf(text)
    .judge.diagnose({ text, maxCauses: 20 })
    .causes.findIndex(({ id }) => id === cause) + 1;

it.each(causes.causes.map((cause) => [cause.id, cause] as const))(
  '%s can be reached and is often preferred for what its victims write, though it was never read',
  (id, cause) => {
    const signs = [...knowledge.index.signs.values()].flat().filter(({ cause: at, sign }) => ids[at] === id && sign.weight > 0);
    const messages = catalog.entries.flatMap(({ causes: of }) => of).filter((of) => of.id === id && of.weight > 0);
    expect(signs.length + messages.length).toBeGreaterThan(0);
    const ranks = cause.examples.map((text) => rankOf(id, text));
    expect(ranks.filter((rank) => rank === 1).length).toBeGreaterThan(0.4 * ranks.length);
  },
);

it.each(knowledge.questionIndex.models.map((model) => [model.question.id, model] as const))(
  'the question %s separates at least two causes',
  (_, { count, likelihood, tells }) => {
    const sharesOf = (cause: number) =>
      Array.from(likelihood.slice(cause * count, (cause + 1) * count), (share) => share.toFixed(3)).join();
    // One of them may be what all causes share of whom it tells nothing.
    expect(new Set([...tells].map((_told, cause) => sharesOf(cause))).size).toBeGreaterThanOrEqual(2);
    expect([...tells].filter((told) => told === 1).length).toBeGreaterThanOrEqual(2);
  },
);

it('there are questions enough to go on', () => {
  expect(knowledge.questions.length).toBeGreaterThanOrEqual(40);
});

describe('the words of a text', () => {
  const read = (text: string, how: 'wording' | 'resemblance') => {
    const { words } = unknowingOf(text);
    return words[how].read(words.vocabulary.read(text, []), 'text');
  };

  it.each([
    ['wording', 0.4, 0.6],
    ['resemblance', 0.4, 0.6],
  ] as const)('tell by their %s the cause of most examples that they never saw', (how, first, three) => {
    const ranks = causes.causes.flatMap(({ id, examples }) =>
      examples.map((text) => {
        const weights = read(text, how)?.weighs?.weights;
        const ranked = weights ? ids.map((of, at) => ({ of, weight: weights[at] as number })).toSorted((a, b) => b.weight - a.weight) : [];
        return ranked.findIndex(({ of }) => of === id) + 1;
      }),
    );
    const within = (most: number) => ranks.filter((rank) => rank > 0 && rank <= most).length / ranks.length;
    expect(within(1)).toBeGreaterThan(first);
    expect(within(3)).toBeGreaterThan(three);
  });

  it('tell other trouble from this field, also where they never saw it', () => {
    const others = knowledge.otherTroubles.flatMap(({ examples }) => examples);
    expect(others.filter((text) => read(text, 'wording')?.id === 'wording:of-the-field').length).toBeLessThan(0.03 * others.length);
  });
});

it.each(knowledge.otherTroubles.map((trouble) => [trouble.id, trouble] as const))('%s is no matter of certificates', (_, { examples }) => {
  const judge = new DiagnosisService(knowledge);
  expect(examples.filter((text) => judge.diagnose({ text }).verdict !== 'no-match')).toEqual([]);
});

it('two causes behind the first are named down to a fifth of a percent unless the first is proved, further ones down to one percent', () => {
  const judge = new DiagnosisService(knowledge);
  const diagnosed = knowledge.solvedCases.map(({ text }) => judge.diagnose({ text }));
  const behind = diagnosed.flatMap(({ verdict, causes: [, ...others] }) =>
    others.map(({ probability }, at) => ({ probability, least: verdict !== 'identified' && at < 2 ? 0.002 : 0.01 })),
  );
  expect(behind.filter(({ probability, least }) => probability < least)).toEqual([]);
  expect(behind.filter(({ probability }) => probability < 0.01).length).toBeGreaterThan(0);
});
