import { readFileSync } from 'node:fs';
import forge from 'node-forge';
import { connect } from 'node:net';
import { PROBLEM_CODES, type ProblemCode } from '../src/http/problem-codes.js';
import { issue } from './servers/pki.js';
import { startService } from './service.js';

const { pem: CERTIFICATE, key } = issue({ cn: 'problem' });
const ENCRYPTED_KEY = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' }).toString();

const service = await startService();
const { http, url } = service;
afterAll(() => service.app.close());

/** Sends bytes that no HTTP library would send. @returns what came back */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    let reply = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => (reply += chunk.toString()));
    socket.on('end', () => resolve(reply));
    socket.on('error', reject);
  });
}

interface Answer {
  status: number;
  contentType: string;
  problem: Record<string, unknown>;
}

const json = (body: string | Buffer, path = '/diagnose') =>
  http
    .post(path)
    .set('content-type', 'application/json')
    .serialize((given) => given as never)
    .send(body as string)
    .then(({ status, type, body: problem }): Answer => ({ status, contentType: type, problem }));
const form = (body: string) =>
  http
    .post('/certificates/inspect')
    .set('content-type', 'multipart/form-data; boundary=x')
    .send(body)
    .then(({ status, type, body: problem }): Answer => ({ status, contentType: type, problem }));
const get = (path: string) => http.get(path).then(({ status, type, body: problem }): Answer => ({ status, contentType: type, problem }));
const rawly = async (bytes: string): Promise<Answer> => {
  const [head = '', body = ''] = (await raw(bytes)).split('\r\n\r\n');
  return {
    status: Number(head.split(' ')[1]),
    contentType: /content-type: ([^;\r\n]+)/i.exec(head)?.[1] ?? '',
    problem: JSON.parse(body) as Record<string, unknown>,
  };
};

const inspect = (data: string, password?: string) => json(JSON.stringify({ data, password }), '/certificates/inspect');

/** A PKCS#12 file that opens with "right", in base64. */
function keyStore(): string {
  const { privateKey, publicKey } = forge.pki.rsa.generateKeyPair(1024);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  certificate.setSubject([{ name: 'commonName', value: 'client' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'client' }]);
  certificate.sign(privateKey, forge.md.sha256.create());
  return forge.util.encode64(forge.asn1.toDer(forge.pkcs12.toPkcs12Asn1(privateKey, [certificate], 'right')).getBytes());
}

/** How each refusal is provoked, as often as there are ways. */
const PROVOKED: Partial<Record<ProblemCode, (() => Promise<Answer>)[]>> = {
  MALFORMED_HTTP: [() => rawly('this is no HTTP\r\n\r\n')],
  MALFORMED_URL: [() => rawly('GET /errors/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')],
  MALFORMED_JSON: [() => json('{"text": '), () => json(''), () => json('{"text": "a"} trailing')],
  MALFORMED_FORM: [() => form('nothing')],
  MALFORMED_UTF8: [() => json(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))],
  FORBIDDEN_KEY: [
    () => json('{"text":"a","__proto__":{"x":1}}'),
    () => json(String.raw`{"\u005f_proto__":1}`),
    () => json('{"answers":{"constructor":"x"}}'),
  ],
  VALIDATION_FAILED: [
    () => json('{"txt":"a"}'),
    () => json('{"text":1}'),
    () => json('[]'),
    () => json('null'),
    () => json('"text"'),
    () => json('{"maxCauses":1.5}'),
    () => json('{"maxCauses":0}'),
    () => json('{"certificates":[{"data":"x","role":"boss"}]}'),
    () => json(`{"http":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`),
    () => json('{}', '/errors/match'),
    () => json(JSON.stringify({ text: 'x'.repeat(1_048_577) })),
    () => get('/errors?limit=1000'),
    () => get('/errors?nonsense=1'),
    () => get('/errors?cursor=x'),
    () => json('{"text":"a"}', '/diagnose?format=pdf'),
  ],
  ROUTE_NOT_FOUND: [
    () => get('/nowhere'),
    () => http.delete('/diagnose').then(({ status, type, body }): Answer => ({ status, contentType: type, problem: body })),
  ],
  ERROR_NOT_FOUND: [() => get('/errors/NO-SUCH-THING')],
  CAUSE_NOT_FOUND: [() => get('/causes/bad-luck')],
  GUIDE_NOT_FOUND: [() => get('/guides/to-the-galaxy')],
  AMBIGUOUS_ID: [() => get('/errors/40')],
  CREDENTIAL_NOT_FOUND: [() => json('{"host":"sap.example","credential":"nobody"}', '/probes')],
  BATCH_NOT_FOUND: [() => get('/probes/batch/none')],
  CERTIFICATE_UNREADABLE: [() => inspect(keyStore().slice(0, 1200), 'right')],
  WRONG_PASSWORD: [
    () =>
      json(JSON.stringify({ host: 'sap.example', certificate: { data: CERTIFICATE, key: ENCRYPTED_KEY, password: 'wrong' } }), '/probes'),
    () => inspect(keyStore(), 'wrong'),
  ],
  PRIVATE_KEY_UNUSABLE: [() => json(JSON.stringify({ host: 'sap.example', certificate: { data: CERTIFICATE } }), '/probes')],
  TRANSCRIPT_NOT_RECOGNISED: [() => json('{"text":"nothing"}', '/probes/transcript')],
  BODY_TOO_LARGE: [() => json(JSON.stringify({ text: 'x'.repeat(2_200_000) }))],
  MEDIA_TYPE_NOT_SUPPORTED: [
    () =>
      http
        .post('/diagnose')
        .set('content-type', 'application/xml')
        .send('<a/>')
        .then(({ status, type, body }): Answer => ({ status, contentType: type, problem: body })),
  ],
  NO_CERTIFICATE_FOUND: [
    () => json('{"host":"sap.example","certificate":{"data":"bm90aGluZw=="}}', '/probes'),
    () => json('{"host":"sap.example","certificate":{"data":""}}', '/probes'),
    () => json(JSON.stringify({ certificates: [] }), '/certificates/chain'),
  ],
  PASSWORD_REQUIRED: [() => inspect(keyStore())],
  CONTAINER_NOT_SUPPORTED: [() => inspect(Buffer.from('PK\u0003\u0004 and the rest of an archive').toString('base64'))],
  HEADERS_TOO_LARGE: [() => rawly(`GET /health/live HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)],
};

/** Refusals that no request of a test can provoke in reasonable time, with the reason. */
const NOT_PROVOKED: Partial<Record<ProblemCode, string>> = {
  REQUEST_TIMEOUT: 'takes 30 s',
  TARGET_LIMIT_REACHED: 'test/probe/api.spec.ts does, with a limit of its own',
  INTERNAL_ERROR: 'would need a defect',
  TOO_MANY_CERTIFICATES: 'test/certificates/inspect.spec.ts provokes it',
  CONTAINER_DAMAGED: 'test/certificates/containers.spec.ts provokes it',
  CONTAINER_TOO_COSTLY: 'test/certificates/containers.spec.ts provokes it',
  BUSY: 'would need fifty key stores at once',
  SHUTTING_DOWN: 'see shutdown.spec.ts',
  UNAUTHENTICATED: 'see access.spec.ts',
  SCOPE_MISSING: 'see access.spec.ts',
  ISSUER_UNREACHABLE: 'see access.spec.ts',
  TOO_MANY_REQUESTS: 'see limits.spec.ts',
  OVERLOADED: 'see limits.spec.ts',
  ORIGIN_REFUSED: 'see mcp.spec.ts',
};

it.each(Object.keys(PROBLEM_CODES) as ProblemCode[])('%s is a problem document with its status', async (code) => {
  const ways = PROVOKED[code];
  if (!ways) return expect(NOT_PROVOKED, `no test provokes ${code}`).toHaveProperty(code);
  for (const provoke of ways) {
    const { status, contentType, problem } = await provoke();
    expect(problem).toMatchObject({
      errorCode: code,
      status: PROBLEM_CODES[code].status,
      type: `urn:mtls-doctor:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    });
    expect(status).toBe(PROBLEM_CODES[code].status);
    expect(contentType).toBe('application/problem+json');
    expect(String(problem['detail']).length).toBeGreaterThan(15);
  }
});

it('names the field that is wrong, by JSON pointer', async () => {
  const { problem } = await json('{"text":"a","certificates":[{"data":"x"},{"data":5,"colour":"red"}]}');
  const pointers = (problem['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
  expect(pointers.toSorted()).toEqual(['/certificates/1/colour', '/certificates/1/data']);
});

it('never quotes the input in a refusal of broken JSON', async () => {
  const { problem } = await json('{"text": "-----BEGIN PRIVATE KEY----- MIIEvSecret');
  expect(JSON.stringify(problem)).not.toContain('MIIEv');
});

it('serves the next request after every one of these', async () => {
  const { status } = await http.post('/diagnose').send({ text: 'Message no. WSS040' });
  expect(status).toBe(200);
});

it('the README lists every code with its status', () => {
  const readme = readFileSync('README.md', 'utf8');
  const listed = [...readme.matchAll(/^\| `([A-Z_0-9]+)` \| (\d{3}) \| (.+) \|$/gm)].map(([, code, status, when]) => [
    code,
    Number(status),
    when,
  ]);
  expect(listed).toEqual(Object.entries(PROBLEM_CODES).map(([code, { status, when }]) => [code, status, when]));
});
