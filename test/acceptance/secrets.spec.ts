import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startProcess, until } from '../service.js';
import { makePki } from '../servers/pki.js';
import { connectProxy } from '../servers/proxy.js';
import { startRedis } from '../servers/redis.js';
import { listens } from '../servers/start.js';
import { startZoo } from '../servers/zoo.js';

/** Every password begins so, so that one pattern finds them all. */
const MARK = 'Zx9-Secret';
const CLIENTS = ['good', 'goodEc', 'expired', 'untrusted'] as const;

it('no key and no password gets into Redis, a log or a reply, whatever the whole zoo does with it', async () => {
  const pki = makePki();
  const credentials = mkdtempSync(join(tmpdir(), 'mtls-doctor-credentials-'));
  for (const name of CLIENTS) {
    mkdirSync(join(credentials, name));
    writeFileSync(join(credentials, name, 'keystore.p12'), pki.pkcs12(pki.clients[name], `${MARK}-mounted`));
    writeFileSync(join(credentials, name, 'password'), `${MARK}-mounted\n`);
  }
  const zoo = Object.values(startZoo(pki));
  const ports = (await Promise.all(zoo)).map(({ port }) => port);
  const proxy = await connectProxy({ login: `user:${MARK}-proxy` });
  const redis = await startRedis(await freePort(), '--requirepass', `${MARK}-redis`);
  const monitor = spawn('redis-cli', ['-p', String(redis.port), '-a', `${MARK}-redis`, '--no-auth-warning', 'monitor']);
  let seen = '';
  monitor.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString('latin1')));
  const port = await freePort();
  const service = startProcess({
    PORT: String(port),
    REDIS_URL: `redis://:${MARK}-redis@127.0.0.1:${redis.port}`,
    PROBE_ALLOW: '127.0.0.0/8',
    PROBE_TARGET_LIMIT: '0',
    MAX_EVENT_LOOP_DELAY: '0',
    CREDENTIALS_DIR: credentials,
    LOG_LEVEL: 'trace',
    REQUEST_LOG: 'true',
  });
  const replies: string[] = [];
  const call = async (path: string, body?: object) => {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    replies.push(`${JSON.stringify([...reply.headers])}\n${await reply.text()}`);
  };
  try {
    await until(() => listens(port), 30);
    await until(
      async () => ((await (await fetch(`http://127.0.0.1:${port}/health/ready`)).json()) as { redis: string }).redis === 'up',
      30,
    );
    const stores = Object.fromEntries(CLIENTS.map((name) => [name, pki.pkcs12(pki.clients[name], `${MARK}-inline`).toString('base64')]));
    for (const target of ports) {
      const at = { host: '127.0.0.1', serverName: 'localhost', port: target, timeoutMs: 5000 };
      await Promise.all(
        CLIENTS.flatMap((name) => [
          call('/probes', { ...at, credential: name }),
          call('/probes', { ...at, certificate: { data: stores[name], password: `${MARK}-inline` } }),
          call('/probes', { ...at, certificate: { data: pki.bundle(pki.clients[name]) } }),
        ]),
      );
      await call('/probes', { ...at, credential: 'good', keyless: true });
      await call(`/probe?module=good&target=127.0.0.1:${target}`);
    }
    const [first] = ports;
    const at = { host: '127.0.0.1', port: first };
    await call('/probes', { ...at, certificate: { data: stores.good, password: `${MARK}-wrong` } });
    await call('/probes', { ...at, certificate: { data: pki.clients.good.pem, key: pki.clients.goodEc.keyPem } });
    await call('/probes', { ...at, proxy: `http://user:${MARK}-proxy@127.0.0.1:${proxy.port}` });
    await call('/probes', { ...at, proxy: `http://user:${MARK}-other@127.0.0.1:${proxy.port}` });
    await call('/probes/batch', {
      targets: [
        { ...at, credential: 'good' },
        { ...at, proxy: `http://user:${MARK}-proxy@127.0.0.1:1` },
      ],
    });
    await call('/probes/batch', { targets: ports.map((target) => ({ ...at, port: target, credential: 'good' })) });
    await call('/probes/transcript', { text: `CONNECTED(00000003)\n${MARK}-pasted\n${pki.clients.good.keyPem}` });
    await until(() => /"hset" "\{mtls-doctor\}:batch:/i.test(seen), 30);
  } finally {
    service.child.kill('SIGTERM');
    await service.ended;
    monitor.kill();
    await redis.stop();
    await proxy.stop();
    for (const server of zoo) await (await server).stop();
  }
  // What must be there when all of it was heard.
  expect(seen).toContain('mtls-doctor:probe:');
  expect(service.output()).toContain('Listening');
  expect(replies.filter((reply) => reply.includes('"outcome":"accepted"')).length).toBeGreaterThan(20);
  const needles = [
    MARK,
    'PRIVATE KEY',
    ...Object.values(pki.clients).flatMap(({ keyPem }) => keyPem.split('\n').filter((line) => line.length >= 40 && !line.includes('---'))),
  ];
  for (const [where, hay] of Object.entries({ Redis: seen, log: service.output(), replies: replies.join('\n') }))
    expect({ where, found: needles.filter((needle) => hay.includes(needle)) }).toEqual({ where, found: [] });
}, 300_000);
