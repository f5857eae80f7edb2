// How often the right cause comes first, with all that is known and, for each case, without what that case alone taught:
//   npm run accuracy -- cases.jsonl [--misses] [--caution]
//   npm run accuracy -- solved [--misses] [--caution]   (the solved cases of the catalogue)
// The second figure is the honest one. --caution shows what CAUTION of src/diagnosis/cause-index.ts would have suited these cases. A case is { id, input_text, root_cause, also_accepted?, pem?, determinable? }, one a line; a control's
// root_cause is "none". What is posted is what a caller would post: the text and, where there is one, the certificate.
import { readFileSync } from 'node:fs';

const { config, causes, known } = await import('./known.mjs');
const { CertificatesService } = await import('../dist/certificate-inspection/certificates.service.js');
const { ContainerWorker } = await import('../dist/certificate-inspection/containers/container-worker.js');
const { CertificateLook } = await import('../dist/diagnosis/certificate-look.js');
const { CAUTION } = await import('../dist/diagnosis/cause-index.js');
const { gatherFacts } = await import('../dist/diagnosis/gather-facts.js');
const { infer } = await import('../dist/diagnosis/infer.js');
const { DiagnosisService } = await import('../dist/diagnosis/diagnosis.service.js');
const { TextReader } = await import('../dist/diagnosis/read-text.js');
const { explanationsOf, reportsOf } = await import('../dist/diagnosis/taught-texts.js');
const { WordReader } = await import('../dist/diagnosis/word-reader.js');

const [path, ...flags] = process.argv.slice(2);
if (!path) {
  console.error(
    'Name the file with the cases, or "solved" for those of the catalogue: npm run accuracy -- cases.jsonl [--misses] [--caution]',
  );
  process.exit(1);
}
const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);
/** A solved case of the catalogue in the fields of the collections. */
const ofCatalogue = ({ id, text, pem, cause, alsoAccepted, determinable }) => ({
  id,
  input_text: text,
  pem,
  root_cause: cause,
  also_accepted: alsoAccepted,
  determinable,
});

const cases = path === 'solved' ? known.solvedCases.map(ofCatalogue) : linesOf(path).map((line) => JSON.parse(line));
const look = new CertificateLook(new CertificatesService(new ContainerWorker(config)));

const reports = reportsOf(causes.causes, known.solvedCases);
const explanations = explanationsOf(causes.causes, known.catalog.entries, known.otherTroubles);
const wordsOf = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu));

/** Learning takes most of a second, so of many cases some share what was learned without all of them. */
const TOGETHER = Math.ceil(cases.length / 200);

/** Some threads were told twice, by people who did not know of each other: who forgets the one forgets the other. */
const sourceOf = ({ citations }) => citations[0].url ?? citations[0].title;
const sources = new Map(known.solvedCases.map((solved) => [solved.id, sourceOf(solved)]));

/** A reader of the words, learned without the cases themselves (also as told by somebody else) and the examples of which at least half the words stand in the text of one: whoever wrote them may have read it. */
function readerWithout(some) {
  const theirs = new Set(some.map(({ id }) => sources.get(id)));
  const texts = some.map(({ input_text: text }) => wordsOf(text));
  const isLike = (example) => {
    const own = [...wordsOf(example)];
    return texts.some((words) => own.filter((word) => words.has(word)).length >= own.length / 2);
  };
  const others = reports.filter(({ solved, text }) => !(solved && theirs.has(sourceOf(solved))) && !isLike(text));
  const told = explanations.filter(({ share: of, text }) => of < 1 || !isLike(text));
  return new TextReader(known.catalog, known.cues, WordReader.of(others, told, causes.causes.length), known.phrases.tables);
}

/**
 * What the service knows, without what the case alone taught: its cues, its signs, the weights of messages that it set.
 * @param reader that has not learned from the case
 */
function knowledgeWithout(id, reader) {
  const own = ({ learnedFrom = [] }) => learnedFrom.length === 1 && learnedFrom[0] === id;
  const others = (lessons) => lessons.filter((lesson) => !own(lesson));
  const forgotten = new Set(known.cues.filter(own).map((cue) => `cue:${cue.id}`));
  const signs = new Map([...known.index.signs].map(([fact, of]) => [fact, of.filter(({ sign }) => !own(sign))]));
  const unread = ({ error, ...fact }) => ({ ...fact, ...(error && { error: { ...error, causes: others(error.causes) } }) });
  const read = (text, source, now) =>
    reader
      .read(text, source, now)
      .filter((fact) => !forgotten.has(fact.id))
      .map(unread);
  return { ...known, everyday: known.everyday, index: { ...known.index, signs }, reader: { read } };
}

async function judged({ id, input_text: text, root_cause: cause, also_accepted: also, pem, determinable }, knowledge) {
  const request = { text, ...(pem && { certificates: [{ data: pem }] }), maxCauses: 20 };
  const looked = await look.at(await look.atHand(request, undefined), request);
  const { verdict, causes, questions } = new DiagnosisService(knowledge).diagnose(request, 'en', looked);
  const { facts } = gatherFacts(request, knowledge.reader, knowledge.questions, Date.now(), looked);
  const { ranked, somethingElse } = infer(knowledge.index, [...looked.facts, ...facts]);
  const right = new Set([cause, ...(also ?? [])]);
  const rank =
    cause === 'none' ? (verdict === 'no-match' && causes.length === 0 ? 1 : 0) : causes.findIndex((found) => right.has(found.id)) + 1;
  const asked = questions[0]?.separates.some((separated) => right.has(separated)) ?? false;
  const found = causes.find((of) => right.has(of.id));
  return {
    id,
    cause,
    determinable,
    rank,
    asked,
    verdict,
    first: causes[0],
    found,
    question: questions[0]?.id,
    right,
    ranked,
    somethingElse,
  };
}

const share = (rows, most) => `${((100 * rows.filter(({ rank }) => rank > 0 && rank <= most).length) / rows.length).toFixed(1)} %`;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Expected calibration error of the first cause's probability, in ten equal bins. */
function calibrationError(rows) {
  const binOf = ({ first }) => Math.ceil((first?.probability ?? 0) * 10);
  return [...new Set(rows.map(binOf))].reduce((sum, number) => {
    const bin = rows.filter((row) => binOf(row) === number && number > 0);
    if (bin.length === 0) return sum;
    const said = mean(bin.map(({ first }) => first.probability));
    const were = mean(bin.map(({ rank }) => Number(rank === 1)));
    return sum + (bin.length / rows.length) * Math.abs(said - were);
  }, 0);
}

/** What would have been said with another CAUTION: every share to the power that the new one is of the old one. */
function withCaution(caution, { ranked, somethingElse, right, rank }) {
  const shareOf = (probability) => probability ** (caution / CAUTION);
  const total = ranked.reduce((sum, { probability }) => sum + shareOf(probability), shareOf(somethingElse));
  const ofRight = ranked.filter(({ cause }) => right.has(cause.id)).reduce((sum, { probability }) => sum + shareOf(probability), 0);
  return { rank, first: { probability: shareOf(ranked[0].probability) / total }, loss: -Math.log(ofRight / total) };
}

const CAUTIONS = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8];

/** The best is where the log loss is least. */
function reportCautions(rows) {
  const decidable = rows.filter(({ determinable, cause }) => determinable !== 'no' && cause !== 'none');
  for (const caution of CAUTIONS) {
    const said = decidable.map((row) => withCaution(caution, row));
    console.log(
      `caution ${caution.toFixed(2)}: log loss ${mean(said.map(({ loss }) => loss)).toFixed(3)}, calibration error ${calibrationError(said).toFixed(3)}`,
    );
  }
}

function report(name, rows) {
  const decidable = rows.filter(({ determinable }) => determinable !== 'no');
  const undecidable = rows.filter(({ determinable }) => determinable === 'no');
  const identified = decidable.filter(({ verdict }) => verdict === 'identified');
  console.log(`${name}: top-1 ${share(rows, 1)}, top-3 ${share(rows, 3)}; decidable ${share(decidable, 1)}, ${share(decidable, 3)}`);
  console.log(
    `  calibration error ${calibrationError(rows).toFixed(3)}; identified ${identified.length}, of them wrong ${identified.filter(({ rank }) => rank !== 1).length}; ` +
      `undecidable with the cause or its question first ${undecidable.filter(({ rank, asked }) => rank === 1 || asked).length} of ${undecidable.length}`,
  );
}

const evidenceOf = ({ id, probability, evidence } = { id: '-', probability: 0, evidence: [] }) =>
  `${id} ${probability.toFixed(2)}: ${evidence.map(({ fact, weight }) => `${fact} ${weight}`).join(', ')}`;

const all = [];
const without = [];
for (let from = 0; from < cases.length; from += TOGETHER) {
  const some = cases.slice(from, from + TOGETHER);
  const reader = readerWithout(some);
  for (const item of some) {
    all.push(await judged(item, known));
    without.push(await judged(item, knowledgeWithout(item.id, reader)));
  }
}
console.log(`${cases.length} cases`);
report('all that is known', all);
report('without what the case alone had taught', without);
if (flags.includes('--caution')) reportCautions(without);
if (flags.includes('--misses'))
  for (const { id, cause, rank, determinable, verdict, first, found, question } of without.filter((row) => row.rank !== 1)) {
    console.log(`\n${id} expected ${cause} (rank ${rank || '-'}; determinable ${determinable}; ${verdict}; asks ${question})`);
    console.log(`  first ${evidenceOf(first)}`);
    console.log(`  right ${evidenceOf(found)}`);
  }
process.exit(0);
