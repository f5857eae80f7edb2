import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWatchList } from '../src/watch/watch-list.js';
import { issue } from './servers/pki.js';
import { freePort, startProcess, until } from './service.js';

/** What docs/OPERATIONS.md says is done here word by word. */
const page = readFileSync('docs/OPERATIONS.md', 'utf8');
const block = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';
const command = (beginning: string) => new RegExp(`\`(${beginning}[^\`]+)\``).exec(page)?.[1] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'operations-'));
const shell = (line: string) => execFileSync('sh', ['-c', line], { encoding: 'utf8' });

// A key by the tool, a certificate by the command, and both in the file as the page shows it.
const told = shell(command('node tools/make-api-key'));
const key = /mtd_[\w-]+/.exec(told)?.[0] ?? '';
const digest = /"sha256":"([0-9a-f]{64})"/.exec(told)?.[1] ?? '';
const client = issue({ cn: 'portal' });
writeFileSync(join(folder, 'client.crt'), client.pem);
const spki = shell(command('openssl x509').replace('client.crt', join(folder, 'client.crt'))).slice(0, 64);
const [forKey = '', forCertificate = ''] = block('json').split('"certificates"');
const keys = join(folder, 'keys.json');
writeFileSync(
  keys,
  `${forKey.replace('<64 hexadecimal digits>', digest)}"certificates"${forCertificate.replace('<64 hexadecimal digits>', spki)}`,
);

const ports = [await freePort(), await freePort(), await freePort()] as const;
const [first, second, front] = ports;
const instances = [first, second].map((port) =>
  startProcess({ PORT: String(port), API_KEYS_FILE: keys, RATE_LIMIT: '120/60', TRUSTED_PROXIES: '127.0.0.1' }),
);
const configuration = block('nginx')
  .replace('10.0.0.1:3000', `127.0.0.1:${first}`)
  .replace('10.0.0.2:3000', `127.0.0.1:${second}`)
  .replace('server {\n', `server {\n  listen 127.0.0.1:${front};\n`);
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ');
writeFileSync(
  join(folder, 'nginx.conf'),
  `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;\nevents {}\nhttp { access_log off; ${temporary}\n${configuration}}\n`,
);
const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
afterAll(() => {
  for (const { child } of instances) child.kill('SIGKILL');
  nginx.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
const ask = (port: number, path: string, headers: Record<string, string> = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers });
for (const port of ports)
  await until(() =>
    ask(port, '/health/ready').then(
      ({ ok }) => ok,
      () => false,
    ),
  );

it('a key by the tool opens what its scopes say, through nginx as it is shown, and the share is counted by caller', async () => {
  const known = await ask(front, '/errors/WSS040', { 'x-api-key': key });
  expect([known.status, known.headers.get('ratelimit-policy')]).toEqual([200, '"caller";q=120;w=60']);
  expect(known.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
  expect((await ask(front, '/errors/WSS040', { authorization: `Bearer ${key}` })).status).toBe(200);
  expect((await ask(front, '/errors/WSS040')).status).toBe(401);
  expect((await ask(front, '/metrics', { 'x-api-key': key })).status).toBe(403);
});

it('a certificate is known by the digest that the command prints, and nobody may send one through nginx', async () => {
  const header = { 'client-cert': `:${new X509Certificate(client.pem).raw.toString('base64')}:` };
  // Known, and with the one scope of the page's example, which is another.
  expect((await ask(first, '/errors/WSS040', header)).status).toBe(403);
  expect((await ask(front, '/errors/WSS040', header)).status).toBe(401);
});

it('the watch list of the page is one', () => {
  expect(readWatchList(block('yaml'))).toMatchObject({ interval: 900, warnDays: 30, targets: [{ name: 'S/4 production' }, {}] });
});

it('every metric of the page is there', async () => {
  const port = await freePort();
  const open = startProcess({ PORT: String(port) });
  await until(() =>
    ask(port, '/health/ready').then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const text = await ask(port, '/metrics').then((reply) => reply.text());
  open.child.kill('SIGKILL');
  const named = [...page.matchAll(/`((?:http|mtls_doctor)_[a-z_]+)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
});

it('every variable of the page is one that the service reads', () => {
  const source = readFileSync('src/config.ts', 'utf8');
  const named = [...page.matchAll(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
  const others = /^(?:NODE_IMAGE|RUNTIME_IMAGE|REPRODUCE|OTEL_.*)$/;
  expect(named.filter((name) => !others.test(name) && !source.includes(`environment['${name}']`))).toEqual([]);
});
