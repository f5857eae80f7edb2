import { once } from 'node:events';
import { freePort, startProcess, until } from '../service.js';
import { startRedis, type StartedRedis } from '../servers/redis.js';
import { listens, startTcp, type Started } from '../servers/start.js';

/** Answers nothing, so that each look takes its whole time. */
let slow: Started & { connections(): number };
let redis: StartedRedis;
const pods: ReturnType<typeof startProcess>[] = [];
const ports: number[] = [];
const TARGETS = 160;
const TIMEOUT = 300;

async function startPod(): Promise<number> {
  const port = await freePort();
  pods.push(startProcess({ PROBE_ALLOW: '127.0.0.0/8', PORT: String(port), REDIS_URL: `redis://127.0.0.1:${redis.port}` }));
  await until(() => listens(port), 30);
  await until(async () => ((await (await fetch(`http://127.0.0.1:${port}/health/ready`)).json()) as { redis: string }).redis === 'up', 30);
  ports.push(port);
  return port;
}

interface State {
  id: string;
  total: number;
  done: number;
  degraded?: boolean;
  results: { index: number; report?: { outcome: string; target: { path: string } }; problem?: { errorCode: string } }[];
}
const begin = async (port: number, targets = TARGETS): Promise<State> => {
  const reply = await fetch(`http://127.0.0.1:${port}/probes/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      targets: Array.from({ length: targets }, (_unused, at) => ({
        host: '127.0.0.1',
        port: slow.port,
        path: `/${at}`,
        timeoutMs: TIMEOUT,
      })),
    }),
  });
  expect(reply.status).toBe(202);
  return (await reply.json()) as State;
};
const state = async (port: number, id: string): Promise<State> =>
  (await (await fetch(`http://127.0.0.1:${port}/probes/batch/${id}`)).json()) as State;

beforeEach(async () => {
  slow = await startTcp(() => {});
  redis = await startRedis(await freePort());
});
afterEach(async () => {
  for (const { child } of pods.splice(0)) child.kill('SIGKILL');
  await slow.stop();
  await redis.stop();
});

/** Which targets have a result, what became of them, and whether each result is of its own target. */
const summaryOf = ({ results }: State) => ({
  indexes: results.map(({ index }) => index),
  outcomes: [...new Set(results.map(({ report }) => report?.outcome))],
  own: results.every(({ index, report }) => report?.target.path === `/${index}`),
});
const COMPLETE = { indexes: Array.from({ length: TARGETS }, (_unused, at) => at), outcomes: ['unreachable'], own: true };

it('pods share a batch, each tells its progress, and what a killed pod had begun another does', async () => {
  const [first, second] = [await startPod(), await startPod()];
  const { id } = await begin(first);
  const events = fetch(`http://127.0.0.1:${second}/probes/batch/${id}`, { headers: { accept: 'text/event-stream' } }).then((reply) =>
    reply.text(),
  );
  await until(async () => (await state(second, id)).done > 20, 30);
  // More than one pod does alone at the same time.
  expect(slow.connections()).toBeGreaterThan(16);
  pods[0]?.child.kill('SIGKILL');
  await until(async () => (await state(second, id)).done === TARGETS, 60);
  expect(summaryOf(await state(second, id))).toEqual(COMPLETE);
  const told = await events;
  expect(told.match(/^event: result$/gm)?.length).toBe(TARGETS);
  expect(told.trimEnd().split('\n\n').at(-1)).toContain('event: end');
}, 120_000);

it('a restart loses nothing', async () => {
  const first = await startPod();
  const { id } = await begin(first);
  await until(async () => (await state(first, id)).done > 10, 30);
  pods[0]?.child.kill('SIGKILL');
  await once(pods[0]!.child, 'exit');
  const second = await startPod();
  await until(async () => (await state(second, id)).done === TARGETS, 60);
  expect(summaryOf(await state(second, id))).toEqual(COMPLETE);
}, 120_000);

it('works in memory while Redis is away, and says so', async () => {
  const port = await startPod();
  await redis.stop();
  const { id, degraded } = await begin(port);
  expect(degraded).toBe(true);
  await until(async () => (await state(port, id)).done === TARGETS, 60);
  expect(summaryOf(await state(port, id))).toEqual(COMPLETE);
  const unknown = await fetch(`http://127.0.0.1:${port}/probes/batch/00000000-0000-0000-0000-000000000000`);
  expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '1']);
}, 120_000);
