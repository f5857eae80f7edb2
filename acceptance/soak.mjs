// A hundred thousand mixed requests: no growth of memory, open files or sockets. npm run build && node acceptance/soak.mjs [requests]
import { Agent } from 'node:http';
import { ask, expectThat, finish, footprint, pause, startInstance, tally, TICKET } from './harness.mjs';

const total = Number(process.argv[2] ?? 100_000);
// With a small heap V8 collects early: what grows under it is kept, not merely not yet collected.
const { port, child } = await startInstance({ NODE_OPTIONS: '--max-old-space-size=96' }, 0);
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
try {
  for (let done = 0; done < total;) {
    await Promise.all(
      Array.from({ length: 16 }, async (_, lane) => {
        for (let at = done + lane; at < Math.min(total, done + total / 10); at += 16) {
          const [path, options] = MIX[at % MIX.length](at);
          const { status } = await ask(port, path, { ...options, agent: at % 100 === 0 ? new Agent() : agent });
          replies.push({ status });
        }
      }),
    );
    done += total / 10;
    await pause(300);
    marks.push(footprint(child.pid));
  }
  console.log('after each tenth:', marks.map(({ mebibytes, files }) => `${mebibytes} MiB, ${files} files`).join('; '));
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [middle, end] = [marks.slice(3, 6), marks.slice(-3)];
  expectThat(
    'every request is answered, none with a 5xx',
    replies.every(({ status }) => status > 0 && status < 500),
    JSON.stringify(tally(replies)),
  );
  expectThat(
    'memory does not grow',
    mean(end.map(({ mebibytes }) => mebibytes)) <= mean(middle.map(({ mebibytes }) => mebibytes)) * 1.1 + 5,
  );
  expectThat('open files and sockets do not grow', mean(end.map(({ files }) => files)) <= mean(middle.map(({ files }) => files)) + 2);
} finally {
  child.kill('SIGKILL');
}
finish();
