import { startService, until } from '../service.js';
import { makePki, mountFolders } from '../servers/pki.js';
import { type Started } from '../servers/start.js';
import { haproxy, nginx, node } from '../servers/zoo.js';

const pki = makePki();

const ENVIRONMENT = { PROBE_ALLOW: '127.0.0.0/8', ...mountFolders(pki) };
const service = await startService(ENVIRONMENT);
const { http } = service;
const servers: Started[] = [];
const up = async <T extends Started>(server: Promise<T>): Promise<T> => {
  servers.push(await server);
  return server;
};
const mtls = await up(haproxy(pki, `ca-file ${pki.files.clientCas} verify required`));
afterAll(async () => {
  await service.app.close();
  for (const server of servers) await server.stop();
});

const at = (port: number) => ({ host: '127.0.0.1', port, serverName: 'localhost' });

it.each([
  ['good', 'accepted'],
  ['store', 'accepted'],
  ['expired', 'refused'],
])('looks with the mounted credential %s: %s', async (credential, outcome) => {
  const { status, body } = await http.post('/probes').send({ ...at(mtls.port), credential });
  expect([status, body.outcome]).toEqual([200, outcome]);
  expect(body.server).toMatchObject({ valid: true });
  expect(body.clientCertificate).toMatchObject({
    requested: 'required',
    sent: true,
    acceptableIssuers: ['CN=Test Root A,O=mtls-doctor tests,C=DE', 'CN=Test Root C,O=mtls-doctor tests,C=DE'],
  });
});

it('looks with a certificate for this call only, and keeps nothing of it', async () => {
  const data = pki.pkcs12(pki.clients.good, 'Inline-Secret-1').toString('base64');
  const { body } = await http.post('/probes').send({ ...at(mtls.port), certificate: { data, password: 'Inline-Secret-1' } });
  expect(body).toMatchObject({ outcome: 'accepted', cache: { hit: false } });
  const again = await http.post('/probes').send({ ...at(mtls.port), certificate: { data, password: 'Inline-Secret-1' } });
  expect(again.body.cache.hit).toBe(false);
  expect(JSON.stringify(again.body)).not.toContain('Inline-Secret');
});

it.each([
  [{ credential: 'nobody' }, 404, 'CREDENTIAL_NOT_FOUND'],
  [{ certificate: { data: 'bm90aGluZw==' } }, 422, 'NO_CERTIFICATE_FOUND'],
  [{ certificate: { data: pki.pkcs12(pki.clients.good, 'right').toString('base64'), password: 'wrong' } }, 422, 'WRONG_PASSWORD'],
  [{ certificate: { data: pki.clients.good.pem } }, 422, 'PRIVATE_KEY_UNUSABLE'],
  [{ certificate: { data: pki.clients.good.pem, key: pki.clients.goodEc.keyPem } }, 422, 'PRIVATE_KEY_UNUSABLE'],
  [{ host: 'https://x/' }, 400, 'VALIDATION_FAILED'],
  [{ keyless: true }, 400, 'VALIDATION_FAILED'],
  [{ path: '/a b' }, 400, 'VALIDATION_FAILED'],
  [{ colour: 'red' }, 400, 'VALIDATION_FAILED'],
])('refuses %o', async (more, status, errorCode) => {
  const reply = await http.post('/probes').send({ ...at(mtls.port), ...more });
  expect([reply.status, reply.body.errorCode]).toEqual([status, errorCode]);
});

it('does not connect where the policy forbids it', async () => {
  const { body } = await http.post('/probes').send({ host: '169.254.169.254' });
  expect(body).toMatchObject({ outcome: 'forbidden-by-policy', connections: [] });
});

it.each([
  ['good', 'undecided', 'accepted-or-not-yet-judged'],
  ['untrusted', 'refused', 'refused'],
  ['expired', 'refused', 'refused'],
] as const)('asks without the key whether %s would do: %s', async (name, outcome, keyless) => {
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
    const { body } = await http
      .post('/probes')
      .send({ ...at(mtls.port), maxVersion, keyless: true, certificate: { data: pki.clients[name].pem + pki.intermediate.pem } });
    expect([body.outcome, body.clientCertificate.keyless]).toEqual([outcome, keyless]);
  }
});

it('shares a look, and looks afresh when asked', async () => {
  const server = await up(node(pki, {}));
  const ask = (fresh = false) =>
    http
      .post('/probes')
      .set(fresh ? { 'cache-control': 'no-cache' } : {})
      .send(at(server.port));
  const first = await Promise.all(Array.from({ length: 50 }, () => ask()));
  expect(first.map(({ body }) => body.outcome)).toEqual(Array.from({ length: 50 }, () => 'not-asked'));
  expect(server.requests()).toBe(1);
  const kept = await ask();
  expect(kept.body.cache).toMatchObject({ hit: true, ttl: 60 });
  expect(kept.headers['age']).toBe('0');
  expect(server.requests()).toBe(1);
  expect((await ask(true)).body.cache.hit).toBe(false);
  expect(server.requests()).toBe(2);
});

it('hands out commands and reads transcripts', async () => {
  const { body: command } = await http.get('/probes/command?host=sap.example&port=44300&certificate=client.pem');
  expect(command.command).toContain(
    'openssl s_client -connect sap.example:44300 -servername sap.example -cert client.pem -key client.pem -cert_chain client.pem',
  );
  expect((await http.get('/probes/command?host=a%27;reboot')).status).toBe(400);
  const { body } = await http
    .post('/probes/transcript')
    .set('content-type', 'text/plain')
    .send(
      'CONNECTED(00000003)\nAcceptable client certificate CA names\nC = DE, CN = Root\n---\nNew, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\n80:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:x.c:1:SSL alert number 116\n',
    );
  expect(body).toMatchObject({
    outcome: 'refused',
    clientCertificate: { acceptableIssuers: ['CN=Root,C=DE'], sent: false, refusal: { alert: { code: 116 } } },
    steps: expect.arrayContaining([{ who: 'server', says: 'alert certificate_required (116)', line: 6 }]),
  });
  expect((await http.post('/probes/transcript').send({ text: 'nothing' })).body.errorCode).toBe('TRANSCRIPT_NOT_RECOGNISED');
});

const metrics = async (module: string) => (await http.get(`/probe?target=https://127.0.0.1:${mtls.port}/&module=${module}`)).text;

it('is a Prometheus exporter that never calls a refusal a success', async () => {
  expect(await metrics('good')).toMatch(/^probe_success 1$/m);
  expect(await metrics('expired')).toMatch(/^probe_success 0$/m);
  expect(await metrics('default')).toMatch(/^probe_success 0$/m);
  expect(await metrics('expired')).toMatch(/refusal="certificate_expired"/);
  expect(await metrics('good')).toMatch(/^probe_client_certificate_not_after \d{10}/m);
});

it('looks at a batch, and tells the progress', async () => {
  const plain = await up(nginx(pki, ''));
  const targets = [
    { ...at(mtls.port), credential: 'good' },
    { ...at(mtls.port), credential: 'nobody' },
    at(plain.port),
    { host: '10.0.0.1' },
  ];
  const { status, body } = await http.post('/probes/batch').send({ targets });
  expect(status).toBe(202);
  await until(async () => (await http.get(`/probes/batch/${body.id}`)).body.done === 4);
  const { body: state } = await http.get(`/probes/batch/${body.id}`);
  expect(
    state.results.map(
      ({ report, problem }: { report?: { outcome: string }; problem?: { errorCode: string } }) => report?.outcome ?? problem?.errorCode,
    ),
  ).toEqual(['accepted', 'CREDENTIAL_NOT_FOUND', 'not-asked', 'forbidden-by-policy']);
  const events = await http
    .get(`/probes/batch/${body.id}`)
    .set('accept', 'text/event-stream')
    .buffer(true)
    .parse((reply, done) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => done(null, text));
    });
  expect(String(events.body).match(/^event: \w+$/gm)).toEqual([
    ...Array.from({ length: 4 }, () => ['event: result', 'event: progress']).flat(),
    'event: end',
  ]);
  expect((await http.get('/probes/batch/none')).body.errorCode).toBe('BATCH_NOT_FOUND');
  expect((await http.post('/probes/batch').send({ targets: [{ ...at(1), certificate: { data: 'x' } }] })).status).toBe(400);
});

it('limits how often one target is looked at', async () => {
  const limited = await startService({ ...ENVIRONMENT, PROBE_TARGET_LIMIT: '2' });
  const ask = () => limited.http.post('/probes').set('cache-control', 'no-cache').send(at(mtls.port));
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  const third = await ask();
  expect([third.status, third.body.errorCode, third.headers['retry-after']]).toEqual([429, 'TARGET_LIMIT_REACHED', '60']);
  await limited.app.close();
});
