import { Parser, type Node } from 'commonmark';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from './service.js';

/** Whoever mounts entries may quote markup in them. */
const HOSTILE = 'Refused <script>alert(1)</script> *bold* [x](http://evil.example) `code` &lt;b&gt; # heading';
const folder = mkdtempSync(join(tmpdir(), 'mtls-doctor-'));
mkdirSync(join(folder, 'errors', 'own'), { recursive: true });
writeFileSync(
  join(folder, 'errors', 'own', 'ZHOSTILE001.yaml'),
  readFileSync('src/error-catalog/entries/abap/WSS040.yaml', 'utf8')
    .replace(/^id: .*$/m, 'id: ZHOSTILE001')
    .replace(/^title: .*$/m, `title: ${JSON.stringify(HOSTILE)}`)
    .replace(/^ {2}en: .*$/m, `  en: ${JSON.stringify(HOSTILE)}`)
    .replace(/^meaning: >-\n(?: {2}.*\n)+/m, `meaning: ${JSON.stringify(`1. ${HOSTILE}\n\n# Another\n<b>`)}\n`)
    .replace(/^examples:(?:\n[ -].*)*$/m, `examples:\n  - ${JSON.stringify(HOSTILE)}`),
);

const { app, http } = await startService({ CATALOG_DIR: folder });
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const ARTICLES = [
  '/errors/WSS040',
  '/errors/FINS_MAP031',
  '/errors/ZHOSTILE001',
  '/causes/client-certificate-not-sent',
  '/guides/cloud-integration-to-s4hana-cloud',
];

function nodesOf(markdown: string): Node[] {
  const walker = new Parser().parse(markdown).walker();
  const nodes: Node[] = [];
  for (let step = walker.next(); step; step = walker.next()) if (step.entering) nodes.push(step.node);
  return nodes;
}

const textOf = (node: Node) => nodesOfText(node).join('');
function nodesOfText(node: Node): string[] {
  const walker = node.walker();
  const texts: string[] = [];
  for (let step = walker.next(); step; step = walker.next()) if (step.entering && step.node.literal) texts.push(step.node.literal);
  return texts;
}

it.each(ARTICLES)('%s as Markdown has one title, its sections, and no markup but its own', async (path) => {
  const { text, type } = await http.get(path).set('accept', 'text/markdown').buffer(true);
  expect(type).toBe('text/markdown');
  const nodes = nodesOf(text);
  expect(nodes.filter(({ type: kind }) => kind === 'html_block' || kind === 'html_inline')).toEqual([]);
  expect(nodes.filter(({ destination }) => destination?.includes('evil'))).toEqual([]);
  const headings = nodes.filter(({ type: kind }) => kind === 'heading');
  expect(headings.filter(({ level }) => level === 1).length).toBe(1);
  expect(headings.filter(({ level }) => level === 2).length).toBeGreaterThanOrEqual(5);
  expect(headings.every(({ level }) => level <= 2)).toBe(true);
});

it('what an entry quotes is shown as it stands there', async () => {
  const { text } = await http.get('/errors/ZHOSTILE001?format=markdown').buffer(true);
  const [title] = nodesOf(text).filter(({ type }) => type === 'heading');
  expect(textOf(title!)).toBe(`ZHOSTILE001: ${HOSTILE}`);
  expect(
    nodesOf(text)
      .find(({ type }) => type === 'code_block')
      ?.literal?.trim(),
  ).toBe(HOSTILE);
});

it.each(ARTICLES)('%s as Markdown holds the steps of the JSON, each with its place and role', async (path) => {
  const { body } = await http.get(path);
  const { text } = await http.get(`${path}?format=markdown`).buffer(true);
  const shown = nodesOf(text)
    .filter(({ type }) => type === 'paragraph')
    .map(textOf);
  const steps = (body.steps ?? body.remedies.flatMap((remedy: { steps: object[] }) => remedy.steps)) as { action: string; where: string }[];
  expect(steps.length).toBeGreaterThan(0);
  const oneLine = (said: string) => said.replaceAll(/\s+/g, ' ').trim();
  for (const { action, where } of steps) {
    expect(shown).toContain(oneLine(action));
    expect(shown).toContain(`Where: ${oneLine(where)}`);
  }
});

it.each(ARTICLES)('%s as plain text is plain, in the language that is wanted', async (path) => {
  const english = await http.get(path).set('accept', 'text/plain').buffer(true);
  expect(english.type).toBe('text/plain');
  expect(english.text).toMatch(/\n(?:Steps|Remedy.*):\n {3}1\. /);
  const german = await http.get(path).set({ accept: 'text/plain', 'accept-language': 'de' }).buffer(true);
  expect(german.text).toMatch(/\n(?:Schritte|Abhilfe.*):\n {3}1\. /);
  expect(english.text).not.toBe(german.text);
});

it('format wins over Accept, JSON is the default, and a form that there is not is refused', async () => {
  expect((await http.get('/errors/WSS040?format=json').set('accept', 'text/plain')).body.id).toBe('WSS040');
  expect((await http.get('/errors/WSS040').set('accept', 'image/png, */*')).body.id).toBe('WSS040');
  const { status, body } = await http.get('/errors/WSS040?format=slack');
  expect(status).toBe(400);
  expect(body.errors).toEqual([expect.objectContaining({ pointer: '?format' })]);
});

it('a page has an entity tag of its own, and a cache is told what it depends on', async () => {
  const page = await http.get('/causes/client-certificate-not-sent').set('accept', 'text/markdown').buffer(true);
  const json = await http.get('/causes/client-certificate-not-sent');
  expect(page.headers['etag']).not.toBe(json.headers['etag']);
  for (const { headers } of [page, json]) expect(headers['vary']).toMatch(/\bAccept\b(?!-).*Accept-Language/);
  const again = await http
    .get('/causes/client-certificate-not-sent')
    .set({ accept: 'text/markdown', 'if-none-match': page.headers['etag'] });
  expect(again.status).toBe(304);
});

it('an id that there is not is a problem in every form', async () => {
  const { status, type } = await http.get('/errors/NO-SUCH-ERROR').set('accept', 'text/markdown');
  expect([status, type]).toEqual([404, 'application/problem+json']);
});
