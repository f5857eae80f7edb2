import { connect, type Socket } from 'node:net';
import { readConfig } from '../../src/config.js';
import { inThisThread } from '../../src/certificate-inspection/containers/open-container.js';
import { readCredential } from '../../src/connectivity-probe/client-credential.js';
import { judge } from '../../src/connectivity-probe/judging/verdict.js';
import { observe, type Look } from '../../src/connectivity-probe/observing/observe.js';
import { ProbePolicy } from '../../src/connectivity-probe/policy/probe-policy.js';
import { freePort } from '../service.js';
import { makePki } from '../servers/pki.js';
import { connectProxy } from '../servers/proxy.js';
import { startProgram, startTcp, type Started } from '../servers/start.js';
import { node, opensslServer, required } from '../servers/zoo.js';

const pki = makePki();
const policy = new ProbePolicy(readConfig({ PROBE_ALLOW: '127.0.0.0/8,*.test.example' }));
const started: Started[] = [];
afterAll(() => Promise.all(started.map((server) => server.stop())));
const up = async (server: Promise<Started>): Promise<number> => {
  started.push(await server);
  return (await server).port;
};

/** The outcome, and the code of the first phase that failed. */
async function fault(port: number, more: Partial<Look> & { client?: keyof typeof pki.clients } = {}): Promise<string> {
  const { client, ...look } = more;
  const credential = client ? await readCredential({ data: pki.bundle(pki.clients[client]) }, inThisThread, true) : undefined;
  const observation = await observe(
    { host: '127.0.0.1', serverName: 'localhost', port, path: '/', timeoutMs: 1500, ...(credential && { credential }), ...look },
    policy,
  );
  const ours = observation.connections.filter(({ purpose }) => purpose === 'with-certificate');
  const failed = [...observation.phases, ...[...ours, ...observation.connections].flatMap(({ phases }) => phases)].find(
    ({ outcome }) => outcome === 'failed',
  );
  return `${judge(observation).outcome} ${failed?.name ?? '-'} ${failed?.code ?? '-'}`;
}

const named = (code: string) => ({
  host: 'name.test.example',
  lookup: () => (code === 'hang' ? new Promise<never>(() => {}) : Promise.reject(Object.assign(new Error(code), { code }))),
});
const alerting = (code: number) => startTcp((socket) => socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, code]))));
const after = (act: (socket: Socket) => void) => startTcp((socket) => socket.once('data', () => act(socket)));
const greeting = (text: string) => startTcp((socket) => socket.end(text));

/** A stopped listener whose queue is full: an attempt to connect gets no answer, as behind a firewall that drops. */
async function blackhole(): Promise<{ port: number; end: () => void }> {
  const port = await freePort();
  const { stop } = await startProgram(
    process.execPath,
    [
      '-e',
      `process.title='blackhole';require('net').createServer().listen({port:${port},host:'127.0.0.1',backlog:1});console.log(process.pid)`,
    ],
    [port],
    (pid) => process.kill(pid, 'SIGSTOP'),
  );
  const fill = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    port,
    end: () => {
      for (const socket of fill) socket.destroy();
      void stop();
    },
  };
}

const FAULTS: readonly [name: string, expected: string, see: () => Promise<string>][] = [
  ['the name does not exist', 'unreachable dns ENOTFOUND', () => fault(443, named('ENOTFOUND'))],
  ['the name server fails for now', 'unreachable dns EAI_AGAIN', () => fault(443, named('EAI_AGAIN'))],
  ['the name has no address', 'unreachable dns ENODATA', () => fault(443, named('ENODATA'))],
  ['the name server is silent', 'unreachable dns ETIMEOUT', () => fault(443, named('hang'))],
  ['the address is forbidden', 'forbidden-by-policy policy FORBIDDEN', () => fault(443, { host: '10.1.1.1' })],
  ['nothing listens', 'unreachable tcp ECONNREFUSED', async () => fault(await freePort())],
  [
    'the proxy wants a login',
    'unreachable proxy PROXY_407',
    async () => fault(443, { proxy: { host: '127.0.0.1', port: await up(connectProxy({ login: 'a:b' })), trusted: false } }),
  ],
  [
    'the proxy forbids',
    'unreachable proxy PROXY_403',
    async () => fault(443, { proxy: { host: '127.0.0.1', port: await up(connectProxy({ status: 403 })), trusted: false } }),
  ],
  [
    'the proxy does not reach the target',
    'unreachable proxy PROXY_502',
    async () => fault(await freePort(), { proxy: { host: '127.0.0.1', port: await up(connectProxy()), trusted: false } }),
  ],
  [
    'the proxy is no proxy',
    'unreachable proxy PROXY_PROTOCOL',
    async () =>
      fault(443, { proxy: { host: '127.0.0.1', port: await up(after((socket) => socket.end('220 mail ready\r\n\r\n'))), trusted: false } }),
  ],
  [
    'the proxy closes',
    'unreachable proxy PROXY_CLOSED',
    async () => fault(443, { proxy: { host: '127.0.0.1', port: await up(after((socket) => socket.end())), trusted: false } }),
  ],
  [
    'the proxy is away',
    'unreachable tcp ECONNREFUSED',
    async () => fault(443, { proxy: { host: '127.0.0.1', port: await freePort(), trusted: false } }),
  ],
  ['a reset at the first byte', 'unreachable tls reset', async () => fault(await up(after((socket) => socket.resetAndDestroy())))],
  ['an end at the first byte', 'unreachable tls closed', async () => fault(await up(after((socket) => socket.end())))],
  ['silence', 'unreachable tls silent', async () => fault(await up(startTcp(() => {})))],
  ['plain HTTP', 'not-tls tls not-tls', async () => fault(await up(after((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))))],
  ['SSH', 'not-tls tls not-tls', async () => fault(await up(greeting('SSH-2.0-OpenSSH_9.2\r\n')))],
  [
    'garbage inside a record',
    'not-tls tls malformed',
    async () => fault(await up(after((socket) => socket.end(Buffer.from('160303000a02000006ffffffffffff', 'hex'))))),
  ],
  ['alert handshake_failure', 'refused tls handshake_failure', async () => fault(await up(alerting(40)))],
  ['alert protocol_version', 'refused tls protocol_version', async () => fault(await up(alerting(70)))],
  ['alert unrecognized_name', 'refused tls unrecognized_name', async () => fault(await up(alerting(112)))],
  ['alert internal_error', 'refused tls internal_error', async () => fault(await up(alerting(80)))],
  ['alert access_denied', 'refused tls access_denied', async () => fault(await up(alerting(49)))],
  [
    'certificate_expired',
    'refused http certificate_expired',
    async () => fault(await up(opensslServer(pki, ...required(pki))), { client: 'expired' }),
  ],
  ['unknown_ca', 'refused http unknown_ca', async () => fault(await up(opensslServer(pki, ...required(pki))), { client: 'untrusted' })],
  [
    'unsupported_certificate',
    'refused http unsupported_certificate',
    async () => fault(await up(opensslServer(pki, ...required(pki))), { client: 'wrongUsage' }),
  ],
  ['certificate_required', 'refused http certificate_required', async () => fault(await up(opensslServer(pki, ...required(pki))))],
  [
    'a close after our certificate',
    'refused http closed',
    async () => fault(await up(node(pki, { requestCert: true })), { client: 'untrusted' }),
  ],
];

it.each(FAULTS)('%s: %s', async (_name, expected, see) => {
  expect(await see()).toBe(expected);
});

it('27 faults and more are told apart', () => expect(FAULTS.length).toBeGreaterThanOrEqual(27));

it.each<[name: string, behaviour: (socket: Socket) => void]>([
  [
    'drips one byte at a time',
    (socket) => {
      const bytes = Buffer.from('160303ffff', 'hex');
      let at = 0;
      const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(bytes.subarray(at % 5, (at++ % 5) + 1))), 50);
    },
  ],
  [
    'sends an endless banner',
    (socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write('x'.repeat(65_536)));
      };
      socket.on('drain', more);
      more();
    },
  ],
  [
    'sends a chain of 16 MiB',
    (socket) =>
      socket.once('data', () => {
        const record = Buffer.concat([Buffer.from('1603034000', 'hex'), Buffer.alloc(16_384, 11)]);
        for (let at = 0; at < 1024 && !socket.destroyed; at++) socket.write(record);
      }),
  ],
  ['keeps the connection half open', (socket) => socket.once('data', () => socket.end())],
])('a server that %s costs no more than the deadline', async (_name, behaviour) => {
  const port = await up(startTcp(behaviour));
  const begin = performance.now();
  expect(await fault(port, { timeoutMs: 800 })).not.toMatch(/^(?:accepted|not-asked)/);
  expect(performance.now() - begin).toBeLessThan(1600);
});

it('tells a black hole from a refusal', async () => {
  const { port, end } = await blackhole();
  expect(await fault(port, { timeoutMs: 600 })).toBe('unreachable tcp ETIMEDOUT');
  end();
});
