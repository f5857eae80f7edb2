import type { Report } from './taught-texts.js';
import { WordReader } from './word-reader.js';

const EXPIRED = 0;
const UNTRUSTED = 1;
const reports = Array.from({ length: 2000 }, (_, at): Report =>
  at % 2 === 0
    ? { cause: EXPIRED, text: `Since the anniversary nothing works: CERTOLD thrown, ticket${at}, no 0x00001180 before 401`, share: 1 }
    : { cause: UNTRUSTED, text: `After moving to another issuer: CERTNEW thrown, ticket${at}`, share: 1 },
);
const { vocabulary, wording } = WordReader.of(reports, [], 2);
const read = (text: string, messages: { offset: number; length: number }[]) => wording.read(vocabulary.read(text, messages), 'text');

const TEXT = 'CERTOLD thrown, since the anniversary nothing works';
const MESSAGE = { offset: TEXT.indexOf('CERTOLD'), length: 'CERTOLD thrown'.length };

it('weighs the words of messages too', () => {
  const weightOf = (text: string) => read(text, [MESSAGE])?.weighs?.weights[EXPIRED] ?? 0;
  expect(weightOf(TEXT)).toBeGreaterThan(weightOf(TEXT.replace('CERTOLD', 'CERTNEW')));
});

it('names the words that somebody wrote, and not those of a message', () => {
  expect(read(TEXT, [MESSAGE])?.weighs?.why(EXPIRED, 'en')).toMatch(/^People who have this cause often write: (?!.*certold).*anniversary/);
  expect(read(TEXT, [])?.weighs?.why(EXPIRED, 'en')).toMatch(/certold/);
});

it('names no word that tells a reader nothing, though it weighs', () => {
  const why = read('anniversary, no 0x00001180, 401', [])?.weighs?.why(EXPIRED, 'en') ?? '';
  expect(why).toContain('anniversary');
  expect(why).toContain('401');
  expect(why).not.toMatch(/\bno\b|0x/);
});

it('names no word that is as usual under any other cause', () => {
  const usual = WordReader.of(
    reports.map((report) => ({ ...report, text: `${report.text}, message of the gateway` })),
    [],
    2,
  );
  const words = usual.vocabulary.read('message of the gateway: CERTOLD since the anniversary', []);
  const why = usual.wording.read(words, 'text')?.weighs?.why(EXPIRED, 'en') ?? '';
  expect(why).toContain('anniversary');
  expect(why).not.toMatch(/message|gateway/);
});

it('lets a text of few words say little', () => {
  const weightOf = (text: string) => read(text, [])?.weighs?.weights[EXPIRED] ?? 0;
  const short = weightOf('anniversary, CERTOLD');
  expect(short).toBeGreaterThan(0);
  expect(short).toBeLessThan(weightOf(`${TEXT}, ticket0, ticket2, ticket4, ticket6, ticket8`) / 2);
});
