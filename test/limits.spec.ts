import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { EventLoopDelay } from '../src/access/event-loop-delay.js';
import { freePort, startService, until } from './service.js';

async function startRedis(port: number): Promise<ChildProcess> {
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  return child;
}

it('is off unless it is configured', async () => {
  const { app, http } = await startService();
  const { headers } = await http.get('/errors/WSS040');
  expect(headers).not.toHaveProperty('ratelimit');
  await app.close();
});

it('gives each caller its share, says what is left, and refuses with the time to wait', async () => {
  const { app, http } = await startService({ RATE_LIMIT: '3/60', TRUSTED_PROXIES: '127.0.0.1' });
  const ask = (address: string) => http.get('/errors/WSS040').set('x-forwarded-for', address);
  const first = await ask('192.0.2.1');
  expect(first.headers).toMatchObject({ 'ratelimit-policy': '"caller";q=3;w=60', ratelimit: '"caller";r=2;t=20' });
  await ask('192.0.2.1');
  await ask('192.0.2.1');
  const refused = await ask('192.0.2.1');
  expect([refused.status, refused.body.errorCode, refused.body.retryAfter]).toEqual([429, 'TOO_MANY_REQUESTS', 20]);
  expect(refused.headers).toMatchObject({ 'retry-after': '20', ratelimit: '"caller";r=0;t=60' });
  expect((await ask('192.0.2.2')).status).toBe(200);
  // The platform's questions are not counted.
  for (let index = 0; index < 5; index++) expect((await http.get('/health/ready').set('x-forwarded-for', '192.0.2.1')).status).toBe(200);
  await app.close();
});

it('is shared by all instances through Redis, and goes on alone when Redis is away', async () => {
  const port = await freePort();
  const redis = await startRedis(port);
  const environment = { RATE_LIMIT: '4/60', REDIS_URL: `redis://127.0.0.1:${port}` };
  const instances = [await startService(environment), await startService(environment)] as const;
  for (const { http } of instances) await until(async () => (await http.get('/health/ready')).body.redis === 'up');
  const ask = (at: 0 | 1) => instances[at].http.get('/errors/WSS040').then(({ status, headers }) => [status, headers['ratelimit']]);
  const asked = [await ask(0), await ask(1), await ask(0), await ask(1), await ask(0), await ask(1)];
  expect(asked.map(([status]) => status)).toEqual([200, 200, 200, 200, 429, 429]);
  expect(asked.slice(0, 2).map(([, left]) => left)).toEqual(['"caller";r=3;t=15', '"caller";r=2;t=30']);
  redis.kill('SIGKILL');
  await once(redis, 'exit');
  const alone = [await ask(0), await ask(0), await ask(0), await ask(0), await ask(0)];
  expect(alone.map(([status]) => status)).toEqual([200, 200, 200, 200, 429]);
  await Promise.all(instances.map(({ app }) => app.close()));
});

it('measures how long the event loop has been busy', async () => {
  const delay = new EventLoopDelay();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(delay.now).toBeLessThan(40);
  const end = performance.now() + 120;
  while (performance.now() < end);
  expect(delay.now).toBeGreaterThan(90);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(delay.now).toBeLessThan(40);
  delay.stop();
});

it('refuses what has waited too long with 503, at once, and never the health checks; then is calm again', async () => {
  const { app, http, url } = await startService({ MAX_EVENT_LOOP_DELAY: '40' });
  const ask = (path: string) => fetch(`${url}${path}`, { headers: { 'x-request-id': 'x' } });
  await Promise.all(Array.from({ length: 10 }, () => ask('/health/live')));
  // The loop is busy for a while: whatever arrives in that time is read in the turn after it.
  const statuses = Promise.all(Array.from({ length: 10 }, (_, at) => ask(at % 2 ? '/errors/WSS040' : '/health/live')));
  setImmediate(() => {
    const end = performance.now() + 150;
    while (performance.now() < end);
  });
  const replies = await statuses;
  expect(replies.filter((_, at) => at % 2 === 0).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  for (const reply of replies.filter(({ status }) => status !== 200)) {
    expect(reply.headers.get('retry-after')).toBe('1');
    expect(await reply.json()).toMatchObject({ status: 503, errorCode: 'OVERLOADED', retryAfter: 1 });
  }
  expect((await http.get('/errors/WSS040')).status).toBe(200);
  await app.close();
});
