import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Overload } from '../src/access/overload.js';
import { freePort, startProcess, startService, until } from './service.js';

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

describe('whether a request is refused', () => {
  /** A clock that stands still between turns. */
  function turned() {
    const state = { now: 0, utilization: 0, ends: [] as (() => void)[] };
    const overload = new Overload(10, {
      now: () => state.now,
      utilization: () => state.utilization,
      afterThisTurn: (call) => state.ends.push(call),
    });
    /** One turn with so many requests that are there already, each of which takes so long where it is served. */
    const turn = (requests: number, each: number) => {
      let served = 0;
      for (let at = 0; at < requests; at++) {
        if (overload.refuses()) continue;
        served++;
        state.now += each;
      }
      for (const end of state.ends.splice(0)) end();
      return served;
    };
    const pulses = (count: number, utilization: number) => {
      state.utilization = utilization;
      for (let at = 0; at < count; at++) overload.pulse();
    };
    return { overload, turn, pulses };
  }

  it('a heap that arrives at once is worked off', () => {
    expect(turned().turn(90, 1)).toBe(90);
  });

  it('one request that takes long does not have others refused', () => {
    const { turn } = turned();
    expect(turn(16, 500)).toBe(16);
  });

  it('a heap that would take a second is not', () => {
    expect(turned().turn(1000, 1)).toBe(101);
  });

  it('once the loop has had no rest for a while each turn serves for the limit', () => {
    const { turn, pulses, overload } = turned();
    pulses(4, 1);
    expect(overload.isStanding).toBe(false);
    pulses(1, 1);
    expect(overload.isStanding).toBe(true);
    expect([turn(100, 1), turn(100, 2), turn(3, 1)]).toEqual([11, 6, 3]);
  });

  it('a short rest does not end it, a longer one does', () => {
    const { turn, pulses } = turned();
    pulses(5, 1);
    pulses(20, 0.2);
    pulses(1, 1);
    pulses(24, 0.2);
    expect(turn(90, 1)).toBe(11);
    pulses(1, 0.2);
    expect(turn(90, 1)).toBe(90);
  });
});

it('a service that has too much to do refuses with 503 what it can not serve, never the health checks, and is calm again', async () => {
  const port = await freePort();
  const { child } = startProcess({ PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  const ready = () =>
    fetch(`${url}/health/ready`).then(
      (reply) => reply.status,
      () => 0,
    );
  await until(async () => (await ready()) === 200);
  // Half a megabyte each: some 64 at once are seconds of work.
  const body = 'SSSLERR_PEER_CERT_UNTRUSTED while the handshake of number 4711 went on and on. '.repeat(6500);
  const replies: Response[] = [];
  const health: number[] = [];
  let over = false;
  const asking = Array.from({ length: 64 }, async () => {
    while (!over) {
      const reply = await fetch(`${url}/errors/match`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', 'x-request-id': 'mine' },
        body,
      });
      replies.push(reply);
      if (reply.status === 503) over = true;
      else await reply.arrayBuffer();
    }
  });
  await until(async () => {
    health.push(await ready());
    return over;
  });
  await Promise.all(asking);
  expect(new Set(health)).toEqual(new Set([200]));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 503]));
  const refused = replies.find(({ status }) => status === 503)!;
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    'retry-after': '1',
    'x-request-id': 'mine',
    'content-type': 'application/problem+json',
  });
  expect(await refused.json()).toMatchObject({ status: 503, errorCode: 'OVERLOADED', retryAfter: 1 });
  await until(() => fetch(`${url}/errors/WSS040`).then(({ status }) => status === 200));
  const metrics = await fetch(`${url}/metrics`).then((reply) => reply.text());
  expect(metrics).toMatch(/mtls_doctor_refusals_total\{error_code="OVERLOADED"\} [1-9]/);
  expect(metrics).toMatch(/http_requests_total\{method="any",route="none",status="503"\} [1-9]/);
  child.kill('SIGKILL');
});
