import { createServer as createHttpServer } from 'node:http';
import { readdirSync } from 'node:fs';
import { readCertificate } from '../../src/certificate-inspection/read-certificate.js';
import { findBlocks } from '../../src/certificate-inspection/reading/find-blocks.js';
import { readConfig } from '../../src/config.js';
import { inThisThread } from '../../src/certificate-inspection/containers/open-container.js';
import { readCredential } from '../../src/connectivity-probe/client-credential.js';
import { loadChecks } from '../../src/connectivity-probe/load-checks.js';
import { observe, type Look } from '../../src/connectivity-probe/observing/observe.js';
import { ProbePolicy } from '../../src/connectivity-probe/policy/probe-policy.js';
import { reportOf } from '../../src/connectivity-probe/report.js';
import { freePort } from '../service.js';
import { issue, makePki } from '../servers/pki.js';
import { startTcp, type Started } from '../servers/start.js';
import { nginx, node, opensslServer, optional, required } from '../servers/zoo.js';
import { connectProxy } from '../servers/proxy.js';

const pki = makePki();
const policy = new ProbePolicy(readConfig({ PROBE_ALLOW: '127.0.0.0/8,localhost,[::1]' }));
const checks = await loadChecks();
const anchors = findBlocks(pki.root.pem).map(({ bytes }) => readCertificate(bytes));
const started: Started[] = [];
afterAll(() => Promise.all(started.map((server) => server.stop())));
const up = async (server: Promise<Started>): Promise<number> => {
  started.push(await server);
  return (await server).port;
};

async function report(port: number, more: Partial<Look> & { client?: keyof typeof pki.clients } = {}) {
  const { client, ...look } = more;
  const credential = client ? await readCredential({ data: pki.bundle(pki.clients[client]) }, inThisThread, true) : undefined;
  const observation = await observe(
    { host: '127.0.0.1', serverName: 'localhost', port, path: '/', timeoutMs: 4000, ...(credential && { credential }), ...look },
    policy,
  );
  return reportOf(observation, checks, anchors, new Date());
}

const serverOf = (wanted: Parameters<typeof issue>[0], chain = '') => {
  const certificate = issue(wanted);
  const file = pki.write(`${wanted.cn.replaceAll(' ', '-')}.pem`, certificate.pem + chain);
  return opensslServer({
    ...pki,
    files: { ...pki.files, serverCert: file, serverKey: pki.write(`${wanted.cn.replaceAll(' ', '-')}.key`, certificate.keyPem) },
  });
};
const DAY = 86_400_000;
const named = { issuer: pki.intermediate, usage: 'server' as const, names: ['localhost'] };
const twoAddresses = async () => [{ address: '127.0.0.9' }, { address: '127.0.0.1' }];
const ordinary = () => node(pki, {});

/** Each check with a server at which it holds and one at which it does not. */
const ROWS: readonly [check: string, passed: boolean, see: () => ReturnType<typeof report>][] = [
  ['name-resolves', true, async () => report(await up(opensslServer(pki)), { host: 'localhost' })],
  ['name-resolves', false, () => report(443, { host: 'no-such-host.invalid' })],
  ['target-is-allowed', true, async () => report(await up(opensslServer(pki)))],
  ['target-is-allowed', false, () => report(443, { host: '10.0.0.1' })],
  ['port-accepts-connections', true, async () => report(await up(opensslServer(pki)))],
  ['port-accepts-connections', false, async () => report(await freePort())],
  ['every-address-answers', false, async () => report(await up(opensslServer(pki)), { host: 'localhost', lookup: twoAddresses })],
  [
    'proxy-opens-tunnel',
    true,
    async () => report(await up(opensslServer(pki)), { proxy: { host: '127.0.0.1', port: await up(connectProxy()), trusted: false } }),
  ],
  [
    'proxy-opens-tunnel',
    false,
    async () =>
      report(await up(opensslServer(pki)), {
        proxy: { host: '127.0.0.1', port: await up(connectProxy({ login: 'a:b' })), trusted: false },
      }),
  ],
  [
    'proxy-does-not-intercept',
    true,
    async () => report(await up(opensslServer(pki)), { proxy: { host: '127.0.0.1', port: await up(connectProxy()), trusted: false } }),
  ],
  [
    'proxy-does-not-intercept',
    false,
    async () =>
      report(await up(serverOf({ cn: 'Inspecting Proxy', usage: 'server', names: ['localhost'] })), {
        proxy: { host: '127.0.0.1', port: await up(connectProxy()), trusted: false },
      }),
  ],
  ['speaks-tls', true, async () => report(await up(opensslServer(pki)))],
  ['speaks-tls', false, async () => report(await plainHttp())],
  ['answers-the-handshake', true, async () => report(await up(opensslServer(pki)))],
  ['answers-the-handshake', false, async () => report(await up(startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()))))],
  ['agrees-on-version-and-cipher', true, async () => report(await up(opensslServer(pki)))],
  ['agrees-on-version-and-cipher', false, async () => report(await up(opensslServer(pki, '-tls1_3')), { maxVersion: 'TLSv1.2' })],
  ['version-is-current', true, async () => report(await up(opensslServer(pki)))],
  ['version-is-current', false, async () => report(await up(opensslServer(pki, '-tls1', '-cipher', 'DEFAULT@SECLEVEL=0')), {})],
  ['needs-nothing-old', true, async () => report(await up(opensslServer(pki)))],
  ['needs-nothing-old', false, async () => report(await up(opensslServer(pki, '-tls1', '-cipher', 'DEFAULT@SECLEVEL=0')), {})],
  ['server-certificate-is-sent', true, async () => report(await up(opensslServer(pki)))],
  [
    'server-certificate-is-sent',
    false,
    async () => report(await up(opensslServer(pki, '-psk', 'ab', '-nocert', '-tls1_2', '-cipher', 'aNULL@SECLEVEL=0')), {}),
  ],
  ['server-chain-is-complete', true, async () => report(await up(opensslServer(pki)))],
  ['server-chain-is-complete', false, async () => report(await up(nginxWithoutChain()))],
  ['server-certificate-is-trusted', true, async () => report(await up(opensslServer(pki)))],
  [
    'server-certificate-is-trusted',
    false,
    async () => report(await up(serverOf({ cn: 'Self Signed', usage: 'server', names: ['localhost'] }))),
  ],
  ['server-certificate-names-the-host', true, async () => report(await up(opensslServer(pki)))],
  ['server-certificate-names-the-host', false, async () => report(await up(opensslServer(pki)), { serverName: 'other.example' })],
  ['server-certificate-is-in-time', true, async () => report(await up(opensslServer(pki)))],
  [
    'server-certificate-is-in-time',
    false,
    async () =>
      report(
        await up(
          serverOf(
            { cn: 'Expired Server', ...named, notBefore: new Date(Date.now() - 9 * DAY), notAfter: new Date(Date.now() - DAY) },
            pki.intermediate.pem,
          ),
        ),
      ),
  ],
  ['clock-is-right', true, async () => report(await up(ordinary()))],
  [
    'clock-is-right',
    false,
    async () => report(await up(nginx(pki, '', 'add_header Date "Wed, 01 Jan 2020 00:00:00 GMT"; return 200 "ok";'))),
  ],
  ['asks-for-client-certificate', true, async () => report(await up(opensslServer(pki, ...required(pki))))],
  ['asks-for-client-certificate', false, async () => report(await up(opensslServer(pki)))],
  ['asks-inside-the-handshake', true, async () => report(await up(opensslServer(pki, ...required(pki))))],
  ['certificate-is-required', true, async () => report(await up(opensslServer(pki, ...required(pki))))],
  ['certificate-is-required', false, async () => report(await up(opensslServer(pki, ...optional(pki))))],
  ['our-chain-is-sent-whole', true, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'good' })],
  [
    'our-chain-is-sent-whole',
    false,
    async () =>
      report(await up(opensslServer(pki, ...required(pki))), {
        credential: await readCredential({ data: pki.bundle(pki.clients.good, false) }, inThisThread, true),
      }),
  ],
  ['our-issuer-is-acceptable', true, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'ofOtherRoot' })],
  [
    'our-issuer-is-acceptable',
    true,
    async () => report(await up(opensslServer(pki, ...required(pki), '-client_sigalgs', 'ECDSA+SHA256')), { client: 'good' }),
  ],
  [
    'our-issuer-is-acceptable',
    false,
    async () =>
      report(
        await up(
          nginx(pki, `ssl_client_certificate ${pki.files.otherRoot}; ssl_trusted_certificate ${pki.files.root}; ssl_verify_client on;`),
        ),
        { client: 'good' },
      ),
  ],
  ['our-signature-is-wanted', true, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'good' })],
  [
    'our-signature-is-wanted',
    false,
    async () => report(await up(opensslServer(pki, ...required(pki), '-client_sigalgs', 'ECDSA+SHA256')), { client: 'good' }),
  ],
  ['our-certificate-is-in-time', true, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'good' })],
  ['our-certificate-is-in-time', false, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'expired' })],
  ['our-certificate-is-sent', true, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'good' })],
  ['our-certificate-is-sent', false, async () => report(await up(opensslServer(pki)), { client: 'good' })],
  ['our-certificate-is-accepted', true, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'good' })],
  ['our-certificate-is-accepted', false, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'untrusted' })],
  ['refusal-names-its-reason', true, async () => report(await up(opensslServer(pki, ...required(pki))), { client: 'untrusted' })],
  [
    'refusal-names-its-reason',
    false,
    async () =>
      report(await up(nginx(pki, `ssl_client_certificate ${pki.files.clientCas}; ssl_verify_client on;`)), { client: 'untrusted' }),
  ],
  [
    'http-does-not-lose-it',
    true,
    async () =>
      report(await up(node(pki, { requestCert: true, rejectUnauthorized: false, status: (authorized) => (authorized ? 200 : 401) })), {
        client: 'good',
      }),
  ],
  [
    'http-does-not-lose-it',
    false,
    async () => report(await up(node(pki, { requestCert: true, rejectUnauthorized: false, status: () => 401 })), { client: 'good' }),
  ],
  ['request-is-answered', true, async () => report(await up(opensslServer(pki)))],
  ['request-is-answered', false, async () => report(await up(nginx(pki, '', 'return 503;')))],
  ['same-certificate-without-server-name', true, async () => report(await up(opensslServer(pki)), { full: true, timeoutMs: 15_000 })],
  ['no-old-version-is-offered', true, async () => report(await up(opensslServer(pki)), { full: true, timeoutMs: 15_000 })],
  [
    'no-old-version-is-offered',
    false,
    async () => report(await up(opensslServer(pki, '-tls1', '-cipher', 'DEFAULT@SECLEVEL=0')), { full: true, timeoutMs: 15_000 }),
  ],
];

function nginxWithoutChain(): Promise<Started> {
  return nginx({ ...pki, files: { ...pki.files, serverChain: pki.files.serverCert } }, '');
}

async function plainHttp(): Promise<number> {
  const server = createHttpServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.push({ port: 0, output: () => '', stop: async () => void server.close() });
  return (server.address() as { port: number }).port;
}

it.each(ROWS)('%s: %s', async (id, passed, see) => {
  const seen = await see();
  expect(seen.checks.find((check) => check.id === id)).toMatchObject({ id, passed });
});

it('every check has a row, and every file is a check', () => {
  const rows = new Set(ROWS.map(([id]) => id));
  expect(checks.map(({ id }) => id).filter((id) => !rows.has(id))).toEqual([]);
  expect(readdirSync('src/connectivity-probe/checks').length).toBe(checks.length);
});

it('a sound connection fails no check', async () => {
  const seen = await report(await up(node(pki, { requestCert: true })), { client: 'good' });
  expect(seen.checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(seen.outcome).toBe('accepted');
});

it('says what other clients would do', async () => {
  const narrow = await report(
    await up(nginx(pki, `ssl_client_certificate ${pki.files.otherRoot}; ssl_trusted_certificate ${pki.files.root}; ssl_verify_client on;`)),
    { client: 'good' },
  );
  expect(narrow.clientCertificate.otherClients?.map(({ client, sends }) => [client, sends])).toEqual([
    ['java', false],
    ['openssl', true],
  ]);
  expect(narrow.outcome).toBe('accepted');
});

it('sweeps versions, suites and server names with some thirty connections', async () => {
  const server = await opensslServer(pki, '-cipher', 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256');
  started.push(server);
  const { sweep } = await report(server.port, { full: true, timeoutMs: 15_000 });
  expect(sweep?.versions.filter(({ offered }) => offered).map(({ version }) => version)).toEqual(['TLSv1.2', 'TLSv1.3']);
  expect(
    sweep?.ciphers
      .filter(({ version }) => version === 'TLSv1.2')
      .map(({ cipher }) => cipher)
      .toSorted(),
  ).toEqual(['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384']);
});
