import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Who may import whom; what is absent is forbidden. These serve everybody: FOR_ALL. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  registry: [],
  http: ['registry', 'mounted'],
  mounted: [],
  redis: [],
  articles: ['registry'],
  causes: ['registry', 'articles'],
  'error-catalog': ['registry', 'causes', 'articles'],
  'certificate-inspection': ['registry'],
  german: [],
  diagnosis: ['registry', 'german', 'articles', 'causes', 'error-catalog', 'certificate-inspection', 'connectivity-probe'],
  'connectivity-probe': ['registry', 'redis', 'certificate-inspection'],
  watch: ['registry', 'redis', 'certificate-inspection', 'connectivity-probe'],
  health: ['redis'],
  mcp: ['registry', 'articles', 'causes', 'error-catalog', 'certificate-inspection', 'connectivity-probe', 'diagnosis'],
  metrics: ['redis'],
  tracing: [],
  access: ['redis'],
};
const FOR_ALL = ['http', 'mounted', 'config.js', 'language.js', 'observed.js'];

/** Who may know a package. */
const CONFINED: Readonly<Record<string, RegExp>> = {
  ioredis: /^redis\//,
  '@opentelemetry/api': /^tracing\//,
  '@opentelemetry/sdk-trace-base': /^tracing\//,
  bullmq: /^redis\/queue/,
  ics: /^watch\/calendar/,
  yaml: /^registry\//,
  'prom-client': /^metrics\//,
  minisearch: /^error-catalog\/error-search-index/,
  'node:fs':
    /^(?:registry|http\/(?:documentation|own-tls)|config|openapi|build|mounted\/|access\/access\.service|watch\/watch\.service|certificate-inspection\/(?:findings\.ts|chain\/trust-anchors|containers\/container-worker)|connectivity-probe\/(?:credentials|load-checks))/,
  '@modelcontextprotocol/server': /^mcp\//,
  jose: /^access\/bearer-tokens/,
  'node:dns': /^connectivity-probe\/observing\//,
};

/** Judging is pure: these know neither the framework nor the outside. */
const PURE =
  /^(?:diagnosis\/(?:infer|cause-index|dependence|next-question|read-text|status-in-text|validity-in-text|meanings|words|telling-words|word-reader|taught-texts|vocabulary|routine-lines|correspondence|wording|contrast|rarity|percent|resemblance|less-the-mean|complaint|negation|gather-facts|look-facts|certificates-in-text|path|path-rules|prediction|soundness|summary|guide-page|rendering\/)|articles\/(?:article\.ts|words|parts|markup|markdown|plain-text)|causes\/cause-page|error-catalog\/(?:matching\/|error-matcher|error-page)|connectivity-probe\/(?:checks\/|judging\/|transcripts\/))/;

/** A file longer than this has two jobs. */
const LONGEST_FILE = 320;

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
);
const inModules = sources.filter((file) => file.includes('/'));
const importsOf = (file: string) => [...readFileSync(join('src', file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from ?? '');

it.each(inModules)('%s imports only what its module may', (file) => {
  const owner = file.split('/')[0] ?? '';
  expect(ALLOWED, `${owner} is a new module: add it to this table`).toHaveProperty([owner]);
  for (const from of importsOf(file).filter((name) => name.startsWith('.'))) {
    const target = normalize(join(dirname(file), from)).split('/')[0];
    expect([owner, ...(ALLOWED[owner] ?? []), ...FOR_ALL]).toContain(target);
  }
});

it.each(sources)('%s keeps to its packages', (file) => {
  for (const from of importsOf(file)) expect(file, `${from} is confined`).toMatch(CONFINED[from] ?? /./);
});

it.each(sources.filter((file) => PURE.test(file)))('%s is pure', (file) => {
  expect(importsOf(file).filter((from) => from.startsWith('@nestjs') || from.startsWith('node:') || from === 'ioredis')).toEqual([]);
});

it.each(sources)('%s has one job', (file) => {
  expect(readFileSync(join('src', file), 'utf8').split('\n').length).toBeLessThanOrEqual(LONGEST_FILE);
});

it('has no drawer for odds and ends', () => {
  expect(sources.filter((file) => /(?:^|\/)(?:utils?|common|shared|helpers?|misc|index)(?:\/|\.ts$)/.test(file))).toEqual([]);
});
