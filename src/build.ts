import { build, type Plugin } from 'esbuild';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Cause } from './causes/cause.dto.js';
import { CAUSES_FOLDER } from './causes/causes.service.js';
import { FINDINGS_FOLDER } from './certificate-inspection/findings.js';
import { CHECKS_FOLDER } from './connectivity-probe/load-checks.js';
import { Cue } from './diagnosis/cue.dto.js';
import { Guide } from './diagnosis/guide.dto.js';
import { CUES_FOLDER, GUIDES_FOLDER, OTHER_TROUBLES_FOLDER, QUESTIONS_FOLDER } from './diagnosis/knowledge.js';
import { OtherTrouble } from './diagnosis/other-trouble.dto.js';
import { Question } from './diagnosis/question.dto.js';
import { ERRORS_FOLDER } from './error-catalog/error-catalog.service.js';
import { ErrorEntry } from './error-catalog/error-entry.dto.js';
import { describe } from './openapi.js';
import { compileEntries, MODULES_FOLDER } from './registry/load-entries.js';

/** Packages that are asked for only when an application uses them, and one that serves files of its own. */
const OPTIONAL = [
  'swagger-ui-dist',
  '@nestjs/microservices',
  '@nestjs/websockets',
  '@nestjs/platform-express',
  '@fastify/view',
  '@fastify/multipart',
  '@grpc/*',
  'kafkajs',
  'mqtt',
  'nats',
  'amqplib',
  'amqp-connection-manager',
];

/** CommonJS packages inside the bundle look for these. */
const BANNER =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;";

/*
 * What is done once here need not be done at every start: the OpenAPI document, parsing and validating the knowledge,
 * and putting the modules into one file (loading a thousand files takes longer than all the rest).
 */
const folder = join(MODULES_FOLDER, '..', 'openapi');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'openapi.json'), `${JSON.stringify(await describe(), null, 2)}\n`);

const compiled = [
  compileEntries(ErrorEntry, ERRORS_FOLDER),
  compileEntries(Cause, CAUSES_FOLDER),
  compileEntries(Cue, CUES_FOLDER),
  compileEntries(Question, QUESTIONS_FOLDER),
  compileEntries(Guide, GUIDES_FOLDER),
  compileEntries(OtherTrouble, OTHER_TROUBLES_FOLDER),
];
writeFileSync(join(MODULES_FOLDER, 'compiled-entries.json'), JSON.stringify(Object.assign({}, ...compiled)));

/** @returns the source of a module that names every file of a folder: `entries` */
function importsOf(registry: string, name: string): string {
  const files = readdirSync(registry).filter((file) => file.endsWith('.js'));
  const imports = files.map((file, at) => `import entry${at} from './${name}/${file}';`);
  return `${imports.join('\n')}\nconst entries = [${files.map((_, at) => `entry${at}`).join(', ')}];`;
}

/** A registry of modules reads its folder when it is loaded; in the bundle its files are named one by one instead. */
const registriesOfModules: Plugin = {
  name: 'registries-of-modules',
  setup: ({ onLoad }) => {
    onLoad({ filter: /certificate-inspection\/findings\.js$/ }, () => ({
      contents: `${importsOf(FINDINGS_FOLDER, 'findings')}\nexport const findings = entries;`,
      resolveDir: dirname(FINDINGS_FOLDER),
    }));
    onLoad({ filter: /connectivity-probe\/load-checks\.js$/ }, () => ({
      contents: `${importsOf(CHECKS_FOLDER, 'checks')}\nexport const loadChecks = async () => entries;`,
      resolveDir: dirname(CHECKS_FOLDER),
    }));
  },
};

/** What only some instances load stands in a file of its own, which the others never read: what each of these files hands out, and where it is from. */
const APART: Readonly<Record<string, string>> = {
  bullmq: "export { Queue, Worker } from 'bullmq';",
  ics: "export { createEvents } from 'ics';",
  'open-tracer': "export * from './tracing/open-tracer.js';",
};
const apart: Plugin = {
  name: 'apart',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:bullmq|ics|open-tracer|\.\/open-tracer\.js)$/ }, ({ path, kind }) => {
      const name = path.replace(/^\.\/|\.js$/g, '');
      if (kind === 'dynamic-import') return { path: `./${name}.js`, external: true };
      return kind === 'entry-point' ? { path: name, namespace: 'apart' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'apart' }, ({ path }) => ({ contents: APART[path] ?? '', resolveDir: MODULES_FOLDER }));
  },
};

/** The service, what stands apart, and the thread that opens key stores: each one file, so that no packages need to stand beside them. */
const THREAD = join('certificate-inspection', 'containers', 'container-thread');
const { metafile } = await build({
  metafile: true,
  entryPoints: {
    main: join(MODULES_FOLDER, 'main.js'),
    ...Object.fromEntries(Object.keys(APART).map((name) => [name, name])),
    [THREAD]: join(MODULES_FOLDER, `${THREAD}.js`),
  },
  outdir: MODULES_FOLDER,
  outbase: MODULES_FOLDER,
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  plugins: [registriesOfModules, apart],
  external: OPTIONAL,
  banner: { js: BANNER },
  legalComments: 'none',
  logLevel: 'warning',
  logOverride: { 'duplicate-object-key': 'silent' },
});

// What ships: the packages whose files went into the bundle (or stay beside it), for the list of licences and the SBOM.
const packages = Object.keys(metafile.inputs).flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
writeFileSync(
  join(MODULES_FOLDER, 'bundled-packages.json'),
  JSON.stringify([...new Set([...packages, 'node_modules/swagger-ui-dist'])].toSorted(), null, 1),
);
