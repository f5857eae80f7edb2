import forge from 'node-forge';
import type { DiagnosisReport } from '../src/diagnosis/diagnosis.dto.js';
import { startService } from './service.js';

const { app, http } = await startService();
afterAll(() => app.close());

const DAY = 86_400_000;
const keys = [forge.pki.rsa.generateKeyPair(2048), forge.pki.rsa.generateKeyPair(2048)] as const;

/** A client certificate that is valid from one day to another, counted from today. */
function clientCertificate({
  from = -10,
  until = 300,
  key = keys[0],
  usage = 'clientAuth' as 'clientAuth' | 'serverAuth',
  serial = '0a',
}): string {
  const made = forge.pki.createCertificate();
  made.publicKey = key.publicKey;
  made.serialNumber = serial;
  made.validity.notBefore = new Date(Date.now() + from * DAY);
  made.validity.notAfter = new Date(Date.now() + until * DAY);
  made.setSubject([{ name: 'commonName', value: 'wfs-client' }]);
  made.setIssuer([{ name: 'commonName', value: 'Example CA' }]);
  made.setExtensions([
    { name: 'extKeyUsage', [usage]: true },
    { name: 'keyUsage', digitalSignature: true },
  ]);
  made.sign(keys[0].privateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

const diagnose = async (body: object): Promise<DiagnosisReport> => {
  const reply = await http.post('/diagnose').send(body);
  expect(reply.status).toBe(200);
  return reply.body as DiagnosisReport;
};

const TEXT = 'HTTP 401 Unauthorized';

it('an expired client certificate is the cause, whatever the text says', async () => {
  const report = await diagnose({ text: TEXT, certificates: [{ data: clientCertificate({ from: -400, until: -3 }), role: 'client' }] });
  expect(report).toMatchObject({ verdict: 'identified', causes: [{ id: 'client-certificate-expired' }, ...report.causes.slice(1)] });
  expect(report.certificates?.[0]).toMatchObject({
    role: 'client',
    findings: expect.arrayContaining([expect.objectContaining({ id: 'expired' })]),
  });
});

it('a certificate without clientAuth will be refused for its usage', async () => {
  const report = await diagnose({ text: TEXT, certificates: [{ data: clientCertificate({ usage: 'serverAuth' }) }] });
  expect(report.causes[0]?.id).toBe('client-certificate-wrong-eku');
});

it.each([
  ['a renewed one with a new key', { key: keys[1], serial: '0b' }, 'renewed-new-key', 'client-certificate-rotated-not-updated-at-peer'],
  ['a renewed one with the same key', { serial: '0c' }, 'renewed-same-key', 'client-certificate-rotated-not-updated-at-peer'],
])('%s instead of the registered one', async (_, other, relation, cause) => {
  const report = await diagnose({
    text: TEXT,
    certificates: [
      { data: clientCertificate(other), role: 'client' },
      { data: clientCertificate({}), role: 'expected' },
    ],
  });
  expect(report.comparison?.relation).toBe(relation);
  expect(report.causes[0]?.id).toBe(cause);
});

it('the registered one is the one in use: it is not the registration', async () => {
  const same = clientCertificate({});
  const report = await diagnose({
    text: TEXT,
    certificates: [
      { data: same, role: 'client' },
      { data: same, role: 'expected' },
    ],
  });
  expect(report.comparison?.relation).toBe('identical');
  expect(['client-certificate-not-registered-at-service', 'client-certificate-rotated-not-updated-at-peer']).not.toContain(
    report.causes[0]?.id,
  );
});

it('looks at a client certificate in the middle of the text', async () => {
  const report = await diagnose({ text: `${TEXT}\nClient certificate: ${clientCertificate({ from: -400, until: -3 })}` });
  expect(report.causes[0]?.id).toBe('client-certificate-expired');
});

it('says what it could not look at, and repeats neither data nor password', async () => {
  const report = await diagnose({ text: TEXT, certificates: [{ data: 'bm9uc2Vuc2U=', password: 'Sesame-4711', label: 'key store' }] });
  expect(report.warnings[0]).toMatch(/^The key store certificate was not looked at: /);
  expect(JSON.stringify(report)).not.toMatch(/Sesame-4711|bm9uc2Vuc2U/);
});

it.each([
  'It begins with MII',
  'MIIF... and MIIE...',
  'MII',
  'MIIE/w==',
  ' MII\nMII',
  `MIIE${'A'.repeat(500)}!`,
  '\nMIIP/w'.repeat(100_000),
])('what only begins like a certificate is none (%#)', async (text) => {
  const report = await diagnose({ text });
  expect(report.certificates).toBeUndefined();
});
