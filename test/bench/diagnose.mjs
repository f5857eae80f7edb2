// POST /diagnose with 2 KiB of text beside a bare node:http server that parses the same body and writes the same bytes, in the same run.
// Each server has core 0 for itself, the load core 1; what counts is CPU time per request, since machines are shared.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { ask, startBare, startService, stop } from './servers.mjs';

execFileSync('taskset', ['-cp', '1', String(process.pid)], { stdio: 'ignore' });

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

const service = await startService(4101, 0);
const { written: reply } = await ask(4101, bodies[0]);
const bare = await startBare(4102, reply, 0);
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
await stop(service, bare);
