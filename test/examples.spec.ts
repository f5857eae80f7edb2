import { readFileSync } from 'node:fs';
import { CausesService } from '../src/causes/causes.service.js';
import { readConfig } from '../src/config.js';
import { Knowledge } from '../src/diagnosis/knowledge.js';
import { ErrorCatalogService } from '../src/error-catalog/error-catalog.service.js';

const config = readConfig({});
const causes = new CausesService(config);
const catalog = new ErrorCatalogService(config, causes);
const knowledge = new Knowledge(config, causes, catalog);

const related = (id: string) => catalog.entries.filter((entry) => entry.id === id || entry.related.includes(id)).map((entry) => entry.id);

it('every example of an error finds its entry, and beside it only entries that it names as related', () => {
  const missed = catalog.entries.flatMap(({ id, examples = [], related: own }) =>
    examples.flatMap((example) => {
      const found = catalog.match(example).map(({ entry }) => entry.id);
      const strangers = found.filter((other) => other !== id && !own.includes(other) && !related(id).includes(other));
      return found.includes(id) && strangers.length === 0
        ? []
        : [`${id}: "${example.slice(0, 120)}" finds ${found.join(', ') || 'nothing'}`];
    }),
  );
  expect(missed).toEqual([]);
});

it('every text stands in one entry only', () => {
  const owners = new Map<string, string>();
  const twice = catalog.entries.flatMap(({ id, kind, texts, aliases }) =>
    (kind === 'condition' ? [] : [texts.en, ...(texts.de ? [texts.de] : []), ...aliases]).flatMap((text) => {
      const folded = text.toLowerCase().replaceAll(/[^\p{L}\d&{}]/gu, '');
      const owner = owners.get(folded);
      owners.set(folded, id);
      return owner && owner !== id ? [`"${text}" stands in ${owner} and ${id}`] : [];
    }),
  );
  expect(twice).toEqual([]);
});

it.each(knowledge.cues.map((cue) => [cue.id, cue] as const))(
  'the cue %s is seen in its examples and not in its counter-examples',
  (id, { examples, counterExamples = [] }) => {
    const seen = (text: string) => knowledge.reader.read(text, 'text', Date.now()).some((fact) => fact.id === `cue:${id}`);
    expect(examples.filter((example) => !seen(example))).toEqual([]);
    expect(counterExamples.filter(seen)).toEqual([]);
  },
);

it('every collected fact has an entry', () => {
  const ids = readFileSync('test/fact-ids.txt', 'utf8').trim().split('\n');
  expect(ids.length).toBe(608);
  expect(ids.filter((id) => catalog.called(id).length === 0)).toEqual([]);
});
