import type { DiagnosisReport } from '../src/diagnosis/diagnosis.dto.js';
import { issue } from './servers/pki.js';
import { startService } from './service.js';

const { app, http } = await startService();
afterAll(() => app.close());

const diagnose = async (text: string): Promise<DiagnosisReport> => {
  const { status, body } = await http.post('/diagnose').set('content-type', 'text/plain').send(text);
  expect(status).toBe(200);
  return body as DiagnosisReport;
};

const words = ({ causes: [first] }: DiagnosisReport) => JSON.stringify(first?.steps ?? []);

it('FINS_MAP031: the certificate did not arrive; steps for the ABAP side', async () => {
  const report = await diagnose('FINS_MAP031 Execution rejected: Request did not use X.509 Authentication Method');
  expect(report.errors.map(({ id }) => id)).toEqual(['FINS_MAP031']);
  expect(['client-certificate-not-sent', 'auth-method-mismatch', 'tls-terminated-before-backend']).toContain(report.causes[0]?.id);
  expect(report.questions.length).toBeGreaterThan(0);
  expect(JSON.stringify(report.causes.map(({ steps }) => steps))).toMatch(/SICF|SM59|icm\/HTTPS\/verify_client/);
});

it('WSS040: the logical port names no SSL client PSE', async () => {
  const report = await diagnose('Missing credential. Specify SSL client PSE used for authentication. Message no. WSS040');
  expect(report.verdict).toBe('identified');
  expect(report.causes[0]).toMatchObject({ id: 'pse-or-keystore-missing' });
  expect(words(report)).toMatch(/STRUST/);
  expect(words(report)).toMatch(/SOAMANAGER|logical port/);
});

it('the begin of a message names its cause but proves nothing, unless the whole stands there too', async () => {
  const begin = 'Missing credential. Specify SSL client PSE';
  expect(await diagnose(begin)).toMatchObject({ verdict: 'likely' });
  expect((await diagnose(begin)).causes[0]?.id).toBe('pse-or-keystore-missing');
  const whole = await diagnose(`${begin} used for authentication\nagain: ${begin}`);
  expect(whole.verdict).toBe('identified');
});

it('a bare 401 of the SuccessFactors to WorkForce package stays open and sends the user to the Monitor System Log', async () => {
  const report = await diagnose('401: Unauthorized. error in Packaged Integration - WFS to SF EC Payroll');
  expect(report.verdict).toBe('uncertain');
  expect(report.causes.length).toBeGreaterThan(1);
  const [question] = report.questions;
  expect(question?.how.join(' ')).toMatch(/Monitor System Log/);
  expect(question?.how.join(' ')).toMatch(/trace/);
  expect(question?.answers.length).toBeGreaterThanOrEqual(2);
});

it.each([
  'IcmConnInitClientSSL: Proxy connection to https://us10.alm.cloud.sap:443 via proxy:3128 failed (proxy returned 403 Forbidden)',
  'curl: (56) Received HTTP code 403 from proxy after CONNECT',
])('the status of a proxy is no status of the service: %s', async (text) => {
  const report = await diagnose(text);
  expect(report.causes[0]?.id).toBe('dns-tcp-firewall');
  expect(JSON.stringify(report.causes.map(({ evidence }) => evidence))).not.toContain('status:403');
});

it.each(['the job received 400', 'the service returned 403', 'liefert der Dienst: liefert 401'])(
  'what is counted is no status: %s',
  async (said) => {
    const statusesOf = async (text: string) =>
      (await diagnose(text)).causes.flatMap(({ evidence }) => evidence.filter(({ fact }) => fact.startsWith('status:')));
    expect(await statusesOf(`With our client certificate ${said}`)).not.toEqual([]);
    for (const counted of ['bytes', 'rows', 'Nachrichten']) {
      expect(await statusesOf(`With our client certificate ${said} ${counted}`)).toEqual([]);
    }
  },
);

it('either answer to that question moves the ranking', async () => {
  const text = '401: Unauthorized. error in Packaged Integration - WFS to SF EC Payroll';
  const { questions } = await diagnose(text);
  const [question] = questions;
  const after = await Promise.all(
    (question?.answers ?? []).map(async ({ id }) => {
      const { body } = await http.post('/diagnose').send({ text, answers: { [question?.id ?? '']: id } });
      return (body as DiagnosisReport).causes[0]?.id;
    }),
  );
  expect(new Set(after).size).toBeGreaterThan(1);
});

it('"not configured in a service key" with a certificate: it is not registered', async () => {
  const report = await diagnose(
    `The client certificate is not configured in a service key of a Process Integration Runtime service instance. Client certificate: ${issue({ cn: 'wfs-client' }).pem}`,
  );
  expect(report.causes[0]?.id).toBe('client-certificate-not-registered-at-service');
  expect(words(report)).toMatch(/service key/i);
});

it.each([
  ['javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_required', 'client-certificate-not-sent', /key store|keystore/i],
  ['400 No required SSL certificate was sent (nginx)', 'client-certificate-not-sent', /./],
  [
    'SSL handshake with partner.example:443 failed: SSSLERR_PEER_CERT_UNTRUSTED (-102)',
    'server-certificate-untrusted-root-missing',
    /STRUST/,
  ],
])('%s', async (text, cause, steps) => {
  const report = await diagnose(text);
  expect(report.causes[0]?.id).toBe(cause);
  expect(words(report)).toMatch(steps);
});

it.each([
  ['how do I bake a sourdough bread'],
  ['The invoice 401 was not found in the folder'],
  ['Our printer has a paper jam since Monday'],
])('says no-match to what is not of this field: %s', async (text) => {
  expect(await diagnose(text)).toMatchObject({ verdict: 'no-match', causes: [] });
});

it('gives the same reply to the same input', async () => {
  const replies = await Promise.all(Array.from({ length: 20 }, () => diagnose('error:0A000418:SSL routines::tlsv1 alert unknown ca')));
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
});

it('shows the sum: probabilities and rest make one', async () => {
  const { causes, rest } = await diagnose('HTTP 401 Unauthorized since we renewed the client certificate');
  expect(causes.reduce((sum, { probability }) => sum + probability, rest)).toBeCloseTo(1, 2);
});

it('counts lines that say the same thing once', async () => {
  const line = 'error:0A000418:SSL routines::tlsv1 alert unknown ca\n';
  const [once, often] = await Promise.all([diagnose(line), diagnose(line.repeat(10))]);
  expect(often.causes.map(({ id, probability }) => [id, probability])).toEqual(once.causes.map(({ id, probability }) => [id, probability]));
});

it('hears a "not"', async () => {
  const works = await diagnose('HTTP 401. The same call works in Postman.');
  const fails = await diagnose('HTTP 401. The same call does not work in Postman.');
  const facts = ({ causes }: DiagnosisReport) => causes.flatMap(({ evidence }) => evidence.map(({ fact }) => fact));
  expect(facts(works)).toContain('cue:works-with-other-client');
  expect(facts(fails)).not.toContain('cue:works-with-other-client');
});

it('answers in German where it is wanted', async () => {
  const { body } = await http.post('/diagnose?lang=de').send({ text: 'Message no. WSS040' });
  expect((body as DiagnosisReport).summary).toMatch(/^Die Ursache ist gefunden/);
});

it.each([
  ['javax.net.ssl.SSLHandshakeException: PKIX path building failed in a receiver channel of our PI 7.5', /NWA/],
  ['openssl s_client shows one certificate only: nginx sends its leaf without the intermediate', /nginx|fullchain/],
  ['Edge Integration Cell on BTP, iFlow: PKIX path building failed', /Monitor > Manage Security/],
])('gives the steps of the product and not of what it runs on: %s', async (text, place) => {
  expect(words(await diagnose(text))).toMatch(place);
});

it('gives the steps of the product that was said outright, whatever the text names', async () => {
  const text = 'PKIX path building failed in a receiver channel of our PI 7.5';
  const { body } = await http.post('/diagnose').send({ text, product: 'java' });
  expect(words(body as DiagnosisReport)).toMatch(/keytool/);
});

it('ignores an unknown product with a warning', async () => {
  const { body } = await http.post('/diagnose').send({ text: 'HTTP 401', product: 'fax machine' });
  expect((body as DiagnosisReport).warnings[0]).toMatch(/"fax machine" is unknown/);
});

it('reads HTTP replies given as such', async () => {
  const { body } = await http.post('/diagnose').send({
    http: { status: 400, body: '<center><h1>400 Bad Request</h1></center><center>No required SSL certificate was sent</center>' },
  });
  expect((body as DiagnosisReport).causes[0]?.id).toBe('client-certificate-not-sent');
});
