import { expect, it } from 'vitest';
import { anchorsOf } from './anchors.js';
import { GRAM, HEAD } from './gram.js';
import { phraseOf } from './phrase.js';

const lengthsOf = (text: string) => anchorsOf([phraseOf(text, 0)!], []).map(({ from, until }) => until - from);

it('looks for a long message by eight letters in each place, never by the four of a short word', () => {
  expect(lengthsOf("HTTP {method} on resource '{url}' failed: Remotely closed")).toEqual([GRAM, GRAM]);
});

it('looks for a message of short words by their heads, having nothing else', () => {
  expect(lengthsOf('HTTP 561')).toEqual([HEAD]);
});
