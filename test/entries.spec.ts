import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cause } from '../src/causes/cause.dto.js';
import { CausesService } from '../src/causes/causes.service.js';
import { readConfig } from '../src/config.js';
import { Cue } from '../src/diagnosis/cue.dto.js';
import { Guide } from '../src/diagnosis/guide.dto.js';
import { Question } from '../src/diagnosis/question.dto.js';
import { Knowledge } from '../src/diagnosis/knowledge.js';
import { ErrorCatalogService } from '../src/error-catalog/error-catalog.service.js';
import { ErrorEntry } from '../src/error-catalog/error-entry.dto.js';
import { loadEntries, MODULES_FOLDER } from '../src/registry/load-entries.js';
import { lintCause, lintError } from './entry-lint.js';

const at = (folder: string) => [join(MODULES_FOLDER, folder)];
const errors = loadEntries(ErrorEntry, at('error-catalog/entries'));
const causes = loadEntries(Cause, at('causes/entries'));
const cues = loadEntries(Cue, at('diagnosis/cues'));
const questions = loadEntries(Question, at('diagnosis/questions'));
const guides = loadEntries(Guide, at('diagnosis/guides'));

const causeIds = new Set(causes.map(({ entry }) => entry.id));
const errorIds = new Set(errors.map(({ entry }) => entry.id));

/** What the service itself does with its knowledge before it is ready: parse, validate, cross-check, read the phrases. */
function startWith(catalogDir?: string): Knowledge {
  const config = readConfig(catalogDir ? { CATALOG_DIR: catalogDir } : {});
  const ofService = new CausesService(config);
  return new Knowledge(config, ofService, new ErrorCatalogService(config, ofService));
}

it('the service takes all of it, and what stands in CATALOG_DIR', () => {
  expect(startWith(process.env['CATALOG_DIR']).cues.length).toBeGreaterThanOrEqual(cues.length);
});

it.each([
  ['an asterisk behind a bracket', '(digicert|sectigo)* refused us'],
  ['an open bracket', '(digicert|sectigo refused us'],
])('a cue with %s is refused with its file', (_, phrase) => {
  const folder = mkdtempSync(join(tmpdir(), 'mtls-doctor-'));
  try {
    mkdirSync(join(folder, 'cues'));
    const cue = { id: 'refused-by-ca', title: 'A CA refused us', phrases: { en: [phrase] }, examples: [phrase] };
    const citations = [{ title: 'General knowledge', kind: 'general-knowledge' }];
    // JSON is YAML.
    writeFileSync(join(folder, 'cues', 'refused-by-ca.yaml'), JSON.stringify({ ...cue, citations }));
    expect(() => startWith(folder)).toThrow(/refused-by-ca\.yaml: phrases: .*bracket/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('every error entry says something a reader can act on', () => {
  expect(errors.flatMap(({ entry, path, group }) => lintError(entry, group).map((fault) => `${path}: ${fault}`))).toEqual([]);
});

it('every cause says something a reader can act on', () => {
  expect(causes.flatMap(({ entry, path }) => lintCause(entry).map((fault) => `${path}: ${fault}`))).toEqual([]);
});

it('every error names causes and neighbours that exist', () => {
  expect(
    errors.flatMap(({ entry, path }) => [
      ...entry.causes.filter(({ id }) => !causeIds.has(id)).map(({ id }) => `${path}: no cause ${id}`),
      ...entry.related.filter((id) => !errorIds.has(id)).map((id) => `${path}: no related entry ${id}`),
    ]),
  ).toEqual([]);
});

it('every guide names causes that exist', () => {
  expect(
    guides.flatMap(({ entry, path }) => entry.causes.filter((id) => !causeIds.has(id)).map((id) => `${path}: no cause ${id}`)),
  ).toEqual([]);
});

it('every question names its answers once and has a generic way to the answer', () => {
  expect(
    questions
      .filter(
        ({ entry }) =>
          new Set(entry.answers.map(({ id }) => id)).size !== entry.answers.length ||
          !entry.how.some(({ product }) => product === 'generic'),
      )
      .map(({ path }) => path),
  ).toEqual([]);
});

it('there is knowledge of every kind', () => {
  expect([errors, causes, cues, questions, guides].every((kind) => kind.length > 0)).toBe(true);
});
