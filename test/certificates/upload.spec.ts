import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type { AddressInfo } from 'node:net';
import { makePki } from '../servers/pki.js';
import { certificatesApp } from './app.js';
import { issue, issueAuthority, newKey, pem } from './pki.js';

let app: NestFastifyApplication;
let http: ReturnType<typeof request>;
beforeAll(async () => {
  app = await certificatesApp();
  await app.listen(0, '127.0.0.1');
  http = request(`http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`);
});
afterAll(() => app.close());

const pki = makePki();
const store = pki.pkcs12(pki.clients.good, 'right');
const rootKey = newKey();
const root = issueAuthority({ key: rootKey, name: 'Root' });
const leaf = issue({ issuer: ['C=DE', 'O=Example SE', 'CN=Root'], issuerKey: rootKey });
const LEAF = 'CN=client.example.com,OU=Integration,O=Example SE,C=DE';
const to = (operation: string) => http.post(`/certificates/${operation}`);

it.each([
  ['DER', leaf, 'der'],
  ['PEM', Buffer.from(pem(leaf)), 'pem'],
  ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${pem(leaf)}`, 'utf16le'), 'pem'],
])('inspects a file of %s', async (_, bytes, format) => {
  const { status, body } = await to('inspect').attach('data', bytes, 'a.cer').field('purpose', 'sap-communication-user');
  expect([status, body.format, body.certificates[0].subject.rfc4514]).toEqual([200, format, LEAF]);
  expect(body.certificates[0].usable.purpose).toBe('sap-communication-user');
});

it('opens a key store with the password beside it', async () => {
  const opened = await to('inspect').attach('data', store, 'a.p12').field('password', 'right');
  expect([opened.status, opened.body.format, opened.body.privateKeys]).toEqual([
    200,
    'pkcs12',
    [expect.objectContaining({ certificate: 0 })],
  ]);
  const wrong = await to('inspect').attach('data', store, 'a.p12').field('password', 'wrong');
  expect([wrong.status, wrong.body.errorCode]).toEqual([422, 'WRONG_PASSWORD']);
});

it('converts a file', async () => {
  const { body } = await to('convert').attach('data', store, 'a.p12').field('password', 'right').field('to', 'single-line');
  expect(body.items[0].data).toBe(pki.clients.good.pem.replaceAll('\n', ''));
});

it('compares two files, each with its password', async () => {
  const { body } = await to('compare')
    .attach('first', store, 'a.p12')
    .field('first.password', 'right')
    .attach('second', Buffer.from(pki.clients.good.pem), 'b.pem');
  expect(body.relation).toBe('same-certificate-other-shape');
});

it('validates a chain of files', async () => {
  const { body } = await to('chain')
    .attach('leaf', leaf, 'leaf.der')
    .attach('anchors', root, 'root.der')
    .attach('anchors', Buffer.from(pem(issueAuthority({ name: 'Other' }))), 'other.pem')
    .field('maxDepth', '1')
    .field('requireExplicitPolicy', 'false');
  expect([body.valid, body.anchors.count]).toEqual([true, 2]);
});

it('takes one file as the whole body where one is enough', async () => {
  const raw = (operation: string, bytes: Buffer) => to(operation).set('content-type', 'application/octet-stream').send(bytes);
  expect((await raw('inspect', leaf)).body.format).toBe('der');
  expect((await raw('convert', leaf)).body.items[0].data).toBe(pem(leaf));
  expect((await raw('chain', Buffer.from(pem(leaf)))).body.reason.id).toBe('issuer-missing');
  expect((await raw('compare', leaf)).status).toBe(415);
});

const form = (body: string | Buffer, boundary = 'x') =>
  to('inspect').set('content-type', `multipart/form-data; boundary=${boundary}`).send(body);
const part = (name: string, value = '1') => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

it.each([
  ['no form', 'nothing', 'MALFORMED_FORM'],
  ['a form that is cut off', part('data').slice(0, -4), 'MALFORMED_FORM'],
  ['an unknown field', `${part('data')}${part('colour')}--x--\r\n`, 'VALIDATION_FAILED'],
  ['a field twice', `${part('data')}${part('data')}--x--\r\n`, 'VALIDATION_FAILED'],
  ['a field that would change what objects are', `${part('__proto__')}--x--\r\n`, 'VALIDATION_FAILED'],
  ['a field of a field', `${part('data.password.x')}--x--\r\n`, 'VALIDATION_FAILED'],
  ['a part without name', `--x\r\ncontent-disposition: form-data\r\n\r\n1\r\n--x--\r\n`, 'VALIDATION_FAILED'],
  ['no certificate', `${part('purpose', 'client-authentication')}--x--\r\n`, 'VALIDATION_FAILED'],
  ['too many parts', `${part('data').repeat(600)}--x--\r\n`, 'VALIDATION_FAILED'],
])('refuses %s', async (_, body, code) => {
  const reply = await form(body);
  expect([reply.status, reply.body.errorCode]).toEqual([400, code]);
});

it('refuses a form without boundary, and one that is too large', async () => {
  const bare = await to('inspect').set('content-type', 'multipart/form-data').send('x');
  expect([bare.status, bare.body.errorCode]).toEqual([400, 'MALFORMED_FORM']);
  const large = await to('inspect').attach('data', Buffer.alloc(2 * 1024 * 1024), 'a.cer');
  expect(large.status).toBe(413);
});
