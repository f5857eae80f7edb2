// Twice the capacity: the served share keeps its latency, the rest is refused at once, memory stays flat, and it is calm again within 5 s.
// npm run build && node acceptance/overload.mjs [seconds of overload, 60 by default]. Wants two cores: one for the service, one for the load.
import { boundTo, capacity, expectThat, finish, footprint, load, pause, percentile, startInstance, tally } from './harness.mjs';

boundTo(6);

const seconds = Number(process.argv[2] ?? 60);
const { port, child } = await startInstance({ MAX_EVENT_LOOP_DELAY: process.env.MAX_EVENT_LOOP_DELAY ?? '2' }, 0);
const times = (replies, status) => replies.filter((reply) => reply.status === status).map(({ took }) => took);
try {
  await load(port, 200, 3);
  // With the limit in force: what 4 callers get, who never wait long, is what one core can do.
  const most = await capacity(port, 5, 4);
  console.log(`capacity ${most} requests a second with 4 callers`);
  // The load before left a queue, which is over when there was rest for half a second: only then it is calm.
  await pause(1000);
  const calm = await load(port, most / 2, 5);
  const calmP99 = percentile(times(calm, 200), 0.99);
  console.log(`calm, at half of it: p50 ${percentile(times(calm, 200), 0.5)} ms, p99 ${calmP99} ms`, tally(calm));
  const before = footprint(child.pid);
  const memory = [];
  const watching = setInterval(() => memory.push(footprint(child.pid).mebibytes), 500);
  const flood = await load(port, most * 2, seconds);
  clearInterval(watching);
  const served = times(flood, 200);
  const refused = times(flood, 503);
  console.log(
    `flood, ${most * 2} a second for ${seconds} s:`,
    tally(flood),
    `served ${Math.round(served.length / seconds)} a second, p50 ${percentile(served, 0.5)} ms`,
  );
  expectThat(
    'served p99 within 3 times the calm one',
    percentile(served, 0.99) <= 3 * calmP99,
    `${percentile(served, 0.99)} ms against ${calmP99} ms`,
  );
  expectThat(
    'at least half of the capacity is still served',
    served.length / seconds >= most / 2,
    `${Math.round((100 * served.length) / seconds / most)} %`,
  );
  expectThat(
    'the rest is refused with 503 and Retry-After',
    flood.every(({ status, retryAfter }) => status === 200 || (status === 503 && retryAfter === '1')),
  );
  expectThat('and at once', percentile(refused, 0.99) <= 3 * calmP99, `p99 ${percentile(refused, 0.99)} ms`);
  const third = Math.ceil(memory.length / 3);
  const mean = (list) => Math.round(list.reduce((sum, value) => sum + value, 0) / list.length);
  expectThat(
    'memory stays flat',
    mean(memory.slice(-third)) <= mean(memory.slice(third, 2 * third)) * 1.1 + 10,
    `${before.mebibytes} MiB before, ${mean(memory.slice(third, 2 * third))} in the middle, ${mean(memory.slice(-third))} at the end`,
  );
  await pause(1000);
  const after = await load(port, most / 2, 8);
  const late = after.filter(({ second }) => second >= 4);
  expectThat(
    'calm again within 5 s',
    late.every(({ status }) => status === 200) && percentile(times(late, 200), 0.99) <= 2 * calmP99,
    `p99 ${percentile(times(late, 200), 0.99)} ms`,
  );
} finally {
  child.kill('SIGKILL');
}
finish();
