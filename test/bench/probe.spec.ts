import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { freePort, startProcess, until } from '../service.js';
import { makePki } from '../servers/pki.js';
import { listens } from '../servers/start.js';
import { nginx } from '../servers/zoo.js';

/** Not part of the usual run: BENCH=1 npx vitest run test/bench/probe.spec.ts. */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const AT_ONCE = 16;

/** Repeats work, 16 at a time, and tells the rate and the latencies in milliseconds. */
async function rate(work: () => Promise<void>) {
  const took: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (performance.now() < end) {
        const before = performance.now();
        await work();
        took.push(performance.now() - before);
      }
    }),
  );
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return { count: took.length, perSecond: Math.round((took.length / (performance.now() - begin)) * 1000), p50: at(0.5), p99: at(0.99) };
}

const idle = new Map<number, Socket[]>();

/** One call over a connection that is kept; written by hand, since the caller shares the processors with those it measures. */
const call = (port: number, path: string, method = 'GET', body = '', more = '') =>
  new Promise<string>((resolve, reject) => {
    const sockets = idle.get(port) ?? [];
    idle.set(port, sockets);
    const socket = sockets.pop() ?? connect(port, '127.0.0.1');
    let text = '';
    let whole = 0;
    socket.once('error', reject);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n') + 4;
      if (whole === 0 && end > 3) whole = end + Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1]);
      // Without a length it comes in chunks, of which the last is empty.
      if (Number.isNaN(whole) ? !text.endsWith('\r\n0\r\n\r\n') : whole === 0 || text.length < whole) return;
      socket.removeAllListeners('data').removeAllListeners('error');
      sockets.push(socket);
      resolve(text.slice(end));
    });
    socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${body && `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`}${more}\r\n${body}`,
    );
  });

/** Milliseconds of processor time that a process has taken so far. */
function processorTime(pid = 0): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * 10;
}

interface Work {
  once: () => Promise<void>;
  /** The process that does it. */
  pid: number;
}

async function measured({ once, pid }: Work) {
  const before = processorTime(pid);
  const { count, ...told } = await rate(once);
  return { ...told, cpuMs: Math.round(((processorTime(pid) - before) * 1000) / count) / 1000 };
}

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const hundredths = (value: number) => Math.round(value * 100) / 100;

/**
 * Two kinds of work by turns, so that what else the machine does meets both alike.
 * @returns both in the round with the middle ratio of rates, and in each round what the other reaches of the one by rate and by
 *   processor time, which what else runs disturbs less
 */
async function beside(one: Work, other: Work) {
  await measured(one);
  await measured(other);
  const rounds: { one: Awaited<ReturnType<typeof measured>>; other: Awaited<ReturnType<typeof measured>>; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const turn = { one: await measured(one), other: await measured(other) };
    rounds.push({ ...turn, ratio: turn.other.perSecond / turn.one.perSecond });
  }
  const byRate = rounds.map(({ ratio }) => ratio);
  const chosen = rounds.find(({ ratio }) => ratio === middle(byRate));
  const byProcessorTime = rounds.map((turn) => turn.one.cpuMs / turn.other.cpuMs);
  return {
    one: chosen?.one,
    other: chosen?.other,
    ratio: hundredths(middle(byRate)),
    ratioByProcessorTime: hundredths(middle(byProcessorTime)),
    ratios: byRate.map(hundredths),
  };
}

it.runIf(process.env['BENCH'])(
  'beside a bare tls.connect loop and blackbox_exporter',
  async () => {
    const pki = makePki();
    const server = await nginx(pki, `ssl_client_certificate ${pki.files.clientCas}; ssl_verify_client on;`);
    const target = { host: '127.0.0.1', serverName: 'localhost', port: server.port };
    const port = await freePort();
    const ours = startProcess({ PORT: String(port), PROBE_ALLOW: '127.0.0.0/8', PROBE_TARGET_LIMIT: '0' });
    const blackboxPort = await freePort();
    const configuration = pki.write(
      'blackbox.yml',
      `modules:\n  m:\n    prober: http\n    timeout: 5s\n    http:\n      preferred_ip_protocol: ip4\n      valid_status_codes: [200, 400]\n      tls_config: { insecure_skip_verify: true }\n`,
    );
    const blackbox = spawn(
      'prometheus-blackbox-exporter',
      [`--web.listen-address=127.0.0.1:${blackboxPort}`, `--config.file=${configuration}`],
      { stdio: 'ignore' },
    );
    await until(async () => (await listens(port)) && (await listens(blackboxPort)));
    const bareOnce = () =>
      new Promise<void>((resolve, reject) => {
        const socket = tls.connect({ host: '127.0.0.1', port: server.port, servername: 'localhost', rejectUnauthorized: false }, () =>
          socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
        );
        socket.on('data', () => {});
        socket.on('end', () => socket.destroy());
        socket.on('close', () => resolve());
        socket.on('error', reject);
      });
    let looks = 0;
    const lookOnce = async () =>
      void (await call(port, '/probes', 'POST', JSON.stringify({ ...target, path: `/${looks++}` }), 'cache-control: no-cache\r\n'));
    const service = ours.child.pid ?? 0;
    const fresh = await beside({ once: bareOnce, pid: process.pid }, { once: lookOnce, pid: service });
    const { connections } = JSON.parse(await call(port, '/probes', 'POST', JSON.stringify({ ...target, path: '/once' }))) as {
      connections: unknown[];
    };
    const black = await rate(async () => void (await call(blackboxPort, `/probe?module=m&target=https://127.0.0.1:${server.port}/`)));
    const body = JSON.stringify({ ...target, path: '/kept' });
    const reply = await call(port, '/probes', 'POST', body);
    const plain = createServer((incoming, outgoing) => {
      incoming
        .resume()
        .on('end', () =>
          outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(reply) }).end(reply),
        );
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port: plainPort } = plain.address() as { port: number };
    const kept = await beside(
      { once: async () => void (await call(plainPort, '/probes', 'POST', body)), pid: process.pid },
      { once: async () => void (await call(port, '/probes', 'POST', body)), pid: service },
    );
    console.log(
      JSON.stringify(
        {
          looks: { bar: hundredths(0.8 / connections.length), connectionsPerLook: connections.length, ...fresh },
          black,
          // By processor time this is no measure: the bare server lives in the process that calls.
          kept: { bar: 0.33, replyBytes: reply.length, ...kept },
        },
        null,
        1,
      ),
    );
    ours.child.kill();
    blackbox.kill();
    plain.close();
    for (const socket of [...idle.values()].flat()) socket.destroy();
    await server.stop();
  },
  300_000,
);
