import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import type { DiagnosisReport } from '../src/diagnosis/diagnosis.dto.js';
import { issue, makePki } from './servers/pki.js';
import { haproxy } from './servers/zoo.js';
import { startService } from './service.js';

const pki = makePki();
const trust = mkdtempSync(join(tmpdir(), 'mtls-doctor-trust-'));
writeFileSync(join(trust, 'root.pem'), pki.root.pem);
const { app, http } = await startService({ PROBE_ALLOW: '127.0.0.0/8', TRUST_DIR: trust, PROBE_TARGET_LIMIT: '0' });
const server = await haproxy(pki, `ca-file ${pki.files.clientCas} verify required`);
afterAll(async () => {
  await app.close();
  await server.stop();
});

const target = { host: '127.0.0.1', serverName: 'localhost', port: server.port };
const TRANSCRIPT =
  'CONNECTED(00000003)\nAcceptable client certificate CA names\nC = DE, CN = Root\n---\nNew, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\n80:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:x.c:1:SSL alert number 116\n';
const used = issue({ cn: 'wfs client', issuer: pki.intermediate });
const registered = issue({ cn: 'wfs client', issuer: pki.intermediate });
const COMPARED = [
  { data: used.pem, role: 'client' },
  { data: registered.pem, role: 'expected' },
];

const readFolder = (folder: string) => readdirSync(folder).map((name) => parse(name).name);

/** Requests of every kind. */
const REQUESTS: Record<string, object> = {
  'a message': { text: 'Message no. WSS040' },
  'a bare status': { text: 'HTTP 401 Unauthorized since we renewed the client certificate' },
  'an answer that was seen': {
    http: { status: 403, headers: { 'www-authenticate': 'Basic realm="x"' }, body: '403.7 client certificate required' },
  },
  'a transcript': { transcript: TRANSCRIPT },
  'two certificates': { text: 'HTTP 401', certificates: COMPARED },
  'a foretold refusal': { certificates: [{ data: pki.clients.untrusted.pem, role: 'client' }], target },
  'a refusal': { text: 'HTTP 400', target: { ...target, certificate: { data: pki.bundle(pki.clients.wrongUsage) } } },
  'a sound one': { target: { ...target, certificate: { data: pki.bundle(pki.clients.good) } } },
  'everything at once': {
    text: `FINS_MAP031 ${TRANSCRIPT}`,
    product: 'abap',
    certificates: COMPARED,
    target,
    answers: { 'does-the-server-ask-for-a-certificate': 'yes' },
  },
};

async function ask(body: object, language = 'en'): Promise<DiagnosisReport> {
  const reply = await http.post(`/diagnose?lang=${language}`).send(body);
  expect(reply.status).toBe(200);
  return reply.body as DiagnosisReport;
}

/** Every fact that a reply shows: in evidence, or as a part of the looks from which it was made. */
function shown({ causes, errors, certificates = [], comparison, probe, transcript }: DiagnosisReport): Set<string> {
  const looks = [probe, transcript].flatMap((look) => look ?? []);
  return new Set([
    ...causes.flatMap(({ evidence }) => evidence.map(({ fact }) => fact)),
    ...errors.map(({ id }) => `error:${id}`),
    ...certificates.flatMap(({ role, findings }) => findings.map(({ id }) => `finding:${role}/${id}`)),
    ...(certificates.some(({ role }) => role === 'client') ? ['certificate:client/in-time', 'certificate:client/may-authenticate'] : []),
    ...(comparison ? [`comparison:${comparison.relation}`] : []),
    ...looks.flatMap(({ checks }) => checks.map(({ id, passed }) => `check:${id}/${passed ? 'passed' : 'failed'}`)),
    ...looks.flatMap(({ clientCertificate: { requested, refusal, acceptableIssuers } }) => [
      `probe:requested/${requested}`,
      ...(refusal?.alert ? [`probe:alert/${refusal.alert.code}`] : []),
      `probe:issuer/${acceptableIssuers.length === 0 ? 'any' : looks.some(({ checks }) => checks.some(({ id, passed }) => id === 'our-issuer-is-acceptable' && passed)) ? 'named' : 'not-named'}`,
    ]),
    ...looks.map(({ outcome, clientCertificate: { sent } }) => `probe:${outcome}/${sent ? 'with' : 'without'}-certificate`),
  ]);
}

/** Every claim of a reply that names no fact, or a fact that the reply does not show. */
function unfounded(report: DiagnosisReport): string[] {
  const known = shown(report);
  const claims = [
    ...report.causes.map(({ id, evidence }) => ({
      claim: id,
      evidence: evidence.filter(({ weight }) => weight > 0).map(({ fact }) => fact),
    })),
    ...report.path.filter(({ proof }) => proof !== 'unknown').map(({ hop, evidence }) => ({ claim: `path ${hop}`, evidence })),
    ...report.path.filter(({ evidence }) => evidence.length > 0).map(({ hop, evidence }) => ({ claim: `path ${hop}`, evidence })),
    ...(report.prediction ? [{ claim: 'prediction', evidence: report.prediction.evidence }] : []),
  ];
  return claims.flatMap(({ claim, evidence }) => [
    ...(evidence.length === 0 ? [`${claim}: no fact`] : []),
    ...evidence.filter((fact) => !known.has(fact)).map((fact) => `${claim}: ${fact} is nowhere in the reply`),
  ]);
}

it.each(Object.entries(REQUESTS))('%s: every claim carries the fact it stands on', async (_, body) => {
  for (const language of ['en', 'de']) {
    const report = await ask(body, language);
    expect(unfounded(report)).toEqual([]);
    for (const { excerpt, offset, length } of report.causes.flatMap(({ evidence }) => evidence))
      expect([typeof excerpt, typeof offset, typeof length].every((type) => type === (excerpt === undefined ? 'undefined' : type))).toBe(
        true,
      );
    expect(report.path.filter(({ proof }) => proof === 'breaks').length).toBeLessThanOrEqual(1);
    expect(report.path.map(({ hop }) => hop)).toEqual(['client', 'proxy', 'server', 'user-mapping']);
  }
});

it('gives the same bytes to the same input, 1,000 times', async () => {
  const certificates = COMPARED;
  const replies = new Set<string>();
  for (let round = 0; round < 1000; round++) {
    const { text } = await http.post('/diagnose').send({ text: `HTTP 401 Unauthorized\n${TRANSCRIPT}`, certificates });
    replies.add(text);
  }
  expect(replies.size).toBe(1);
}, 120_000);

it('speaks German of what it looked at', async () => {
  const { summary, path, prediction } = await ask(REQUESTS['a foretold refusal'] as object, 'de');
  expect(prediction?.says).toMatch(/wird dieses Zertifikat ablehnen, weil sein Aussteller keiner von denen ist/);
  expect(summary.startsWith(prediction?.says ?? '-')).toBe(true);
  expect(path.find(({ proof }) => proof === 'breaks')?.says).toMatch(/^Hier reißt die Beweiskette\./);
});

it('every fact that a cause weighs can be observed', () => {
  const files = (folder: string) => new Set(readFolder(folder));
  const checks = files('src/connectivity-probe/checks');
  const findings = files('src/certificate-inspection/findings');
  const named = readFolder('src/causes/entries').flatMap((cause) => [
    ...readFileSync(`src/causes/entries/${cause}.yaml`, 'utf8').matchAll(/(check|finding):([a-z0-9/-]+)/g),
  ]);
  expect(named.length).toBeGreaterThan(50);
  expect(
    named
      .filter(([, kind, id = '']) => !(kind === 'check' ? checks.has(id.split('/')[0] ?? '') : findings.has(id.split('/')[1] ?? '')))
      .map(([fact]) => fact),
  ).toEqual([]);
});

describe('what is undecided', () => {
  const text = '401: Unauthorized. error in Packaged Integration - WFS to SF EC Payroll';

  it('ends in a question with the way to its answer, and an answer decides', async () => {
    const { verdict, questions } = await ask({ text });
    expect(verdict).toBe('uncertain');
    const [question] = questions;
    expect(question?.how.length).toBeGreaterThan(0);
    const after = await Promise.all((question?.answers ?? []).map(({ id }) => ask({ text, answers: { [question?.id ?? '']: id } })));
    expect(new Set(after.map(({ causes }) => causes[0]?.id)).size).toBeGreaterThan(1);
    expect(after.some((report) => report.verdict !== 'uncertain')).toBe(true);
  });

  it('and a pasted transcript decides', async () => {
    const before = await ask({ text: 'The call to the partner fails since Monday, HTTP client reports an SSL error' });
    const after = await ask({
      text: 'The call to the partner fails since Monday, HTTP client reports an SSL error',
      transcript: TRANSCRIPT,
    });
    expect(before.verdict).toBe('uncertain');
    expect(after).toMatchObject({
      verdict: expect.stringMatching(/likely|identified/),
      causes: [{ id: 'client-certificate-not-sent' }, ...after.causes.slice(1)],
    });
  });
});
