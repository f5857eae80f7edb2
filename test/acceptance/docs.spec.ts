import { chromium } from 'playwright-core';
import { startService } from '../service.js';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
];

const { app, url } = await startService();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
afterAll(async () => {
  await browser.close();
  await app.close();
});

it('a person tries an operation out on /docs, and the page asks nobody else', async () => {
  const page = await browser.newPage();
  const hosts = new Set<string>();
  const faults: string[] = [];
  page.on('request', (request) => hosts.add(new URL(request.url()).host || 'inline'));
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(`${url}/docs`);
  const operation = page.locator('#operations-errors-explainErrorCatalog');
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const reply = operation.locator('.live-responses-table tbody .response-col_description').first();
  await reply.waitFor();
  expect(await reply.textContent()).toContain('SSL client PSE');
  expect([...hosts].filter((host) => host !== new URL(url).host && host !== 'inline')).toEqual([]);
  expect(faults).toEqual([]);
}, 60_000);
