// Matching a 1 MB log against the whole catalogue, beside one RegExp alternation of the bare literals in the same run.
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
const alternation = new RegExp(
  [...new Set(literals)]
    .toSorted((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('|'),
  'gi',
);

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

function rate(run, text) {
  for (let warm = 0; warm < 3; warm++) run(text);
  const times = [];
  for (let round = 0; round < 7; round++) {
    const before = performance.now();
    run(text);
    times.push(performance.now() - before);
  }
  return text.length / 1e6 / (times.toSorted((a, b) => a - b)[3] / 1000);
}

console.log(`${catalog.entries.length} entries, ${literals.length} literals; MB/s, median of 7`);
for (const [name, text] of Object.entries(LOGS)) {
  const ours = rate((log) => catalog.match(log), text);
  const theirs = rate((log) => {
    let count = 0;
    for (const _ of log.matchAll(alternation)) count++;
    return count;
  }, text);
  console.log(
    `${name.padEnd(28)} mtls-doctor ${ours.toFixed(0).padStart(4)}   RegExp ${theirs.toFixed(0).padStart(4)}   ratio ${(ours / theirs).toFixed(2)} (wanted: 1)`,
  );
}

// A hundred times the entries: the same messages with other letters, as many new literals.
const words = ['alfa', 'brav', 'char', 'delt', 'echo', 'foxt', 'golf', 'hote', 'indi', 'juli'];
const other = (text, copy) => text.replaceAll(/[a-z]{4,}/gi, (word) => `${word}${words[copy % 10]}${words[Math.floor(copy / 10) % 10]}`);
const many = Array.from({ length: 100 }, (_, copy) =>
  messages.map((entry) => ({
    ...entry,
    id: `${entry.id}-${copy}`,
    aliases: [],
    texts: { en: copy === 0 ? entry.texts.en : other(entry.texts.en, copy) },
  })),
).flat();
const large = new ErrorMatcher(many);
const small = new ErrorMatcher(many.slice(0, messages.length));
const text = LOGS['one line in a hundred hits'];
const of = (matcher) => rate((log) => matcher.find(foldText(log), 1000), text);
const [few, lots] = [of(small), of(large)];
console.log(`${many.length} entries cost ${(few / lots).toFixed(2)} times what ${messages.length} do (wanted: at most 1.2)`);
