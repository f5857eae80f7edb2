import { chainByNames } from './chain-by-names.js';

const named = (subjectKey: string, issuerKey: string) => ({ subjectKey, issuerKey });
const leaf = named('leaf', 'a');
const a = named('a', 'b');
const b = named('b', 'root');
const root = named('root', 'root');

it.each([
  ['up to its root', [leaf, a, b, root], [], 'yes', 'root'],
  ['in another order', [leaf, b, root, a], [], 'yes', 'root'],
  ['to an issuer that the client has', [leaf, a, b], ['root'], 'yes', 'b'],
  ['to an issuer of whom nothing is known', [leaf, a, b], [], 'unknown', 'b'],
  ['nowhere: the leaf alone', [leaf], [], 'no', 'leaf'],
  ['nowhere: one in between is missing', [leaf, b, root], [], 'no', 'leaf'],
  ['half the way: the rest does not follow', [leaf, a, root], [], 'no', 'a'],
  ['to itself', [root], [], 'yes', 'root'],
] as const)('a chain leads %s', (_, sent, known, complete, end) => {
  expect(chainByNames(sent, new Set(known))).toMatchObject({ complete, end: { subjectKey: end } });
});

it('does not run in circles', () => expect(chainByNames([leaf, named('a', 'leaf')], new Set())?.complete).toBe('unknown'));
it('nothing leads nowhere', () => expect(chainByNames([], new Set())).toBeUndefined());
