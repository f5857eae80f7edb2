import { once } from 'node:events';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { freePort, startProcess, startService, until } from '../service.js';
import { makePki, mountFolders } from '../servers/pki.js';
import { listens, startTcp, type Started } from '../servers/start.js';
import { node } from '../servers/zoo.js';

const pki = makePki();

// A thousand at once are to be served here, not to be shed.
const ENVIRONMENT = { PROBE_ALLOW: '127.0.0.0/8', ...mountFolders(pki), MAX_EVENT_LOOP_DELAY: '0' };
const service = await startService(ENVIRONMENT);
const servers: Started[] = [];
const up = async <T extends Started>(server: Promise<T>): Promise<T> => {
  servers.push(await server);
  return server;
};
afterAll(async () => {
  await service.app.close();
  for (const server of servers) await server.stop();
});

const at = (port: number) => ({ host: '127.0.0.1', port, serverName: 'localhost' });

const startRedis = async (port: number): Promise<ChildProcess> => {
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  await until(() => listens(port));
  return child;
};

/** Every key and value. */
function dump(port: number): string {
  const cli = (...words: string[]) => execFileSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8' });
  const keys = cli('--scan').split('\n').filter(Boolean);
  return keys.map((key) => `${key}\n${cli('get', key)}`).join('\n');
}

describe('with Redis', () => {
  it('1,000 callers of three processes cause one look; Redis may die under load and come back', async () => {
    const redisPort = await freePort();
    let redis = await startRedis(redisPort);
    const ports = [await freePort(), await freePort(), await freePort()];
    const pods = ports.map((port) => startProcess({ ...ENVIRONMENT, PORT: String(port), REDIS_URL: `redis://127.0.0.1:${redisPort}` }));
    try {
      await until(async () => (await Promise.all(ports.map(listens))).every(Boolean), 30);
      await until(async () =>
        (
          await Promise.all(
            ports.map(
              async (port) => ((await (await fetch(`http://127.0.0.1:${port}/health/ready`)).json()) as { redis: string }).redis === 'up',
            ),
          )
        ).every(Boolean),
      );
      const slow = await up(node(pki, { requestCert: true }));
      const ask = async (index: number, body: object = { ...at(slow.port), credential: 'good', timeoutMs: 60_000 }) => {
        const reply = await fetch(`http://127.0.0.1:${ports[index % 3]}/probes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        return { status: reply.status, body: (await reply.json()) as { outcome: string; degraded?: boolean } };
      };
      const replies = await Promise.all(Array.from({ length: 1000 }, (_unused, index) => ask(index)));
      expect(new Set(replies.map(({ status, body }) => `${status} ${body.outcome}`))).toEqual(new Set(['200 accepted']));
      expect(slow.requests()).toBe(1);
      const inline = await ask(0, {
        ...at(slow.port),
        certificate: { data: pki.pkcs12(pki.clients.good, 'Redis-Secret-1').toString('base64'), password: 'Redis-Secret-1' },
      });
      expect(inline.body.outcome).toBe('accepted');
      const kept = dump(redisPort);
      expect(kept).toContain('mtls-doctor:probe:');
      expect(kept).not.toMatch(/PRIVATE KEY|Secret|password/i);
      expect(kept).not.toContain(pki.clients.good.keyPem.split('\n')[1]);
      redis.kill('SIGKILL');
      await once(redis, 'exit');
      const without = await Promise.all(Array.from({ length: 30 }, (_unused, index) => ask(index, { ...at(slow.port), path: '/other' })));
      expect(new Set(without.map(({ status }) => status))).toEqual(new Set([200]));
      expect(without.some(({ body }) => body.degraded === true)).toBe(true);
      redis = await startRedis(redisPort);
      await until(async () => (await ask(0, { ...at(slow.port), path: `/${Math.random()}` })).body.degraded === undefined);
      expect(pods.map(({ output }) => output()).join('')).not.toMatch(/PRIVATE KEY|Secret/);
    } finally {
      for (const { child } of pods) child.kill('SIGKILL');
      redis.kill('SIGKILL');
    }
  }, 60_000);

  it('waits for another pod and outlives its death', async () => {
    const redisPort = await freePort();
    const redis = await startRedis(redisPort);
    const silent = await up(startTcp(() => {}));
    const url = { REDIS_URL: `redis://127.0.0.1:${redisPort}` };
    const other = await startService({ ...ENVIRONMENT, ...url });
    const port = await freePort();
    const dying = startProcess({ ...ENVIRONMENT, ...url, PORT: String(port) });
    await until(async () => (await other.http.get('/health/ready')).body.redis === 'up' && (await listens(port)));
    const target = { ...at(silent.port), timeoutMs: 4000 };
    const lost = fetch(`http://127.0.0.1:${port}/probes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(target),
    }).catch(() => 'lost');
    await until(() => silent.connections() === 1);
    const begin = performance.now();
    const reply = other.http
      .post('/probes')
      .send(target)
      .then(({ body }) => body as { outcome: string });
    setTimeout(() => dying.child.kill('SIGKILL'), 300);
    expect((await reply).outcome).toBe('unreachable');
    // The dead pod's lock ended, the other looked by itself, and the waiting counted.
    expect(silent.connections()).toBe(2);
    expect(performance.now() - begin).toBeLessThan(5500);
    expect(await lost).toBe('lost');
    await other.app.close();
    redis.kill('SIGKILL');
  });

  it.each([2, 40, 200, 600])('a flush %s ms into a look lets no second one out, whoever waits or comes', async (early) => {
    const redisPort = await freePort();
    const redis = await startRedis(redisPort);
    const silent = await up(startTcp((socket) => void setTimeout(() => socket.end('SSH-2.0-test\r\n'), 1800)));
    const pods = await Promise.all([1, 2, 3].map(() => startService({ ...ENVIRONMENT, REDIS_URL: `redis://127.0.0.1:${redisPort}` })));
    await until(async () =>
      (await Promise.all(pods.map(({ http }) => http.get('/health/ready')))).every(({ body }) => body.redis === 'up'),
    );
    const ask = (pod: number) =>
      (pods[pod] as (typeof pods)[number]).http
        .post('/probes')
        .send({ ...at(silent.port), timeoutMs: 8000 })
        .then(({ body }) => body as { outcome: string; degraded?: boolean });
    const flush = () => execFileSync('redis-cli', ['-p', String(redisPort), 'flushall']);
    const calls = [ask(0)];
    await until(() => silent.connections() === 1);
    await new Promise((resolve) => setTimeout(resolve, early));
    calls.push(ask(1));
    await new Promise((resolve) => setTimeout(resolve, 60));
    flush();
    calls.push(ask(2));
    expect((await Promise.all(calls)).map(({ outcome, degraded }) => [outcome, degraded])).toEqual(calls.map(() => ['not-tls', undefined]));
    expect(silent.connections()).toBe(1);
    for (const { app } of pods) await app.close();
    redis.kill('SIGKILL');
  });
});
