// POST /diagnose with 2 KiB of text beside a bare node:http server that parses the same body and writes the same bytes, in the same run.
// Each server has core 0 for itself, the load core 1; what counts is CPU time per request, since machines are shared.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** A ticket: prose, a trace and a status, no two requests the same, so that nothing could be remembered. */
const ticket = (n) =>
  `Ticket ${n}: since we renewed the client certificate on our S/4HANA system the call to partner${n}.example.com fails, in Postman it works.\n` +
  `[Thr 140${n}] *** ERROR => SSL handshake with partner${n}.example.com:443 failed: SSSLERR_PEER_CERT_UNTRUSTED (-102)#\n` +
  `[Thr 140${n}] HTTP/1.1 401 Unauthorized\nserver: nginx\ndate: Tue, 24 Nov 2026 10:00:00 GMT\n` +
  `2026-11-24 10:00:0${n % 10},123 INFO  [http-nio-8080-exec-${n}] o.a.c.c.C.[Tomcat].[localhost] request ${n} took 12 ms, nothing special here\n`.repeat(
    12,
  );
const bodies = Array.from({ length: 512 }, (_, n) => JSON.stringify({ text: ticket(n).slice(0, 2048) }));

const folder = mkdtempSync(join(tmpdir(), 'bench-'));

async function start(args, env) {
  const child = spawn('taskset', ['-c', '0', process.execPath, ...args], {
    // Callers that always have a request open would be refused as overload.
    env: { ...process.env, MAX_EVENT_LOOP_DELAY: '0', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`http://127.0.0.1:${env.PORT}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not start');
}

const ticks = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
};

async function load(child, port) {
  const before = ticks(child.pid);
  const run = autocannon({
    url: `http://127.0.0.1:${port}/diagnose`,
    connections: 20,
    duration: SECONDS,
    requests: bodies.map((body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })),
  });
  const { requests, latency, non2xx } = await run;
  if (non2xx > 0) throw new Error(`${non2xx} replies were no 200`);
  return { perSecond: requests.average, cpu: ((ticks(child.pid) - before) * 10_000) / requests.total, p99: latency.p99 };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const service = await start(['dist/main.js'], { PORT: '4101', LOG_LEVEL: 'silent', MAX_EVENT_LOOP_DELAY: '0' });
const reply = await (
  await fetch('http://127.0.0.1:4101/diagnose', { method: 'POST', headers: { 'content-type': 'application/json' }, body: bodies[0] })
).text();
writeFileSync(join(folder, 'reply.json'), reply);
writeFileSync(
  join(folder, 'bare.mjs'),
  `import { createServer } from 'node:http'; import { readFileSync } from 'node:fs';
const reply = readFileSync(${JSON.stringify(join(folder, 'reply.json'))});
createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => { if (chunks.length) JSON.parse(Buffer.concat(chunks).toString()); response.writeHead(200, { 'content-type': 'application/json', 'content-length': reply.length }); response.end(reply); });
}).listen(Number(process.env.PORT), '127.0.0.1');`,
);
const bare = await start([join(folder, 'bare.mjs')], { PORT: '4102' });
await load(service, 4101);
await load(bare, 4102);
const rounds = [];
for (let round = 0; round < ROUNDS; round++) rounds.push({ service: await load(service, 4101), bare: await load(bare, 4102) });
const of = (who, what) => median(rounds.map((round) => round[who][what]));
const row = (who) =>
  `${of(who, 'perSecond').toFixed(0).padStart(7)} req/s ${of(who, 'cpu').toFixed(0).padStart(5)} us CPU/req  p99 ${of(who, 'p99')} ms`;
console.log(`body ${Buffer.byteLength(bodies[0])} bytes, reply ${reply.length} bytes, ${ROUNDS} rounds of ${SECONDS} s`);
console.log(`bare node:http ${row('bare')}`);
console.log(`mtls-doctor    ${row('service')}`);
console.log(
  `ratio          ${(of('service', 'perSecond') / of('bare', 'perSecond')).toFixed(2)} of its rate, ${(of('bare', 'cpu') / of('service', 'cpu')).toFixed(2)} by CPU (wanted: 0.33, aim 0.5)`,
);
for (const child of [service, bare]) {
  child.kill();
  await once(child, 'exit');
}
