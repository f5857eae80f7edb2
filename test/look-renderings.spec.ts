import type { KnownBlock } from '@slack/types';
import { makePki } from './servers/pki.js';
import { haproxy } from './servers/zoo.js';
import { startService } from './service.js';

const pki = makePki();
const { app, http } = await startService({ PROBE_ALLOW: '127.0.0.0/8', PROBE_TARGET_LIMIT: '0' });
const server = await haproxy(pki, `ca-file ${pki.files.clientCas} verify required`);
afterAll(async () => {
  await app.close();
  await server.stop();
});

/** Every look at once, so that the largest reply is rendered. */
const BODY = {
  text: `FINS_MAP031 Execution rejected. HTTP 401 Unauthorized since we renewed the client certificate. SSSLERR_PEER_CERT_UNTRUSTED. ${'Message no. WSS040. '.repeat(20)}`,
  product: 'abap',
  transcript:
    'CONNECTED(00000003)\nAcceptable client certificate CA names\nC = DE, CN = Root\n---\nNew, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\n80:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:x.c:1:SSL alert number 116\n',
  certificates: [
    { data: pki.clients.good.pem, role: 'client' },
    { data: pki.clients.expired.pem, role: 'expected' },
  ],
  target: { host: '127.0.0.1', serverName: 'localhost', port: server.port, certificate: { data: pki.bundle(pki.clients.untrusted) } },
};
const rendered = async (format: string, lang = 'en') => {
  const { status, text } = await http.post(`/diagnose?format=${format}&lang=${lang}`).send(BODY).buffer(true);
  expect(status).toBe(200);
  return text;
};

it.each([
  [
    'markdown',
    'en',
    ['Path: client ', 'Look at 127', 'Transcript (openssl)', 'Certificates', 'The single line to register', '-----BEGIN CERTIFICATE-----'],
  ],
  [
    'markdown',
    'de',
    ['Weg: Client ', 'Blick auf 127', 'Mitschrift (openssl)', 'Zertifikate', 'Die einzelne Zeile zum Hinterlegen', 'Behoben, wenn'],
  ],
  ['text', 'en', ['Path: client ', 'Look at 127', 'Transcript (openssl)', 'Certificates', '-----BEGIN CERTIFICATE-----']],
  ['text', 'de', ['Weg: Client ', 'Blick auf 127', 'Mitschrift (openssl)', 'Zertifikate']],
])('%s in %s shows path, look, transcript, certificates and comparison', async (format, lang, wanted) => {
  const text = await rendered(format, lang);
  for (const part of wanted) expect(text).toContain(part);
});

it.each(['en', 'de'])('the Slack message in %s shows them within the limits of Block Kit', async (lang) => {
  const { blocks } = JSON.parse(await rendered('slack', lang)) as { blocks: KnownBlock[] };
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const block of blocks) if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(3000);
  expect(JSON.stringify(blocks)).toMatch(lang === 'de' ? /Weg: Client .*Blick auf/ : /Path: client .*Look at/);
});

it.each(['en', 'de'])('the Adaptive Card in %s shows them and fits into a message of Teams', async (lang) => {
  const text = await rendered('adaptive-card', lang);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(28 * 1024);
  expect(text).toMatch(lang === 'de' ? /Weg: Client .*Blick auf/ : /Path: client .*Look at/);
});
