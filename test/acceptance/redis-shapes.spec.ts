import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { freePort, startService, until } from '../service.js';
import { makePki } from '../servers/pki.js';
import { startRedis, type StartedRedis } from '../servers/redis.js';
import { startTcp, type Started } from '../servers/start.js';

/** So long a slow Redis lets wait, in milliseconds; whoever waited for it would be seen to. */
const SLOW = 5000;

const servers: { stop(): Promise<void> }[] = [];
const redisOn = async (port: number, ...parameters: string[]): Promise<StartedRedis> => {
  const started = await startRedis(port, ...parameters);
  servers.push(started);
  return started;
};
let target: Started & { connections(): number };
beforeAll(async () => {
  // Answers at once with something that is no TLS: the quickest look.
  target = await startTcp((socket) => socket.end('SSH-2.0-test\r\n'));
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await target.stop();
});

let look = 0;
async function withService(url: string, work: (service: Awaited<ReturnType<typeof startService>>) => Promise<void>): Promise<void> {
  const service = await startService({ PROBE_ALLOW: '127.0.0.0/8', PROBE_TARGET_LIMIT: '0', REDIS_URL: url });
  try {
    await work(service);
  } finally {
    await service.app.close();
  }
}
type Service = Awaited<ReturnType<typeof startService>>;
/** A look at a path that nobody has looked at. @returns what the reply says of it and of Redis */
async function freshLook({ http }: Service): Promise<{ outcome: string; degraded: boolean }> {
  const { status, body } = await http.post('/probes').send({ host: '127.0.0.1', port: target.port, path: `/${look++}` });
  expect(status).toBe(200);
  return { outcome: body.outcome, degraded: body.degraded === true };
}
const isUp = ({ http }: Service) => until(async () => (await http.get('/health/ready')).body.redis === 'up', 30);
const isAway = ({ http }: Service) => until(async () => (await http.get('/health/ready')).body.redis === 'away', 30);

/** Works, keeps the look in Redis, and another service finds it there. */
async function shares(url: string): Promise<void> {
  await withService(url, async (first) => {
    await isUp(first);
    const body = { host: '127.0.0.1', port: target.port, path: `/shared-${look++}` };
    expect((await first.http.post('/probes').send(body)).body.cache.hit).toBe(false);
    await withService(url, async (second) => {
      await isUp(second);
      const { body: found } = await second.http.post('/probes').send(body);
      expect([found.outcome, found.cache.hit, found.degraded]).toEqual(['not-tls', true, undefined]);
    });
  });
}
const DEGRADED = { outcome: 'not-tls', degraded: true };
const SOUND = { outcome: 'not-tls', degraded: false };

/** Passes bytes on to Redis, later where it is told so. */
async function slowGate(port: number): Promise<{ port: number; delay(ms: number): void; passed(): number; stop(): Promise<void> }> {
  let wait = 0;
  let passed = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    open.add(client).add(upstream);
    for (const socket of [client, upstream]) socket.on('error', () => {});
    client.on('data', (chunk: Buffer) => upstream.write(chunk));
    upstream.on('data', (chunk: Buffer) => setTimeout(() => (passed++, client.write(chunk)), wait));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    delay: (ms) => (wait = ms),
    passed: () => passed,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('URLs', () => {
  it('takes a user with a password', async () => {
    const port = await freePort();
    const redis = await redisOn(port);
    redis.cli('acl', 'setuser', 'doctor', 'on', '>s3cret/@', '~*', '&*', '+@all');
    redis.cli('acl', 'setuser', 'default', 'off');
    await shares(`redis://doctor:${encodeURIComponent('s3cret/@')}@127.0.0.1:${port}/1`);
    await withService(`redis://doctor:wrong@127.0.0.1:${port}`, async (service) => {
      expect(await freshLook(service)).toMatchObject(DEGRADED);
    });
  });

  it('speaks TLS, and not to a server that it does not trust', async () => {
    const pki = makePki();
    const port = await freePort();
    await redisOn(
      port,
      '--port',
      '0',
      '--tls-port',
      String(port),
      '--tls-cert-file',
      pki.files.serverChain,
      '--tls-key-file',
      pki.files.serverKey,
      '--tls-ca-cert-file',
      pki.files.root,
      '--tls-auth-clients',
      'no',
    );
    await withService(`rediss://localhost:${port}`, async (service) => {
      expect(await freshLook(service)).toMatchObject(DEGRADED);
    });
    // NODE_EXTRA_CA_CERTS is read at the start of a process only, hence one of its own.
    const ready = execFileSync(
      process.execPath,
      [
        '-e',
        `import('./dist/config.js').then(async ({ readConfig }) => { const { createApp } = await import('./dist/create-app.js'); const app = await createApp(readConfig({ REDIS_URL: 'rediss://localhost:${port}' }), { logger: false }); await app.listen(0, '127.0.0.1'); for (let at = 0; at < 100; at++) { const { redis } = await (await fetch(await app.getUrl() + '/health/ready')).json(); if (redis === 'up') { console.log('up'); process.exit(0); } await new Promise((resolve) => setTimeout(resolve, 50)); } process.exit(1); })`,
      ],
      { env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: pki.files.root }, encoding: 'utf8' },
    );
    expect(ready.trim()).toBe('up');
  });

  it('finds the master through Sentinel, and the new one after a failover', async () => {
    const [master, replica, sentinel] = [await freePort(), await freePort(), await freePort()] as [number, number, number];
    const first = await redisOn(master);
    const second = await redisOn(replica, '--replicaof', '127.0.0.1', String(master));
    const file = join(mkdtempSync(join(tmpdir(), 'mtls-doctor-sentinel-')), 'sentinel.conf');
    writeFileSync(
      file,
      `sentinel monitor mymaster 127.0.0.1 ${master} 1\nsentinel down-after-milliseconds mymaster 500\nsentinel failover-timeout mymaster 3000\n`,
    );
    const guard = await redisOn(sentinel, file, '--sentinel');
    await until(() => second.cli('info', 'replication').includes('master_link_status:up'), 30);
    await until(() => /,slave,|slave0:|num-slaves\s+1/.test(guard.cli('sentinel', 'master', 'mymaster').replaceAll('\n', ' ')), 30);
    const url = `redis+sentinel://127.0.0.1:${sentinel}/mymaster`;
    await shares(url);
    await withService(url, async (service) => {
      await isUp(service);
      const answers: { outcome: string }[] = [];
      const enough = new AbortController();
      const calls = (async () => {
        while (!enough.signal.aborted) answers.push(await freshLook(service));
      })();
      await first.stop();
      await until(() => second.cli('info', 'replication').includes('role:master'), 30);
      await until(async () => !(await freshLook(service)).degraded, 30);
      enough.abort();
      await calls;
      expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['not-tls']));
    });
  }, 120_000);

  it('works on a cluster', async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    // The bus listens 10,000 ports higher by default, which need not exist.
    const nodes = await Promise.all(
      ports.map(async (port) =>
        redisOn(
          port,
          '--cluster-enabled',
          'yes',
          '--cluster-port',
          String(await freePort()),
          '--cluster-node-timeout',
          '2000',
          '--cluster-config-file',
          join(mkdtempSync(join(tmpdir(), 'mtls-doctor-cluster-')), 'nodes.conf'),
        ),
      ),
    );
    nodes[0]?.cli('--cluster', 'create', ...ports.map((port) => `127.0.0.1:${port}`), '--cluster-replicas', '0', '--cluster-yes');
    await until(() => nodes.every((node) => node.cli('cluster', 'info').includes('cluster_state:ok')), 30);
    const url = `redis+cluster://${ports.map((port) => `127.0.0.1:${port}`).join(',')}`;
    await shares(url);
    await withService(url, async (service) => {
      await isUp(service);
      const { status, body } = await service.http.post('/probes/batch').send({
        targets: Array.from({ length: 30 }, (_unused, at) => ({ host: '127.0.0.1', port: target.port, path: `/cluster-${at}` })),
      });
      expect([status, body.degraded]).toEqual([202, undefined]);
      await until(async () => (await service.http.get(`/probes/batch/${body.id}`)).body.done === 30, 30);
    });
  }, 120_000);
});

describe('faults', () => {
  it.each([
    ['is not there', async () => `redis://127.0.0.1:${await freePort()}`],
    [
      'accepts connections and says nothing',
      async () => {
        const silent = await startTcp(() => {});
        servers.push(silent);
        return `redis://127.0.0.1:${silent.port}`;
      },
    ],
    [
      'is no Redis',
      async () => {
        const other = await startTcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
        servers.push(other);
        return `redis://127.0.0.1:${other.port}`;
      },
    ],
  ])('works without a Redis that %s, and says so', async (_what, url) => {
    await withService(await url(), async (service) => {
      expect(await freshLook(service)).toMatchObject(DEGRADED);
    });
  });

  it('does not wait for one that is slow, and takes its answers again when it is quick', async () => {
    const redis = await redisOn(await freePort());
    const gate = await slowGate(redis.port);
    servers.push(gate);
    await withService(`redis://127.0.0.1:${gate.port}`, async (service) => {
      await isUp(service);
      expect(await freshLook(service)).toMatchObject(SOUND);
      gate.delay(SLOW);
      const before = gate.passed();
      expect(await freshLook(service)).toMatchObject(DEGRADED);
      // Not one of the answers had come by then.
      expect(gate.passed()).toBe(before);
      gate.delay(0);
      await until(async () => !(await freshLook(service)).degraded, 30);
    });
  }, 60_000);

  it('works with one that is full, and says so', async () => {
    const redis = await redisOn(await freePort(), '--maxmemory', '1mb', '--maxmemory-policy', 'noeviction');
    await withService(`redis://127.0.0.1:${redis.port}`, async (service) => {
      await isUp(service);
      redis.cli('config', 'set', 'maxmemory', '1');
      expect(await freshLook(service)).toMatchObject(DEGRADED);
      redis.cli('config', 'set', 'maxmemory', '0');
      expect(await freshLook(service)).toMatchObject(SOUND);
    });
  });

  it('looks anew after everything was flushed', async () => {
    const redis = await redisOn(await freePort());
    const url = `redis://127.0.0.1:${redis.port}`;
    const body = { host: '127.0.0.1', port: target.port, path: `/flushed-${look++}` };
    await withService(url, async (service) => {
      await isUp(service);
      await service.http.post('/probes').send(body);
    });
    redis.cli('flushall');
    await withService(url, async (service) => {
      await isUp(service);
      const { body: seen } = await service.http.post('/probes').send(body);
      expect([seen.outcome, seen.cache.hit, seen.degraded]).toEqual(['not-tls', false, undefined]);
    });
  });

  it('answers while Redis freezes in the middle of the calls, and recovers by itself', async () => {
    const redis = await redisOn(await freePort());
    await withService(`redis://127.0.0.1:${redis.port}`, async (service) => {
      await isUp(service);
      const calls = Array.from({ length: 40 }, () => freshLook(service));
      redis.child.kill('SIGSTOP');
      expect(new Set((await Promise.all(calls)).map(({ outcome }) => outcome))).toEqual(new Set(['not-tls']));
      await isAway(service);
      expect(await freshLook(service)).toMatchObject(DEGRADED);
      redis.child.kill('SIGCONT');
      await until(async () => !(await freshLook(service)).degraded, 30);
    });
  }, 60_000);
});
