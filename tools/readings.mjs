// In which known texts circumstances and messages are read, phrase by phrase, beside what these texts turned out to be about:
//   npm run readings -- works-in-browser X509-V-20     (ids of cues and errors)
//   npm run readings -- --doubtful                     (the phrases that are read most often under causes for which their cue does not speak)
// Texts are the solved cases and the examples of causes ("tickets"). A phrase that is read where nobody meant it is narrowed; a weight is set by the cases, with caution: ten say little.
const { causes, known } = await import('./known.mjs');
const { TextReader } = await import('../dist/diagnosis/read-text.js');
const { WordReader } = await import('../dist/diagnosis/word-reader.js');

const asked = process.argv.slice(2);
if (asked.length === 0) {
  console.error('Name cues or errors, or --doubtful: npm run readings -- works-in-browser X509-V-20');
  process.exit(1);
}

/** From here on, in decibans, a cue speaks for a cause. */
const SPEAKS = 3;
/** A solved case says as much of a reading as so many tickets. */
const CASE = 3;
const SHOWN = { phrases: 60, excerpts: 6, beside: 45 };

const texts = [
  ...known.solvedCases.map(({ id, text, cause, alsoAccepted = [] }) => ({ id, text, cause, right: [cause, ...alsoAccepted] })),
  ...causes.causes.flatMap(({ id, examples }) => examples.map((text) => ({ text, cause: id, right: [id] }))),
];

/** Every phrase as a cue of its own, named after its cue. */
const phrases = known.cues.flatMap((cue) =>
  [...cue.phrases.en, ...(cue.phrases.de ?? [])].map((phrase, at) => ({
    ...cue,
    id: `${cue.id}#${at}`,
    phrases: { en: [phrase] },
    of: cue.id,
    phrase,
  })),
);
const single = phrases.map((cue) => ({ ...cue, examples: [], counterExamples: [] }));
const reader = new TextReader(
  known.catalog,
  single,
  WordReader.of([], [], causes.causes.length),
  TextReader.tablesOf(known.catalog, single),
);
const readings = new Map();
for (const of of texts)
  for (const { id, excerpt, offset = 0 } of reader.read(of.text, 'text', Date.now())) {
    const at = readings.get(id) ?? [];
    at.push({ of, excerpt, offset });
    readings.set(id, at);
  }

/** What a fact says of causes by itself: weights by cause. */
const weightsOf = (fact) =>
  new Map(
    (known.index.signs.get(fact) ?? []).filter(({ sign }) => sign.fact).map(({ cause, sign }) => [causes.causes[cause].id, sign.weight]),
  );
const isRight =
  (weights) =>
  ({ of }) =>
    of.right.some((cause) => (weights.get(cause) ?? 0) >= SPEAKS);
const isCase = ({ of }) => of.id !== undefined;

function counted(read) {
  const cases = read.filter(isCase);
  return `${cases.length} cases, ${read.length - cases.length} tickets`;
}

/** By cause: how many texts, and the weight. */
function table(read, weights) {
  const ids = new Set([...read.map(({ of }) => of.cause), ...weights.keys()]);
  const rows = [...ids].map((id) => {
    const own = read.filter(({ of }) => of.cause === id);
    return { id, cases: own.filter(isCase).length, tickets: own.length - own.filter(isCase).length, weight: weights.get(id) ?? '' };
  });
  for (const { id, cases, tickets, weight } of rows.toSorted((a, b) => b.cases - a.cases || b.tickets - a.tickets))
    console.log(`  ${String(cases).padStart(4)} ${String(tickets).padStart(5)} ${String(weight).padStart(4)}  ${id}`);
}

function excerpts(read, most) {
  for (const { of, excerpt, offset } of read.slice(0, most)) {
    const from = Math.max(0, offset - SHOWN.beside);
    const end = offset + excerpt.length;
    const line = `${of.text.slice(from, offset)}[${excerpt}]${of.text.slice(end, end + SHOWN.beside)}`.replaceAll(/\s+/g, ' ');
    console.log(`      ${of.id ?? 'ticket'} ${of.cause}: ${line}`);
  }
}

const doubts = phrases.map(({ id, of, phrase }) => {
  const weights = weightsOf(`cue:${of}`);
  const read = readings.get(`cue:${id}`) ?? [];
  const wrong = read.filter((reading) => !isRight(weights)(reading)).toSorted((a, b) => isCase(b) - isCase(a));
  return {
    of,
    phrase,
    read,
    wrong,
    harm: Math.max(0, ...weights.values()) * wrong.reduce((sum, reading) => sum + (isCase(reading) ? CASE : 1), 0),
  };
});

for (const id of asked.filter((name) => !name.startsWith('--'))) {
  const own = doubts.filter(({ of }) => of === id);
  const fact = own.length > 0 ? `cue:${id}` : `error:${id}`;
  const read =
    own.length > 0
      ? [...new Map(own.flatMap((phrase) => phrase.read).map((reading) => [reading.of, reading])).values()]
      : (readings.get(fact) ?? []);
  console.log(`\n${fact}: ${counted(read)} (cases, tickets, weight)`);
  table(read, weightsOf(fact));
  if (own.length === 0)
    excerpts(
      read.toSorted((a, b) => isCase(b) - isCase(a)),
      3 * SHOWN.excerpts,
    );
  for (const { phrase, read: byIt, wrong } of own.filter((one) => one.read.length > 0)) {
    console.log(`    ${phrase}\n      ${counted(byIt)}; under another cause ${counted(wrong)}`);
    excerpts(wrong, SHOWN.excerpts);
  }
}
if (asked.includes('--doubtful'))
  for (const { of, phrase, read, wrong } of doubts
    .filter((one) => one.wrong.length > one.read.length / 2)
    .toSorted((a, b) => b.harm - a.harm)
    .slice(0, SHOWN.phrases)) {
    console.log(`\n${of}: ${phrase}\n      ${counted(read)}; under another cause ${counted(wrong)}`);
    excerpts(wrong, SHOWN.excerpts);
  }
