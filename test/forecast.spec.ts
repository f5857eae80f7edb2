import type { DiagnosisReport } from '../src/diagnosis/diagnosis.dto.js';
import { makePki } from './servers/pki.js';
import { startTcp, type Started } from './servers/start.js';
import { nginx, opensslServer, required } from './servers/zoo.js';
import { startService } from './service.js';

const pki = makePki();
// The authority of the server is a private one that nobody has told the service of.
const { app, http } = await startService({ PROBE_ALLOW: '127.0.0.0/8', MAX_EVENT_LOOP_DELAY: '0' });
const servers: Started[] = [];
const up = async (server: Promise<Started>) => {
  servers.push(await server);
  return { host: '127.0.0.1', serverName: 'localhost', port: (await server).port };
};
afterAll(async () => {
  await app.close();
  for (const server of servers) await server.stop();
});

const asking = await up(nginx(pki, `ssl_client_certificate ${pki.files.clientCas}; ssl_verify_client on;`));
const wantingRsa = await up(opensslServer(pki, ...required(pki), '-client_sigalgs', 'RSA-PSS+SHA256'));
const notAsking = await up(nginx(pki, '', 'return 403;'));
const silent = await up(startTcp(() => {}));
const { clients, intermediate } = pki;
const whole = (client: keyof typeof clients) => clients[client].pem + intermediate.pem;
const foretell = async (data: string, target: object): Promise<DiagnosisReport> =>
  (await http.post('/diagnose').send({ certificates: [{ data, role: 'client' }], target })).body as DiagnosisReport;

it.each([
  [
    'its issuer is not in the list',
    clients.untrusted.pem,
    asking,
    'probe:issuer/not-named',
    /issuer is none of those/,
    'client-certificate-not-in-acceptable-ca-list',
  ],
  [
    'it is for servers',
    whole('wrongUsage'),
    asking,
    'finding:client/client-auth-usage-missing',
    /does not allow client authentication/,
    'client-certificate-wrong-eku',
  ],
  [
    'its key makes no signature that is wanted',
    whole('goodEc'),
    wantingRsa,
    'check:our-signature-is-wanted/failed',
    /none of the signatures/,
    'cipher-mismatch',
  ],
  ['it has expired', whole('expired'), asking, 'finding:client/expired', /has expired/, 'client-certificate-expired'],
  ['it is not valid yet', whole('notYet'), asking, 'finding:client/not-yet-valid', /not valid yet/, 'client-certificate-not-yet-valid'],
  [
    'its chain is not sent',
    clients.good.pem,
    asking,
    'check:our-chain-is-sent-whole/failed',
    /intermediate certificate is missing/,
    'client-certificate-missing-intermediate',
  ],
] as const)('will be refused, because %s', async (_, data, target, evidence, words, cause) => {
  const { prediction, summary, causes } = await foretell(data, target);
  expect(prediction).toMatchObject({
    verdict: 'refused',
    says: expect.stringMatching(words),
    evidence: expect.arrayContaining([evidence]),
  });
  expect(summary.startsWith(prediction?.says ?? '-')).toBe(true);
  expect(causes[0]?.id).toBe(cause);
});

it('an unknown issuer is not held against a key that can not sign', async () => {
  const { probe, prediction } = await foretell(whole('goodEc'), wantingRsa);
  expect(probe?.checks).toContainEqual(expect.objectContaining({ id: 'our-issuer-is-acceptable', passed: true }));
  expect(prediction?.evidence).toEqual(['check:our-signature-is-wanted/failed']);
});

it('will never be sent where nobody asks, and the private root of the server is not accused', async () => {
  const { prediction, causes } = await foretell(whole('good'), notAsking);
  expect(prediction?.verdict).toBe('not-asked');
  expect(['tls-terminated-before-backend', 'wrong-endpoint']).toContain(causes[0]?.id);
});

it('finds nothing against a sound one, and accuses nobody', async () => {
  const { prediction, verdict, causes } = await foretell(whole('good'), asking);
  expect([prediction?.verdict, verdict, causes]).toEqual(['nothing-against-it', 'no-match', []]);
});

it('says what is known by then of a server that is silent', async () => {
  const { probe, causes } = await foretell(whole('expired'), { ...silent, timeoutMs: 300 });
  expect(probe).toMatchObject({ outcome: 'unreachable', cutShort: true });
  expect(causes[0]?.id).toBe('client-certificate-expired');
});
