// A hundred thousand mixed requests: nothing that is kept grows, neither memory nor open files nor sockets.
// npm run build && node acceptance/soak.mjs [requests]
import { Agent } from 'node:http';
import { ask, boundTo, expectThat, finish, footprint, liveHeap, pause, startInstance, tally, TELLS_HEAP, TICKET } from './harness.mjs';

boundTo(20);

/** MiB; helm/values.yaml grants 512. */
const MOST_RESIDENT = 384;

const total = Number(process.argv[2] ?? 100_000);
// Nothing is refused for load, so that every request is really served. No cap on the heap: V8 lets garbage lie while there is room, so that resident memory alone says little. What is alive is what
// is left after full collections, which it makes when asked: behind a fifth, when all caches are warm, and at the end.
const { port, child } = await startInstance({ MAX_EVENT_LOOP_DELAY: '0' }, undefined, TELLS_HEAP);
const MIX = [
  () => ['/diagnose', { body: TICKET }],
  () => ['/diagnose', { body: JSON.stringify({ text: 'Message no. WSS040', product: 'abap' }), type: 'application/json' }],
  () => ['/errors/WSS040'],
  (at) => [`/errors/NO-SUCH-${at}`],
  (at) => [`/errors?q=certificate%20${at % 1000}`],
  () => ['/errors/match', { body: TICKET }],
  () => ['/causes'],
  () => ['/diagnose', { body: '{"broken', type: 'application/json' }],
  (at) => [`/nowhere/${at}`],
  () => ['/metrics'],
];
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const replies = [];
const marks = [];
const alive = [];
try {
  for (let done = 0; done < total;) {
    await Promise.all(
      Array.from({ length: 16 }, async (_, lane) => {
        for (let at = done + lane; at < Math.min(total, done + total / 10); at += 16) {
          const [path, options] = MIX[at % MIX.length](at);
          const { status } = await ask(port, path, { ...options, agent });
          replies.push({ status });
        }
      }),
    );
    done += total / 10;
    await pause(300);
    marks.push(footprint(child.pid));
    if (marks.length === 2 || marks.length === 10) alive.push(await liveHeap(child));
  }
  console.log('after each tenth:', marks.map(({ mebibytes, files }) => `${mebibytes} MiB, ${files} files`).join('; '));
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [middle, end] = [marks.slice(3, 6), marks.slice(-3)];
  expectThat(
    'every request is answered, none with a 5xx',
    replies.every(({ status }) => status > 0 && status < 500),
    JSON.stringify(tally(replies)),
  );
  const [early, late] = alive;
  expectThat('what is alive on the heap does not grow', late <= early * 1.02 + 1, `${early} MiB behind a fifth, ${late} MiB at the end`);
  expectThat(
    'resident memory stays within three quarters of what the chart grants',
    marks.every(({ mebibytes }) => mebibytes <= MOST_RESIDENT),
    `at most ${Math.max(...marks.map(({ mebibytes }) => mebibytes))} MiB`,
  );
  expectThat('open files and sockets do not grow', mean(end.map(({ files }) => files)) <= mean(middle.map(({ files }) => files)) + 2);
} finally {
  child.kill('SIGKILL');
}
finish();
