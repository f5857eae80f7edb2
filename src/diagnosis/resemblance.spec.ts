import { ALIKE_REPORTS } from './resemblance.js';
import type { SolvedCase } from './solved-case.dto.js';
import type { Report } from './taught-texts.js';
import { WordReader } from './word-reader.js';

const CAUSES = 3;
const EXPIRED = 0;
const UNTRUSTED = 1;

const solved = {
  title: 'The pump controller stays silent',
  detail: 'Its certificate ran out.',
  fix: 'Renew it.',
  citations: [{ title: 'pumps/controller#7', kind: 'page' }],
} as SolvedCase;

/** Enough other reports that no word stands in more than a tenth of them. */
const others = Array.from({ length: 60 }, (_, at): Report => ({ cause: 2, text: `word${at}a word${at}b word${at}c`, share: 1 }));
const reports: Report[] = [
  { cause: EXPIRED, text: 'The pump controller stays silent on Sunday morning although nobody touched its gateway', share: 1, solved },
  { cause: UNTRUSTED, text: 'The warehouse scanner rejects our gateway since it got another issuer', share: 1 },
  ...others,
];
const explanations = [{ cause: UNTRUSTED, text: 'A pump controller explained in a book', share: 0.3 }];
const { vocabulary, resemblance } = WordReader.of(reports, explanations, CAUSES);
const read = (text: string, messages: { offset: number; length: number }[] = []) =>
  resemblance.read(vocabulary.read(text, messages), 'text');

const LIKE_THE_PUMP =
  'Since Sunday morning our pump controller stays silent, nobody touched the gateway, and word1a word2a word3a word4a word5a word6a stand here as well';

it('speaks for the cause of the report that a text is most like, and names it with its source', () => {
  const fact = read(LIKE_THE_PUMP);
  expect(fact?.id).toBe(ALIKE_REPORTS);
  const weights = fact?.weighs?.weights ?? [];
  expect(weights[EXPIRED]).toBeGreaterThan(3);
  expect(weights[UNTRUSTED]).toBeLessThan(0);
  expect(fact?.weighs?.why(EXPIRED, 'en')).toBe(
    'It reads like the solved case "The pump controller stays silent" (pumps/controller#7): Its certificate ran out. What helped: Renew it.',
  );
  expect(fact?.weighs?.why(EXPIRED, 'de')).toContain('„The pump controller stays silent“ (pumps/controller#7)');
  expect(fact?.weighs?.why(UNTRUSTED, 'en')).toBeUndefined();
});

it('quotes a report that has no source', () => {
  const fact = read(
    'Our warehouse scanner rejects the gateway since another issuer came; word1a word2a word3a word4a word5a word6a word7a',
  );
  expect(fact?.weighs?.why(UNTRUSTED, 'en')).toContain('"The warehouse scanner rejects our gateway');
});

it('says nothing of a text that is like no report', () => {
  expect(read('Completely unrelated sentence')).toBeUndefined();
  expect(read('')).toBeUndefined();
});

it('says less where hardly a word stands beside messages', () => {
  const weight = (messages: { offset: number; length: number }[]) => read(LIKE_THE_PUMP, messages)?.weighs?.weights[EXPIRED] ?? 0;
  expect(weight([{ offset: 0, length: LIKE_THE_PUMP.length - 20 }])).toBeLessThan(weight([]) / 2);
});
