import type { KnownBlock } from '@slack/types';
import { Parser, type Node } from 'commonmark';
import { createRequire } from 'node:module';
import { startService } from './service.js';

const { AdaptiveCard, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof import('adaptivecards');
const { app, http } = await startService();
afterAll(() => app.close());

/** What users paste may try to be markup. */
const TEXTS = [
  'Message no. WSS040',
  'HTTP 401 Unauthorized since the renewal of the client certificate <script>alert(1)</script> *bold* [x](http://evil.example) `code` | # heading',
  'nothing of this field',
  'javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_required',
];

const render = (text: string, format: string) => http.post(`/diagnose?format=${format}`).send({ text }).buffer(true);

it.each(TEXTS)('Markdown is read by a CommonMark reader without any HTML or link of the user: %s', async (text) => {
  const { text: markdown, type } = await render(text, 'markdown');
  expect(type).toBe('text/markdown');
  const walker = new Parser().parse(markdown).walker();
  const nodes: Node[] = [];
  for (let step = walker.next(); step; step = walker.next()) if (step.entering) nodes.push(step.node);
  expect(nodes.filter(({ type: kind }) => kind === 'html_block' || kind === 'html_inline')).toEqual([]);
  expect(nodes.filter(({ destination }) => destination?.includes('evil'))).toEqual([]);
  expect(nodes.some(({ type: kind }) => kind === 'strong')).toBe(true);
});

it.each(TEXTS)('the Adaptive Card is read by its reader without complaint: %s', async (text) => {
  const { body, type } = await http
    .post('/diagnose?format=adaptive-card')
    .send({ text })
    .buffer(true)
    .parse((response, done) => {
      let data = '';
      response.on('data', (chunk: Buffer) => (data += chunk.toString()));
      response.on('end', () => done(null, JSON.parse(data)));
    });
  expect(type).toBe('application/vnd.microsoft.card.adaptive+json');
  const card = new AdaptiveCard();
  const context = new SerializationContext();
  card.parse(body as object, context);
  expect(context.eventCount).toBe(0);
  expect(card.validateProperties().validationEvents).toEqual([]);
  expect(card.getItemCount()).toBe((body as { body: unknown[] }).body.length);
});

it.each(TEXTS)('the Slack message keeps to the limits of Block Kit: %s', async (text) => {
  const { body } = await render(text, 'slack');
  const { text: fallback, blocks } = body as { text: string; blocks: KnownBlock[] };
  expect(fallback.length).toBeGreaterThan(10);
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const block of blocks) {
    expect(['section', 'header', 'divider', 'context']).toContain(block.type);
    if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(3000);
    if (block.type === 'header') expect(block.text.text.length).toBeLessThanOrEqual(150);
    if (block.type === 'context') expect(block.elements.length).toBeLessThanOrEqual(10);
    expect(JSON.stringify(block)).not.toContain('<script>');
  }
});

it('plain text is plain', async () => {
  const { text, type } = await render('Message no. WSS040', 'text');
  expect(type).toBe('text/plain');
  expect(text).toMatch(/^The cause is found/);
  expect(text).toMatch(/Step 1: /);
});

it('Accept decides where format does not', async () => {
  const { type } = await http.post('/diagnose').set('accept', 'text/markdown').send({ text: 'Message no. WSS040' }).buffer(true);
  expect(type).toBe('text/markdown');
});
