import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWatchList } from '../src/watch/watch-list.js';
import { issue, makePki } from './servers/pki.js';
import { freePort, startProcess, startService, until } from './service.js';

const DAY = 86_400_000;
const pki = makePki();
const folder = mkdtempSync(join(tmpdir(), 'watch-'));
const credentials = join(folder, 'credentials');
const soon = issue({ cn: 'client that ends soon', issuer: pki.root, notAfter: new Date(Date.now() + 10 * DAY) });
for (const [name, certificate, key] of [
  ['soon', soon.pem, soon.keyPem],
  ['broken', 'no certificate', 'no key'],
] as const) {
  mkdirSync(join(credentials, name), { recursive: true });
  writeFileSync(join(credentials, name, 'tls.crt'), certificate);
  writeFileSync(join(credentials, name, 'tls.key'), key);
}
const trust = join(folder, 'trust');
mkdirSync(trust);
writeFileSync(join(trust, 'root.pem'), pki.root.pem);
const ENVIRONMENT = { PROBE_ALLOW: '127.0.0.0/8', CREDENTIALS_DIR: credentials, TRUST_DIR: trust, PROBE_TARGET_LIMIT: '0' };

/** A server that asks for client certificates of an authority, which can be changed, and counts the requests it has served. */
async function startServer() {
  const server: Server & { served?: number } = createServer({
    key: pki.server.keyPem,
    cert: pki.server.pem + pki.intermediate.pem,
    ca: pki.root.pem,
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.served = 0;
  server.on('request', (_request, reply) => {
    server.served!++;
    reply.end('served');
  });
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const trusting = (pem: string) =>
    server.setSecureContext({ key: pki.server.keyPem, cert: pki.server.pem + pki.intermediate.pem, ca: pem });
  return { server, port: (server.address() as AddressInfo).port, trusting, served: () => server.served! };
}

const write = (path: string, list: object) => {
  writeFileSync(`${path}.next`, JSON.stringify(list));
  renameSync(`${path}.next`, path);
};
interface Report {
  targets: {
    name: string;
    works?: boolean;
    outcome?: string;
    changedAt?: string;
    lookedAt?: string;
    certificates: { state: string }[];
    problem?: { errorCode: string };
  }[];
  credentials: { name: string; certificates: { state: string; subject: string; daysLeft: number }[]; problem?: { errorCode: string } }[];
}
const reportOf = (url: string) => fetch(`${url}/watch`).then((reply) => reply.json() as Promise<Report>);

afterAll(() => rmSync(folder, { recursive: true }));

it('looks at targets and credentials on a schedule, follows the file, and shows what it saw', async () => {
  const { server, port, trusting } = await startServer();
  const list = join(folder, 'watch.json');
  const target = { host: '127.0.0.1', port, serverName: 'localhost', credential: 'soon' };
  write(list, {
    interval: 1,
    targets: [
      { ...target, name: 'S/4 inbound' },
      { host: '127.0.0.1', port: 1 },
      { ...target, credential: 'nobody', name: 'x' },
    ],
  });
  const { app, url, http } = await startService({ ...ENVIRONMENT, WATCH_FILE: list });
  await until(async () => (await reportOf(url)).targets.every(({ lookedAt }) => lookedAt !== undefined));
  const { targets, credentials: mounted } = await reportOf(url);
  expect(targets).toMatchObject([
    { name: 'S/4 inbound', works: true, outcome: 'accepted' },
    { name: '127.0.0.1:1', works: false, outcome: 'unreachable' },
    { name: 'x', works: false, problem: { errorCode: 'CREDENTIAL_NOT_FOUND' } },
  ]);
  expect(targets[0]?.changedAt).toBeUndefined();
  expect(targets[0]?.certificates.map(({ state }) => state)).toEqual(['valid', 'valid']);
  expect(mounted).toMatchObject([
    { name: 'broken', certificates: [], problem: { errorCode: expect.any(String) as string } },
    { name: 'soon', certificates: [{ state: 'expiring', daysLeft: 9 }] },
  ]);

  // The server's operator takes our authority out of the list.
  trusting(pki.otherRoot.pem);
  await until(async () => (await reportOf(url)).targets[0]?.works === false);
  expect((await reportOf(url)).targets[0]).toMatchObject({ outcome: 'refused', changedAt: expect.any(String) as string });
  const { text } = await http.get('/metrics');
  expect(text).toContain('mtls_doctor_watch_logon_works{target="S/4 inbound"} 0');
  expect(text).toContain('mtls_doctor_watch_outcome{target="S/4 inbound",outcome="refused"} 1');
  expect(text).toContain('mtls_doctor_watch_credential_usable{credential="broken"} 0');
  const ends = /mtls_doctor_watch_not_after_timestamp_seconds\{kind="credential",name="soon"\} (\S+)/.exec(text)?.[1];
  expect(Math.abs(Number(ends) * 1000 - Date.now() - 10 * DAY)).toBeLessThan(DAY / 2);

  const calendar = await http.get('/watch/calendar.ics');
  expect(calendar.headers['content-type']).toBe('text/calendar; charset=utf-8');
  const events = calendar.text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('BEGIN:VEVENT')
    .slice(1);
  expect(events).toHaveLength(3);
  expect(events[0]).toContain('client that ends soon');
  expect(events[0]).toContain('TRIGGER:-PT720H');
  expect(events[0]).toMatch(
    new RegExp(`DTSTART:${new Date(Date.now() + 10 * DAY).toISOString().slice(0, 10).replaceAll('-', '')}T\\d{6}Z`),
  );

  // A bad file is not taken; the next good one is.
  write(list, { interval: 1, targets: [{ host: '127.0.0.1', colour: 'red' }] });
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect((await reportOf(url)).targets).toHaveLength(3);
  write(list, { interval: 1, targets: [{ ...target, name: 'the same' }] });
  await until(async () => (await reportOf(url)).targets.length === 1);
  expect((await reportOf(url)).targets[0]).toMatchObject({ name: 'the same', outcome: 'refused' });
  trusting(pki.root.pem);
  await until(async () => (await reportOf(url)).targets[0]?.works === true);
  await until(async () => !(await http.get('/metrics')).text.includes('S/4 inbound'));
  await app.close();
  server.close();
});

it('several instances share each look through Redis, and each looks for itself while Redis is away', async () => {
  const { server, port, served } = await startServer();
  const redisPort = await freePort();
  const redis = spawn('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(redis.stdout, 'data');
  const list = join(folder, 'shared.yaml');
  // A long interval first: what comes at once comes from the list that is new to all.
  writeFileSync(
    list,
    `interval: 3600\ntargets:\n  - { name: shared, host: 127.0.0.1, port: ${port}, serverName: localhost, credential: soon }\n`,
  );
  const environment = { ...ENVIRONMENT, WATCH_FILE: list, REDIS_URL: `redis://127.0.0.1:${redisPort}` };
  const instances = [await startService(environment), await startService(environment), await startService(environment)];
  const seenBy = () => Promise.all(instances.map(async ({ url }) => (await reportOf(url)).targets[0]));
  await until(async () => (await seenBy()).every((target) => target?.works === true));
  expect(new Set((await seenBy()).map((target) => target?.lookedAt)).size).toBe(1);
  expect(served()).toBe(1);

  writeFileSync(
    list,
    `interval: 2\ntargets:\n  - { name: shared, host: 127.0.0.1, port: ${port}, serverName: localhost, credential: soon }\n`,
  );
  await until(() => served() >= 4);
  const [first] = await seenBy();
  await until(async () => (await seenBy()).every((target) => target!.lookedAt! > first!.lookedAt!));
  const lookedAt = (await seenBy()).map((target) => Date.parse(target!.lookedAt!));
  expect(Math.max(...lookedAt) - Math.min(...lookedAt)).toBeLessThan(10_000);

  // A Redis that was flushed has forgotten the schedule.
  execFileSync('redis-cli', ['-p', String(redisPort), 'flushall']);
  const flushed = served();
  await until(() => served() >= flushed + 2);

  redis.kill('SIGKILL');
  await once(redis, 'exit');
  const before = served();
  await until(() => served() >= before + 6);
  await Promise.all(instances.map(({ app }) => app.close()));
  server.close();
});

it('a list that is wrong stops the start and says why', async () => {
  const list = join(folder, 'wrong.json');
  write(list, { targets: [{ host: 'a' }, { host: 'a' }] });
  const { ended, output } = startProcess({ PORT: '0', WATCH_FILE: list });
  expect(await ended).toBe(1);
  expect(output()).toMatch(/WATCH_FILE .*"a:443" is there twice/);
});

it.each([
  ['targets: nobody', /targets/],
  ['[]', /a map with "targets"/],
  ['{"targets":[{}]}', /host/],
  ['{"targets":[{"host":"a","certificate":{"data":"x"}}]}', /certificate/],
  ['{"targets":[],"interval":0}', /interval/],
  ['{"targets":[{"host":"a","name":"a\\nb"}]}', /name: must have/],
  ['{"targets":[', /not valid YAML/],
])('%s is refused', (text, says) => {
  expect(() => readWatchList(text)).toThrow(says);
});
