// How soon the built service is ready and how much memory it holds, beside a bare node:http server started in the same run.
// Wall time depends on who shares the machine; processor time says what the start itself costs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';

const STARTS = Number(process.env.BENCH_STARTS ?? 7);
const SERVICE = process.argv[2] ?? 'dist/main.js';
const bare = join(mkdtempSync(join(tmpdir(), 'bench-')), 'bare.mjs');
writeFileSync(
  bare,
  `import { createServer } from 'node:http';\ncreateServer((request, response) => response.end('{}')).listen(Number(process.env.PORT), '127.0.0.1');`,
);

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
};

const answers = (port) =>
  new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/health/ready' }, (reply) => resolve(reply.resume().statusCode === 200)).on('error', () =>
      resolve(false),
    );
  });

const ticksOf = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
const megabytesOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** Starts a server once. With `load`, it also answers diagnoses for some seconds. */
async function start(script, load = false) {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, PORT: String(port), LOG_LEVEL: 'silent', MAX_EVENT_LOOP_DELAY: '0' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${script} ended`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const seen = { ready: performance.now() - begin, cpu: ticksOf(child.pid), rss: megabytesOf(child.pid) };
  if (load) {
    const body = JSON.stringify({
      text: `HTTP/1.1 401 Unauthorized\nSSSLERR_PEER_CERT_UNTRUSTED (-102)\n${'2026-11-24 10:00:00 INFO nothing special here\n'.repeat(40)}`,
    });
    await autocannon({
      url: `http://127.0.0.1:${port}/diagnose`,
      connections: 20,
      duration: 10,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    seen.rssAfterLoad = megabytesOf(child.pid);
  }
  child.kill();
  await once(child, 'exit');
  return seen;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const row = (name, seen) =>
  `${name.padEnd(15)} ${median(seen.map(({ ready }) => ready))
    .toFixed(0)
    .padStart(5)} ms (best ${Math.min(...seen.map(({ ready }) => ready)).toFixed(0)})  ` +
  `${median(seen.map(({ cpu }) => cpu))
    .toFixed(0)
    .padStart(
      5,
    )} ms of processor time (best ${Math.min(...seen.map(({ cpu }) => cpu))})  ${median(seen.map(({ rss }) => rss)).toFixed(0)} MiB resident`;
const seen = { service: [], bare: [] };
for (let at = 0; at < STARTS; at++) {
  seen.service.push(await start(SERVICE));
  seen.bare.push(await start(bare));
}
console.log(row('bare node:http', seen.bare));
console.log(row('mtls-doctor', seen.service));
if (process.env.BENCH_LOAD !== '0') console.log(`after 10 s of load: ${(await start(SERVICE, true)).rssAfterLoad.toFixed(0)} MiB`);
console.log('wanted: ready within 1000 ms (aim 500), under 150 MB resident');
