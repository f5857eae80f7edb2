// Matching a 1 MB log against the whole catalogue, beside one RegExp alternation of the bare literals in the same run:
// with all of them, case-insensitive (as we match) and case-sensitive, and with every fifth, which is as many as V8 still compiles well.
import 'reflect-metadata';
import { performance } from 'node:perf_hooks';

const { readConfig } = await import('../../dist/config.js');
const { CausesService } = await import('../../dist/causes/causes.service.js');
const { ErrorCatalogService } = await import('../../dist/error-catalog/error-catalog.service.js');
const { ErrorMatcher } = await import('../../dist/error-catalog/error-matcher.js');
const { foldText } = await import('../../dist/error-catalog/matching/fold.js');

const config = readConfig({});
const catalog = new ErrorCatalogService(config, new CausesService(config));
const messages = catalog.entries.filter(({ kind }) => kind !== 'condition');
const literals = messages
  .flatMap(({ texts, aliases }) => [texts.en, ...aliases])
  .flatMap((text) => text.split(/&V?\d&?|\{\w*\}/))
  .map((text) => text.trim())
  .filter((text) => text.length >= 6);
const alternation = (some, flags) =>
  new RegExp(
    [...new Set(some)]
      .toSorted((a, b) => b.length - a.length)
      .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('|'),
    flags,
  );
const BASELINES = {
  'RegExp gi': alternation(literals, 'gi'),
  'RegExp g': alternation(literals, 'g'),
  'a fifth, g': alternation(
    literals.filter((_, n) => n % 5 === 0),
    'g',
  ),
};

const MB = 1_000_000;
const plain = (n) =>
  `2026-11-24 10:00:00,${n % 1000} INFO  [http-nio-8080-exec-${n % 97}] o.a.c.c.C.[localhost] request ${n} for /sap/opu/odata/sap/API_BUSINESS_PARTNER took ${n % 313} ms\n`;
const hit = (n) => `[Thr ${n}] ${messages[n % messages.length].examples?.[0] ?? messages[n % messages.length].texts.en}\n`;
const filled = (line, joiner = '') => {
  let text = '';
  for (let n = 0; text.length < MB; n++) text += line(n).replace('\n', joiner || '\n');
  return text.slice(0, MB);
};
const LOGS = {
  'no line hits': filled(plain),
  'one line in a hundred hits': filled((n) => (n % 100 === 0 ? hit(n) : plain(n))),
  'every line hits': filled(hit),
  'one single line': filled(plain, ' '),
};

/** MB/s of the best round, since other programs may use the machine too. */
function rate(run, text, rounds = 20) {
  for (let warm = 0; warm < 5; warm++) run(text);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = performance.now();
    run(text);
    best = Math.min(best, performance.now() - before);
  }
  return text.length / 1e6 / (best / 1000);
}

const count = (regExp) => (log) => {
  let hits = 0;
  for (const _ of log.matchAll(regExp)) hits++;
  return hits;
};

console.log(`${catalog.entries.length} entries, ${literals.length} literals; MB/s, best of 20 rounds (RegExp: 5)`);
for (const [name, text] of Object.entries(LOGS)) {
  const all = catalog.match(text, Number.POSITIVE_INFINITY).length;
  const ours = rate((log) => catalog.match(log, Number.POSITIVE_INFINITY), text);
  const theirs = Object.entries(BASELINES).map(([form, regExp]) => [form, rate(count(regExp), text, 5)]);
  const figures = theirs.map(([form, other]) => `${form} ${other.toFixed(0)} (ratio ${(ours / other).toFixed(1)})`);
  console.log(`${name.padEnd(27)} ${ours.toFixed(0).padStart(4)}, ${all} hits; ${figures.join('; ')} (wanted: 1)`);
}
const served = LOGS['every line hits'];
console.log(`every line hits, as served (up to 1000 hits): ${rate((log) => catalog.match(log), served).toFixed(0)} MB/s`);

// A hundred times the entries: the same messages with other letters, as many new literals.
const words = ['alfa', 'brav', 'char', 'delt', 'echo', 'foxt', 'golf', 'hote', 'indi', 'juli'];
const other = (text, copy) => text.replaceAll(/[a-z]{4,}/gi, (word) => `${word}${words[copy % 10]}${words[Math.floor(copy / 10) % 10]}`);
const many = Array.from({ length: 100 }, (_, copy) =>
  messages.map((entry) => ({
    ...entry,
    id: `${entry.id}-copy${copy}`,
    aliases: [],
    codes: [],
    texts: { en: copy === 0 ? entry.texts.en : other(entry.texts.en, copy) },
  })),
).flat();
const [small, large] = [many.slice(0, messages.length), many].map((of) => new ErrorMatcher(of, ErrorMatcher.tablesOf(of)));
const text = LOGS['one line in a hundred hits'];
const of = (matcher) => rate((log) => matcher.find(foldText(log), 1000), text);
// In turns, so that what else the machine does meets both.
const turns = Array.from({ length: 5 }, () => [of(small), of(large)]);
const [few, lots] = [0, 1].map((size) => Math.max(...turns.map((turn) => turn[size])));
console.log(`${many.length} entries cost ${(few / lots).toFixed(2)} times what ${messages.length} do (wanted: at most 1.2)`);
