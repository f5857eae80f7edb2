import { execFileSync } from 'node:child_process';
import { certificatesService } from './app.js';
import { inDays, issue, issueAuthority, newKey, pem } from './pki.js';

const post = certificatesService();

const der = issue();
const text = pem(der);
const ca = pem(issueAuthority());
const serial = Buffer.from('0a', 'hex');

it.each([
  { relation: 'identical', second: text, fields: [] },
  { relation: 'same-certificate-other-shape', second: text.replaceAll('\n', ''), fields: ['format', 'lineBreaks'] },
  { relation: 'same-certificate-other-shape', second: der.toString('base64'), fields: ['format', 'lineBreaks', 'headerLines'] },
  { relation: 'same-certificate-other-shape', second: text.replaceAll('\n', '\\n'), fields: ['lineBreaks', 'deformations'] },
  { relation: 'same-certificate-other-shape', second: pem(der.subarray(0, 300)), fields: ['completeness'] },
  {
    relation: 'renewed-same-key',
    second: pem(issue({ serial, notAfter: inDays(600) })),
    fields: ['serial.hex', 'validity.notAfter', 'thumbprints.sha256'],
  },
  {
    relation: 'renewed-new-key',
    second: pem(issue({ serial, key: newKey() })),
    fields: ['serial.hex', 'thumbprints.spki', 'thumbprints.sha256'],
  },
  { relation: 'same-subject-other-issuer', second: pem(issue({ issuer: ['CN=Other CA'] })), fields: ['issuer', 'thumbprints.sha256'] },
  { relation: 'chain-member', second: ca, fields: undefined },
  { relation: 'unrelated', second: pem(issue({ subject: ['CN=other'], issuer: ['CN=another'] })), fields: undefined },
])('compares: $relation', async ({ relation, second, fields }) => {
  const { status, body } = await post('compare', { first: { data: text }, second: { data: second } });
  expect([status, body.relation]).toEqual([200, relation]);
  expect(body.advice.length).toBeGreaterThan(40);
  if (fields) expect(body.differences.map(({ field }: { field: string }) => field)).toEqual(fields);
});

it('takes the leaf of a chain', async () => {
  const { body } = await post('compare', { first: { data: ca + text }, second: { data: text } });
  expect(body.relation).toBe('same-certificate-other-shape');
});

it('refuses to compare with nothing', async () => {
  const { status, body } = await post('compare', { first: { data: text }, second: { data: 'x' } });
  expect([status, body.errorCode]).toEqual([422, 'NO_CERTIFICATE_FOUND']);
  expect((await post('compare', { first: { data: text } })).body.errorCode).toBe('VALIDATION_FAILED');
});

it('turns one line into PEM and back, byte for byte', async () => {
  const convert = async (data: string, to: string) => (await post('convert', { data, to })).body.items[0].data as string;
  const line = await convert(text, 'single-line');
  expect(line).not.toContain('\n');
  expect(await convert(line, 'pem')).toBe(text);
  expect(await convert(await convert(line, 'pem'), 'single-line')).toBe(line);
  expect(await convert(line, 'der')).toBe(der.toString('base64'));
});

it('writes PKCS#7 that OpenSSL reads', async () => {
  const { body } = await post('convert', { data: text + ca, to: 'pkcs7' });
  expect(
    execFileSync('openssl', ['pkcs7', '-print_certs'], { input: body.items[0].data, encoding: 'utf8' }).match(/BEGIN CERTIFICATE/g),
  ).toHaveLength(2);
  expect((await post('inspect', { data: body.items[0].data })).body.certificates).toHaveLength(2);
});
