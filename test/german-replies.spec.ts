import { spawnSync } from 'node:child_process';
import type { DiagnosisReport } from '../src/diagnosis/diagnosis.dto.js';
import { issue, makePki } from './servers/pki.js';
import { startOpenssl, startTcp, type Started } from './servers/start.js';
import { haproxy, nginx, node, opensslServer, required } from './servers/zoo.js';
import { freePort, startService } from './service.js';

const pki = makePki();
const { app, http } = await startService({ PROBE_ALLOW: '127.0.0.0/8', PROBE_TARGET_LIMIT: '0', MAX_EVENT_LOOP_DELAY: '0' });
const servers: Started[] = [];
const up = async (server: Promise<Started>) => {
  servers.push(await server);
  return { host: '127.0.0.1', serverName: 'localhost', port: (await server).port };
};
afterAll(async () => {
  await app.close();
  for (const server of servers) await server.stop();
});

const asking = await up(haproxy(pki, `ca-file ${pki.files.clientCas} verify required`));
const optional = await up(nginx(pki, `ssl_client_certificate ${pki.files.clientCas}; ssl_verify_client optional;`));
const lost = await up(node(pki, { requestCert: true, rejectUnauthorized: false, status: () => 401 }));
const notAsking = await up(node(pki, {}));
const halfChained = await up(startOpenssl(['-cert', pki.files.serverCert, '-key', pki.files.serverKey, '-www']));
const plain = await up(startTcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))));
const openssl = await up(opensslServer(pki, ...required(pki)));
const run = (command: string) => spawnSync('bash', ['-c', `sleep 0.3 | timeout 5 ${command} 2>&1`], { encoding: 'utf8' }).stdout;
const used = issue({ cn: 'wfs client', issuer: pki.intermediate, keyType: 'rsa' });
const registered = issue({ cn: 'wfs client', issuer: pki.intermediate, keyType: 'rsa' });
const singleLine = used.pem.trim().replaceAll('\n', '');
const { clients } = pki;
const withCredential = (target: object, client: keyof typeof clients, intermediate = true) => ({
  target: { ...target, certificate: { data: pki.bundle(clients[client], intermediate) } },
});

/** The stories, what every server does, and everything that can be said beside them. */
const REQUESTS: Record<string, object> = {
  'a service key that has another certificate': {
    text: `The client certificate is not configured in a service key of a Process Integration Runtime service instance. Client certificate: ${singleLine}`,
    product: 'cloud-integration',
    direction: 'inbound',
    certificates: [{ data: registered.pem, role: 'expected' }],
  },
  'a service key with a damaged copy': {
    text: `The client certificate is not configured in a service key. Client certificate: ${singleLine}`,
    product: 'cloud-integration',
    certificates: [{ data: singleLine.slice(0, 700), role: 'expected' }],
  },
  'FINS_MAP031 and a certificate for servers': {
    text: 'FINS_MAP031 Execution rejected: Request did not use X.509 Authentication Method',
    target: asking,
    certificates: [{ data: clients.wrongUsage.pem + pki.intermediate.pem, role: 'client' }],
  },
  'FINS_MAP031 and a receiver that does not ask': {
    text: 'FINS_MAP031 Execution rejected: Request did not use X.509 Authentication Method',
    target: notAsking,
    certificates: [{ data: clients.good.pem, role: 'client' }],
  },
  'FINS_MAP031 and a certificate that gets lost': { text: 'FINS_MAP031', ...withCredential(lost, 'good') },
  'WSS040 and a PSE that has expired': {
    text: 'Missing credential. Specify SSL client PSE used for authentication. Message no. WSS040',
    product: 'abap',
    certificates: [{ data: clients.expired.pem, role: 'client' }],
  },
  'a communication user with the certificate of last year': {
    text: 'sap_cloudintegrationcertificate. HTTP 401 Unauthorized from my300000.s4hana.cloud.sap.',
    product: 's4hana-cloud',
    direction: 'inbound',
    certificates: [
      { data: used.pem, role: 'client' },
      { data: registered.pem, role: 'expected' },
    ],
  },
  ...Object.fromEntries(
    (['good', 'expired', 'notYet', 'untrusted', 'wrongUsage', 'selfSigned', 'weak', 'ed25519'] as const).flatMap((client) => [
      [`${client} where one is required`, withCredential(asking, client)],
      [`${client} where one is wanted`, withCredential(optional, client)],
      [`${client}, foretold`, { target: openssl, certificates: [{ data: clients[client].pem, role: 'client' }] }],
    ]),
  ),
  'an intermediate that is missing': withCredential(openssl, 'good', false),
  'a keyless test': { target: { ...openssl, keyless: true }, certificates: [{ data: clients.untrusted.pem, role: 'client' }] },
  'nothing sent': { text: 'HTTP 401', target: asking },
  'a chain cut short': { text: 'PKIX path building failed', target: halfChained },
  'no TLS': { target: plain },
  'nobody there': { text: 'HTTP 401', target: { host: '127.0.0.1', port: await freePort() } },
  'a name that is none': { target: { host: 'no-such-host.invalid' } },
  'what may not be looked at': { text: 'HTTP 401', target: { host: '10.1.2.3' } },
  'a deep look': { target: { ...asking, depth: 'full', timeoutMs: 9000 } },
  'a credential that is none': { text: 'HTTP 401', target: { ...asking, credential: 'nobody' } },
  'hints that are unknown': { text: 'HTTP 401', product: 'sausage', direction: 'up', answers: { nothing: 'yes' } },
  'certificates that can not be read': { text: 'HTTP 401', certificates: [{ data: 'MIIDdamaged', role: 'client' }] },
  'a transcript of openssl': { transcript: run(`openssl s_client -connect localhost:${openssl.port} -servername localhost`) },
  'a transcript of openssl, cut chain': { text: run(`openssl s_client -connect localhost:${halfChained.port} -servername localhost`) },
  'a transcript of curl': { transcript: run(`curl -sv https://localhost:${openssl.port}/`) },
  'a transcript of gnutls': { transcript: run(`gnutls-cli --insecure -p ${openssl.port} localhost`) },
  'words alone': { text: 'Seit wir das Clientzertifikat erneuert haben, kommt HTTP 403. In Postman funktioniert es.' },
  'an answer': { http: { status: 403, headers: { 'www-authenticate': 'Basic realm="x"' }, body: '403.7 client certificate required' } },
  'another field': { text: 'The coffee machine on the third floor does not work.' },
};

/** Fields that hold prose of this service; everything else is an identifier, a value or what a product printed. */
const PROSE = new Set([
  'says',
  'summary',
  'title',
  'remedy',
  'because',
  'who',
  'advice',
  'ask',
  'why',
  'explanation',
  'notSentBecause',
  'label',
  'action',
  'risk',
]);
// The ways to an answer (`how`) are checked with their entries in german.spec.ts.
const LISTS = new Set(['warnings', 'verify']);
/** Sources are named as they are called; messages of the handshake, differences and paths of clicks are names. */
const NAMES = new Set(['citations', 'citation', 'steps.says', 'differences', 'parameters', 'words']);

interface Line {
  path: string;
  english: string;
  german: string;
}

/** Every line of prose of a reply beside that of the same reply in the other language. */
function* prose(english: unknown, german: unknown, path = '', parent = ''): Generator<Line> {
  if (typeof english !== 'object' || english === null || typeof german !== 'object' || german === null) return;
  for (const [key, value] of Object.entries(english)) {
    const other = (german as Record<string, unknown>)[key];
    const at = `${path}/${key}`;
    const name = Array.isArray(english) ? parent : key;
    if (NAMES.has(key)) continue;
    // A message of the handshake is called so in every language.
    const isMessage = parent === 'steps' && 'who' in english && !('action' in english);
    if (typeof value === 'string') {
      if (((PROSE.has(name) && !isMessage) || (Array.isArray(english) && LISTS.has(parent))) && typeof other === 'string')
        yield { path: at, english: value, german: other };
    } else yield* prose(value, other, at, name);
  }
}

/** What is the same in both languages: names, numbers, addresses and what only repeats them. */
const isNeutral = (text: string) =>
  // Names of alerts with their numbers.
  /\((?:\d+, )*\d+\)$/.test(text) || !/(?:^|\s)[a-z]{3,}(?:[\s.,;:)]|$)/.test(text.replaceAll(/"[^"]*"|\S+[=/@:_-]\S*/g, ''));

const ask = async (body: object, language: string): Promise<DiagnosisReport> =>
  (await http.post(`/diagnose?lang=${language}`).set('cache-control', 'max-age=60').send(body)).body as DiagnosisReport;

it.each(Object.entries(REQUESTS))('%s: a German reply holds no English sentence', async (_, body) => {
  const english = await ask(body, 'en');
  const german = await ask(body, 'de');
  expect(german.causes.map(({ id }) => id)).toEqual(english.causes.map(({ id }) => id));
  const lines = [...prose(english, german)];
  expect(lines.length).toBeGreaterThan(0);
  const same = lines.filter((line) => line.english === line.german && !isNeutral(line.english));
  expect(same.map(({ path, german: text }) => `${path}: ${text}`)).toEqual([]);
});
