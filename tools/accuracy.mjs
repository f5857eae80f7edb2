// How often the right cause comes first, with all that is known and, for each case, without what that case alone taught:
//   npm run accuracy -- cases.jsonl
// The second figure is the honest one. A case is { id, input_text, root_cause, product?, direction? }, one a line.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';

const { readConfig } = await import('../dist/config.js');
const { CausesService } = await import('../dist/causes/causes.service.js');
const { ErrorCatalogService } = await import('../dist/error-catalog/error-catalog.service.js');
const { Knowledge } = await import('../dist/diagnosis/knowledge.js');
const { gatherFacts } = await import('../dist/diagnosis/gather-facts.js');
const { infer } = await import('../dist/diagnosis/infer.js');

const [path] = process.argv.slice(2);
if (!path) {
  console.error('Name the file with the cases: npm run accuracy -- cases.jsonl');
  process.exit(1);
}
const config = readConfig({});
const causes = new CausesService(config);
const knowledge = new Knowledge(config, causes, new ErrorCatalogService(config, causes));
const cases = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const taughtAloneBy = (id, learnedFrom = []) => learnedFrom.length === 1 && learnedFrom[0] === id;
const cuesTaughtBy = (id) =>
  new Set(knowledge.cues.filter(({ learnedFrom }) => taughtAloneBy(id, learnedFrom)).map((cue) => `cue:${cue.id}`));

/** The facts without what the case alone taught: its cues, and the weights of messages that it set. */
function forgetting(id, facts) {
  const cues = cuesTaughtBy(id);
  return facts
    .filter((fact) => !cues.has(fact.id))
    .map((fact) =>
      fact.error
        ? { ...fact, error: { ...fact.error, causes: fact.error.causes.filter(({ learnedFrom }) => !taughtAloneBy(id, learnedFrom)) } }
        : fact,
    );
}

const rankOf = (facts, cause) => infer(knowledge.index, facts).ranked.findIndex((ranked) => ranked.cause.id === cause) + 1;
const rows = cases.map(({ id, input_text: text, root_cause: cause, determinable }) => {
  const { facts } = gatherFacts({ text }, knowledge.reader, knowledge.questions);
  return { id, determinable, all: rankOf(facts, cause), without: rankOf(forgetting(id, facts), cause) };
});
const share = (which, most, among = rows) =>
  `${((100 * among.filter((row) => row[which] > 0 && row[which] <= most).length) / among.length).toFixed(1)} %`;
const decidable = rows.filter(({ determinable }) => determinable !== 'no');
console.log(`${rows.length} cases, ${decidable.length} of them decidable from the text`);
console.log(
  `all that is known:                      top-1 ${share('all', 1)}, top-3 ${share('all', 3)}; decidable ${share('all', 1, decidable)}, ${share('all', 3, decidable)}`,
);
console.log(
  `without what the case alone had taught: top-1 ${share('without', 1)}, top-3 ${share('without', 3)}; decidable ${share('without', 1, decidable)}, ${share('without', 3, decidable)}`,
);
for (const { id, all, without } of rows.filter((row) => row.without !== row.all))
  console.log(`${id}: rank ${all}, without its own lessons ${without}`);
