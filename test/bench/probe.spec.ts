import { spawn } from 'node:child_process';
import { Agent, createServer, request } from 'node:http';
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
  return { perSecond: Math.round((took.length / (performance.now() - begin)) * 1000), p50: at(0.5), p99: at(0.99) };
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const call = (port: number, path: string, method = 'GET', body?: string, headers: Record<string, string> = {}) =>
  new Promise<string>((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        path,
        method,
        agent,
        headers: { ...(body && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }), ...headers },
      },
      (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
        reply.on('end', () => resolve(text));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

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
    let path = 0;
    const lookOnce = async () =>
      void (await call(port, '/probes', 'POST', JSON.stringify({ ...target, path: `/${path++}` }), { 'cache-control': 'no-cache' }));
    // Both warm, then by turns, so that what else the machine does meets both alike.
    await rate(bareOnce);
    await rate(lookOnce);
    const turns: { bare: Awaited<ReturnType<typeof rate>>; fresh: Awaited<ReturnType<typeof rate>> }[] = [];
    for (let round = 0; round < ROUNDS; round++) turns.push({ bare: await rate(bareOnce), fresh: await rate(lookOnce) });
    const ratioOf = ({ bare, fresh }: (typeof turns)[number]) => fresh.perSecond / bare.perSecond;
    const ranked = turns.toSorted((one, other) => ratioOf(one) - ratioOf(other));
    const { bare, fresh } = ranked[Math.floor(ranked.length / 2)]!;
    const { connections } = JSON.parse(await call(port, '/probes', 'POST', JSON.stringify({ ...target, path: '/once' }))) as {
      connections: unknown[];
    };
    const black = await rate(async () => void (await call(blackboxPort, `/probe?module=m&target=https://127.0.0.1:${server.port}/`)));
    const body = JSON.stringify({ ...target, path: '/kept' });
    const reply = await call(port, '/probes', 'POST', body);
    const kept = await rate(async () => void (await call(port, '/probes', 'POST', body)));
    const plain = createServer((incoming, outgoing) => {
      incoming.resume().on('end', () => outgoing.writeHead(200, { 'content-type': 'application/json' }).end(reply));
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const same = await rate(async () => void (await call((plain.address() as { port: number }).port, '/probes', 'POST', body)));
    console.log(
      JSON.stringify(
        {
          bare,
          fresh,
          connectionsPerLook: connections.length,
          bar: Math.round((0.8 * bare.perSecond) / connections.length),
          ratiosToBare: ranked.map((turn) => Math.round(ratioOf(turn) * 100) / 100),
          black,
          kept,
          same,
          replyBytes: reply.length,
        },
        null,
        1,
      ),
    );
    ours.child.kill();
    blackbox.kill();
    plain.close();
    await server.stop();
  },
  300_000,
);
