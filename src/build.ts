import { build, type Plugin } from 'esbuild';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cause } from './causes/cause.dto.js';
import { CAUSES_FOLDER, CausesService } from './causes/causes.service.js';
import { FINDINGS_FOLDER } from './certificate-inspection/findings.js';
import { readConfig } from './config.js';
import { CHECKS_FOLDER } from './connectivity-probe/load-checks.js';
import { Cue } from './diagnosis/cue.dto.js';
import { Guide } from './diagnosis/guide.dto.js';
import {
  CUES_FOLDER,
  GUIDES_FOLDER,
  Knowledge,
  OTHER_TROUBLES_FOLDER,
  QUESTIONS_FOLDER,
  SOLVED_CASES_FOLDER,
} from './diagnosis/knowledge.js';
import { OtherTrouble } from './diagnosis/other-trouble.dto.js';
import { Question } from './diagnosis/question.dto.js';
import { SolvedCase } from './diagnosis/solved-case.dto.js';
import { ERRORS_FOLDER, ErrorCatalogService } from './error-catalog/error-catalog.service.js';
import { ErrorEntry } from './error-catalog/error-entry.dto.js';
import { describe } from './openapi.js';
import { writeCompiledTables } from './registry/compiled-tables.js';
import { compileEntries, MODULES_FOLDER, writeCompiled } from './registry/load-entries.js';

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
const entries = [
  compileEntries(ErrorEntry, ERRORS_FOLDER),
  compileEntries(Cause, CAUSES_FOLDER),
  compileEntries(Cue, CUES_FOLDER),
  compileEntries(Question, QUESTIONS_FOLDER),
  compileEntries(Guide, GUIDES_FOLDER),
  compileEntries(SolvedCase, SOLVED_CASES_FOLDER),
  compileEntries(OtherTrouble, OTHER_TROUBLES_FOLDER),
];
writeCompiled(Object.assign({}, ...entries) as Record<string, unknown>);

const folder = join(MODULES_FOLDER, '..', 'openapi');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'openapi.json'), `${JSON.stringify(await describe(), null, 2)}\n`);

const config = readConfig({});
const causes = new CausesService(config);
const catalog = new ErrorCatalogService(config, causes);
const { phrases, words } = new Knowledge(config, causes, catalog);
for (const tables of [catalog.compiled, phrases, words]) writeCompiledTables(tables);

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

/**
 * A package that a module of ours imports by `import()`. What an older (CommonJS) package exports is known only when it runs, so its names are
 * asked for here and spelled out; else there would be `default` and nothing else.
 */
const lazyPackages: Plugin = {
  name: 'lazy-packages',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[a-z@]/ }, ({ kind, importer, path }) =>
      kind === 'dynamic-import' && importer.startsWith(MODULES_FOLDER) && !isBuiltin(path) ? { path, namespace: 'lazy' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'lazy' }, async ({ path }) => {
      const names = Object.keys((await import(path)) as object).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
      return { contents: `export { ${names.join(', ')} } from '${path}';`, resolveDir: MODULES_FOLDER };
    });
  },
};

/** Numbers of telephones are nothing of ours: class-validator brings the tables of all countries for a decorator that we don't use. */
const unused: Plugin = {
  name: 'unused',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^libphonenumber-js/ }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * The service, and the thread that opens key stores, with all they need, so that no packages need to stand beside them. What a module imports
 * by `import()` goes into a file of its own, which is read when it is first used: so whatever few callers use stays out of the start.
 */
const ENTRIES = ['main.js', join('certificate-inspection', 'containers', 'container-thread.js')];
const { metafile } = await build({
  metafile: true,
  entryPoints: ENTRIES.map((entry) => join(MODULES_FOLDER, entry)),
  outdir: MODULES_FOLDER,
  outbase: MODULES_FOLDER,
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  target: 'node20',
  // Half of what is read at the start would be white space; a stack still names a function and a line.
  minifyWhitespace: true,
  lineLimit: 200,
  // Decorators ask it wherever they stand, so it comes first in every file.
  inject: [fileURLToPath(import.meta.resolve('reflect-metadata'))],
  plugins: [registriesOfModules, lazyPackages, unused],
  external: OPTIONAL,
  banner: { js: BANNER },
  legalComments: 'none',
  logLevel: 'warning',
  logOverride: { 'duplicate-object-key': 'silent' },
});

/** @returns the folders of the packages that these files come from */
const packagesOf = (paths: readonly string[]) =>
  [...new Set(paths.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []))].toSorted();

/** What is read before the service is ready: a file, and those that it imports outright. */
function readAtStart(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind } of metafile.outputs[file]?.imports ?? []) if (kind === 'import-statement') readAtStart(path, found);
  return found;
}

const main = Object.keys(metafile.outputs).find((file) => metafile.outputs[file]?.entryPoint?.endsWith('main.js')) ?? '';
const lists = {
  // What ships (in the bundle, or beside it), for the list of licences and the SBOM.
  'bundled-packages': packagesOf([...Object.keys(metafile.inputs), 'node_modules/swagger-ui-dist/']),
  // What every start pays for.
  'packages-at-start': packagesOf([...readAtStart(main)].flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}))),
};
for (const [name, packages] of Object.entries(lists))
  writeFileSync(join(MODULES_FOLDER, `${name}.json`), JSON.stringify(packages, null, 1));
