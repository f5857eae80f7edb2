import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { built, startProcess, startService } from './service.js';

const folder = mkdtempSync(join(tmpdir(), 'mtls-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ENTRY = readFileSync('src/error-catalog/entries/abap/WSS040.yaml', 'utf8');
const NEW_ENTRY = ENTRY.replace(/^id: .*$/m, 'id: ZMY001')
  .replace(/^aliases:(?:\n[ -].*|.*)*$/m, 'aliases: []')
  .replace(/^ {2}en: .*$/m, '  en: The frobnication of partner &1 was refused by the certificate department')
  .replace(/^ {2}de: .*\n/m, '')
  .replace(/^examples:(?:\n[ -].*)*$/m, 'examples:\n  - The frobnication of partner ACME was refused by the certificate department');

/** A folder as an operator mounts it, with one file in it. */
function mounted(name: string, path: string, text: string): string {
  const root = join(folder, name);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return root;
}

async function refusalOf(root: string): Promise<string> {
  const { ended, output } = startProcess({ PORT: '0', CATALOG_DIR: root, LOG_LEVEL: 'silent' });
  expect(await ended).toBe(1);
  return output();
}

it('serves an entry that was dropped into a folder', async () => {
  const root = mounted('good', 'errors/own/ZMY001.yaml', NEW_ENTRY);
  const { app, http } = await startService({ CATALOG_DIR: root });
  try {
    const { body: article } = await http.get('/errors/zmy 001');
    expect(article).toMatchObject({ id: 'ZMY001', family: 'own' });
    const { body: report } = await http
      .post('/diagnose')
      .send({ text: 'Error: the frobnication of partner ACME GmbH was refused by the certificate department' });
    expect(report.errors).toEqual([expect.objectContaining({ id: 'ZMY001', parameters: { '1': 'ACME GmbH' } })]);
  } finally {
    await app.close();
  }
});

const SOLVED = `id: pump-controller
title: The pump controller of the brewery lost its gateway
product: other
direction: client
text: The pump controller of our brewery is refused by its gateway since the barrels were moved on Sunday.
cause: CAUSE
detail: The gateway still knew the former certificate.
fix: Register the new one.
truth: reporter
basis: thread
determinable: partly
citations: [{ title: 'brewery/pumps#7', url: 'https://github.com/brewery/pumps/issues/7', kind: page }]
`;

it('names the solved case of an operator that a text resembles', async () => {
  const root = mounted(
    'solved',
    'solved-cases/pump-controller.yaml',
    SOLVED.replace('CAUSE', 'client-certificate-rotated-not-updated-at-peer'),
  );
  const { app, http } = await startService({ CATALOG_DIR: root });
  try {
    const text =
      'TLS alert on Monday: since we moved the barrels of the brewery the pump controller is refused by the gateway, nobody touched its client certificate.';
    const { body: report } = await http.post('/diagnose').send({ text });
    const cause = report.causes.find(({ id }: { id: string }) => id === 'client-certificate-rotated-not-updated-at-peer');
    const evidence = cause.evidence.find(({ fact }: { fact: string }) => fact === 'reports:alike');
    expect(evidence.weight).toBeGreaterThan(3);
    expect(evidence.says).toContain(
      '"The pump controller of the brewery lost its gateway" (brewery/pumps#7): The gateway still knew the former certificate. What helped: Register the new one.',
    );
  } finally {
    await app.close();
  }
});

it.each([
  [
    'a solved case of an unknown cause',
    'solved-cases/pump-controller.yaml',
    SOLVED.replace('CAUSE', 'bad-luck'),
    /pump-controller\.yaml: names the cause "bad-luck"/,
  ],
  ['a missing citation', 'errors/own/ZMY001.yaml', NEW_ENTRY.replace(/^citations:(?:\n[ -].*)*$/m, ''), /ZMY001\.yaml: citations/],
  [
    'an id that is not the file name',
    'errors/own/ZMY002.yaml',
    NEW_ENTRY,
    /ZMY002\.yaml: the id is "ZMY001".*rename the file or correct the id/,
  ],
  [
    'an unknown cause',
    'errors/own/ZMY001.yaml',
    NEW_ENTRY.replace(/- id: pse-or-keystore-missing/, '- id: bad-luck'),
    /ZMY001\.yaml.*"?bad-luck/,
  ],
  [
    'a stranger',
    'errors/own/notes.txt',
    'to do',
    /notes\.txt: only entries \(\*\.yaml\) may stand in a registry folder; move this file elsewhere/,
  ],
  ['an unknown field', 'errors/own/ZMY001.yaml', `${NEW_ENTRY}\ncolour: red\n`, /ZMY001\.yaml: colour/],
  ['an id that is taken', 'errors/own/WSS040.yaml', ENTRY, /WSS040\.yaml: the id WSS040 is taken by/],
  ['broken YAML', 'errors/own/ZMY001.yaml', 'id: [', /ZMY001\.yaml: not valid YAML/],
  ['a cue with an unknown field', 'cues/mine.yaml', 'id: mine\n', /mine\.yaml: /],
])('%s stops the start and says what to do', async (name, path, text, says) => {
  const output = await refusalOf(mounted(name.replaceAll(/\W/g, '-'), path, text));
  expect(output).toMatch(/^mtls-doctor does not start\. The knowledge can't be loaded:/m);
  expect(output).toMatch(says);
});

it('names every fault at once', async () => {
  const root = mounted('two', 'errors/own/ZMY001.yaml', 'id: [');
  cpSync(join(root, 'errors/own/ZMY001.yaml'), join(root, 'errors/own/notes.txt'));
  const output = await refusalOf(root);
  expect(output).toMatch(/ZMY001\.yaml/);
  expect(output).toMatch(/notes\.txt/);
});

it('makes nothing at the start that the build has made, as long as no entry is another', async () => {
  const { readConfig } = (await built('config')) as typeof import('../src/config.js');
  const { CausesService } = (await built('causes/causes.service')) as typeof import('../src/causes/causes.service.js');
  const { ErrorCatalogService } = (await built(
    'error-catalog/error-catalog.service',
  )) as typeof import('../src/error-catalog/error-catalog.service.js');
  const { Knowledge } = (await built('diagnosis/knowledge')) as typeof import('../src/diagnosis/knowledge.js');
  const { readTables } = (await built('registry/tables')) as typeof import('../src/registry/tables.js');
  const made = (environment: NodeJS.ProcessEnv) => {
    const config = readConfig(environment);
    const causes = new CausesService(config);
    const catalog = new ErrorCatalogService(config, causes);
    const { phrases, words } = new Knowledge(config, causes, catalog);
    return [catalog.compiled, phrases, words].map(({ name, of }) => [name, of === readTables(`dist/compiled-${name}.tables`)['of']]);
  };
  expect(made({})).toEqual([
    ['messages', true],
    ['phrases', true],
    ['words', true],
  ]);
  expect(made({ CATALOG_DIR: mounted('one-more', 'errors/own/ZMY001.yaml', NEW_ENTRY) })).toEqual([
    ['messages', false],
    ['phrases', false],
    ['words', false],
  ]);
});
