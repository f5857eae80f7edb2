import { certificatesService } from './app.js';
import { inDays, issue, issueAuthority, KEY, newKey, pem } from './pki.js';

const post = certificatesService();

it('says of a sound certificate that it will do', async () => {
  const { status, body } = await post('inspect', { data: pem(issue()) });
  expect([status, body.format, body.warnings]).toEqual([200, 'pem', []]);
  expect(body.certificates[0]).toMatchObject({ version: 3, usable: { purpose: 'client-authentication', verdict: 'yes' }, findings: [] });
});

it('takes a file', async () => {
  const der = issue();
  const { body } = await post('inspect', der, 'application/octet-stream');
  expect(body.certificates[0].pem).toBe(pem(der));
});

it('judges for the time that is asked for', async () => {
  const { body } = await post('inspect', { data: pem(issue()), at: inDays(400).toISOString() });
  expect(body.certificates[0].usable).toMatchObject({
    verdict: 'no',
    because: 'Usable as a client certificate: no, because it has expired.',
  });
});

it('matches a private key and warns about it', async () => {
  const key = KEY.export({ type: 'pkcs8', format: 'pem' }) as string;
  const { body } = await post('inspect', { data: pem(issueAuthority({ key: newKey() })) + pem(issue()) + key });
  expect(body.privateKeys).toEqual([{ encrypted: false, certificate: 1 }]);
  expect(body.warnings.join()).toContain('private key that is not encrypted');
  expect(JSON.stringify(body)).not.toContain(key.split('\n')[1]);
});

it.each([
  { what: 'what is no certificate', request: { data: 'hello' }, status: 422, code: 'NO_CERTIFICATE_FOUND' },
  { what: 'a damaged one', request: { data: pem(issue().subarray(0, 200)) }, status: 422, code: 'CERTIFICATE_UNREADABLE' },
  { what: 'an unknown purpose', request: { data: 'x', purpose: 'y' }, status: 400, code: 'VALIDATION_FAILED' },
  { what: 'an unknown field', request: { data: 'x', file: 'y' }, status: 400, code: 'VALIDATION_FAILED' },
  { what: 'a missing field', request: {}, status: 400, code: 'VALIDATION_FAILED' },
  { what: 'a wrong time', request: { data: 'x', at: 'tomorrow' }, status: 400, code: 'VALIDATION_FAILED' },
])('refuses $what with a problem document', async ({ request, status, code }) => {
  const reply = await post('inspect', request);
  expect([reply.status, reply.type, reply.body.errorCode]).toEqual([status, expect.stringContaining('application/problem+json'), code]);
});
