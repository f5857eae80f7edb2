import { Contrast } from './contrast.js';
import type { Report } from './taught-texts.js';
import { Vocabulary } from './vocabulary.js';

const EXPIRED = 0;
const UNTRUSTED = 1;
const REPORTS = 400;
/** Both write of the gateway; whose date has passed writes of the calendar, always beside the word anniversary. */
const reports = Array.from({ length: REPORTS }, (_, at): Report =>
  at < REPORTS / 2
    ? { cause: EXPIRED, text: 'gateway calendar anniversary', share: 1 }
    : { cause: UNTRUSTED, text: at % 4 === 0 ? 'gateway issuer calendar' : 'gateway issuer', share: 1 },
);
const explanation = { cause: UNTRUSTED, text: 'anniversary explained in a book', share: 0.3 };

const vocabulary = new Vocabulary();
const learned = vocabulary.learn([...reports, explanation]);
const tables = Contrast.learn(learned, REPORTS, 2);
const contrast = new Contrast(tables, 2);
const weigh = (text: string) => contrast.weigh(vocabulary.read(text, []).stems, 1);

it('speaks for the cause that a word tells from the others, and against these', () => {
  const [expired = 0, untrusted = 0] = weigh('the anniversary');
  expect(expired).toBeGreaterThan(2);
  expect(untrusted).toBeCloseTo(-expired);
  expect(weigh('issuer')[UNTRUSTED]).toBeGreaterThan(2);
});

it('gives a word less that says no more than another beside it', () => {
  // Counted by itself, calendar is twice as usual under this cause; beside anniversary it adds little.
  expect(weigh('calendar')[EXPIRED]).toBeLessThan((weigh('anniversary')[EXPIRED] ?? 0) / 2);
});

it('has next to nothing for what everybody writes, and nothing for what nobody wrote', () => {
  expect(Math.abs(weigh('gateway')[EXPIRED] ?? 0)).toBeLessThan((weigh('anniversary')[EXPIRED] ?? 0) / 8);
  expect(weigh('pump')).toEqual([0, 0]);
  expect(weigh('')).toEqual([0, 0]);
});

it('learns the same from the same texts, and only from what people reported', () => {
  expect(Contrast.learn(new Vocabulary().learn([...reports, explanation]), REPORTS, 2)).toEqual(tables);
  expect(weigh('explained in a book')).toEqual([0, 0]);
});

it('learns nothing from nothing', () => {
  const { gains, weights } = Contrast.learn(new Vocabulary().learn([]), 0, 2);
  expect([...gains, ...weights]).toEqual([]);
});
