import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort, startService, until } from './service.js';

/** A real Redis on a free port; Debian calls it redis-server, others valkey-server. */
async function startRedis(port: number): Promise<ChildProcess> {
  for (const program of ['redis-server', 'valkey-server']) {
    const child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const started = await Promise.race([once(child, 'error').then(() => false), once(child.stdout, 'data').then(() => true)]);
    if (started) return child;
  }
  throw new Error('there is neither redis-server nor valkey-server; npm test installs one');
}

it('is ok without Redis when none is configured', async () => {
  const { app, http } = await startService();
  expect((await http.get('/health/ready')).body).toEqual({ status: 'ok', redis: 'not-configured' });
  expect((await http.get('/health/live')).body).toEqual({ status: 'ok' });
  await app.close();
});

it('follows Redis as it comes, goes and comes back, and stays ready all the time', async () => {
  const port = await freePort();
  const { app, http } = await startService({ REDIS_URL: `redis://127.0.0.1:${port}` });
  const state = async () => {
    const { status, body } = await http.get('/health/ready');
    expect(status).toBe(200);
    return (body as { status: string }).status;
  };
  expect(await state()).toBe('degraded');
  let redis = await startRedis(port);
  await until(async () => (await state()) === 'ok');
  redis.kill('SIGKILL');
  await once(redis, 'exit');
  await until(async () => (await state()) === 'degraded');
  redis = await startRedis(port);
  await until(async () => (await state()) === 'ok');
  // Frozen, not gone: nobody waits for it.
  redis.kill('SIGSTOP');
  const before = performance.now();
  expect(await state()).toBe('degraded');
  expect(performance.now() - before).toBeLessThan(2000);
  redis.kill('SIGCONT');
  redis.kill('SIGKILL');
  await app.close();
});
