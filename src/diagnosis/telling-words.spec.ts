import type { Report } from './taught-texts.js';
import { concentrationOf, mostTelling } from './telling-words.js';
import { Vocabulary } from './vocabulary.js';

const EXPIRED = 0;
const UNTRUSTED = 1;
/** Everybody writes of the project and of things of his own (item7); who has one cause writes of the calendar, who has the other of the issuer. */
const reports = Array.from({ length: 400 }, (_, at): Report => ({
  cause: at % 2 === 0 ? EXPIRED : UNTRUSTED,
  text: `project item${at % 80} item${(at % 80) + 1} ${at % 2 === 0 ? 'calendar' : 'issuer'}`,
  share: 1,
}));
const vocabulary = new Vocabulary();
const concentration = concentrationOf(vocabulary.learn(reports), reports.length, 2);
const wordsOf = (text: string) => vocabulary.read(text, []);
const of = (word: string) => concentration[wordsOf(word).stems[0] as number] as number;

it('tells most of a word that only those write who have one cause', () => {
  expect(of('calendar')).toBeGreaterThan(0.9);
  expect(of('issuer')).toBeGreaterThan(0.9);
  expect(of('project')).toBeCloseTo(0.5, 1);
});

it('takes a word of one report for a usual one, and never divides by nothing', () => {
  const once = concentrationOf(vocabulary.learn([{ cause: EXPIRED, text: 'anniversary', share: 1 }]), 1, 2);
  expect(once.at(-1)).toBeCloseTo(0.1);
  expect([...concentrationOf(new Vocabulary().learn([]), 0, 2)]).toEqual([]);
});

it('leaves a short text as it is', () => {
  const words = wordsOf('the calendar of the project');
  expect(mostTelling(words, concentration)).toBe(words);
});

it('keeps of a long text what tells most, in its order and with its places', () => {
  const chatter = Array.from({ length: 70 }, (_, at) => `item${at}`).join(' ');
  const text = `project ${chatter} calendar ${chatter} issuer`;
  const words = wordsOf(text);
  const told = mostTelling(words, concentration);
  expect(words.stems.length).toBe(73);
  expect(told.stems.length).toBe(45);
  const kept = told.starts.map((start, at) => text.slice(start, start + (told.lengths[at] as number)));
  expect(kept).toEqual(expect.arrayContaining(['calendar', 'issuer']));
  expect(told.starts).toEqual(told.starts.toSorted((a, b) => a - b));
  expect(told.beside).toBe(words.beside);
});
