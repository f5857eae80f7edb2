import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DiagnosisReport } from '../src/diagnosis/diagnosis.dto.js';
import { issue, makePki, type Issued } from './servers/pki.js';
import type { Started } from './servers/start.js';
import { haproxy, node } from './servers/zoo.js';
import { startService } from './service.js';

const pki = makePki();
const trust = mkdtempSync(join(tmpdir(), 'mtls-doctor-trust-'));
writeFileSync(join(trust, 'root.pem'), pki.root.pem);
const { app, url } = await startService({ PROBE_ALLOW: '127.0.0.0/8', TRUST_DIR: trust });
const bot = new Client({ name: 'helpdesk', version: '1' });
await bot.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
const servers: Started[] = [];
const up = async (server: Promise<Started>) => {
  servers.push(await server);
  return { host: '127.0.0.1', port: (await server).port, serverName: 'localhost' };
};
afterAll(async () => {
  await bot.close();
  await app.close();
  for (const server of servers) await server.stop();
});

/** As a helpdesk would ask: curl with a file, and Markdown where a person reads it. */
async function curl(body: object, ...more: string[]): Promise<string> {
  const file = join(trust, '..', `request-${process.pid}-${++requests}.json`);
  writeFileSync(file, JSON.stringify(body));
  const { stdout } = await promisify(execFile)(
    'curl',
    ['-s', '--fail-with-body', '-H', 'content-type: application/json', '-d', `@${file}`, ...more, `${url}/diagnose`],
    { maxBuffer: 10_000_000 },
  );
  return stdout;
}
let requests = 0;
/** What a reply comes to. */
const gist = ({ verdict, summary, causes, path, comparison, prediction }: DiagnosisReport) => ({
  verdict,
  summary,
  causes: causes.map(({ id, steps }) => ({ id, steps })),
  path: path.map(({ hop, proof, evidence }) => ({ hop, proof, evidence })),
  relation: comparison?.relation,
  prediction,
});

/** Asks by curl and, as a bot would, by the Model Context Protocol: both are told the same. */
async function diagnose(body: object): Promise<DiagnosisReport> {
  const report = JSON.parse(await curl(body)) as DiagnosisReport;
  const { structuredContent, isError } = await bot.callTool({ name: 'diagnose', arguments: { ...body } });
  expect(isError).not.toBe(true);
  expect(gist(structuredContent as DiagnosisReport)).toEqual(gist(report));
  return report;
}
const inMarkdown = (body: object) => curl(body, '-H', 'accept: text/markdown');

const DAY = 86_400_000;
const singleLine = ({ pem }: Issued) => pem.trim().replaceAll('\n', '');
const stepsOf = ({ causes: [first] }: DiagnosisReport) => JSON.stringify(first?.steps);
const stageOf = ({ path }: DiagnosisReport, hop: string) => path.find((stage) => stage.hop === hop);

describe('Cloud Integration says "not configured in a service key"', () => {
  const used = issue({ cn: 'wfs client', issuer: pki.intermediate, keyType: 'rsa' });
  const text = `The client certificate is not configured in a service key of a Process Integration Runtime service instance. Client certificate: ${singleLine(used)}`;
  const ask = (expected: string) => ({
    text,
    product: 'cloud-integration',
    direction: 'inbound',
    certificates: [{ data: expected, role: 'expected' }],
  });

  it.each([
    ['renewed with a new key', 'renewed-new-key', () => issue({ cn: 'wfs client', issuer: pki.intermediate, keyType: 'rsa' }).pem],
    ['of the authority', 'chain-member', () => pki.intermediate.pem],
    ['quite another', 'unrelated', () => issue({ cn: 'other client', issuer: pki.intermediate, keyType: 'rsa' }).pem],
    ['of another authority', 'same-subject-other-issuer', () => issue({ cn: 'wfs client', issuer: pki.otherRoot, keyType: 'rsa' }).pem],
  ])('registered is one that is %s: a different certificate', async (_, relation, expected) => {
    const report = await diagnose(ask(expected()));
    expect(report.comparison?.relation).toBe(relation);
    expect(report.summary).toMatch(/^A different certificate is registered than the one in use/);
    expect(['client-certificate-not-registered-at-service', 'client-certificate-rotated-not-updated-at-peer']).toContain(
      report.causes[0]?.id,
    );
    expect(JSON.stringify(report.causes.slice(0, 2).map(({ steps }) => steps))).toMatch(/cockpit.*[Dd]eploy/s);
    expect(stageOf(report, 'user-mapping')).toMatchObject({ proof: 'breaks', evidence: [`comparison:${relation}`] });
    expect(await inMarkdown(ask(expected()))).toContain(singleLine(used));
  });

  it('registered is a damaged copy: it says so, and gives the line to paste', async () => {
    const cut = singleLine(used).slice(0, 700);
    const report = await diagnose(ask(cut));
    expect(report.comparison?.relation).toBe('same-certificate-other-shape');
    expect(report.comparison?.advice).toMatch(/cut off/);
    expect(report.causes.slice(0, 2).map(({ id }) => id)).toContain('certificate-encoding-damaged');
    expect(await inMarkdown(ask(cut))).toContain(singleLine(used));
  });
});

describe('FINS_MAP031 with the certificate of the caller and a look at the receiver', () => {
  const text = 'FINS_MAP031 Execution rejected: Request did not use X.509 Authentication Method';

  it('wrong usage: the certificate is for servers only, and will be refused', async () => {
    const target = await up(haproxy(pki, `ca-file ${pki.files.clientCas} verify required`));
    const report = await diagnose({
      text,
      target,
      certificates: [{ data: pki.clients.wrongUsage.pem + pki.intermediate.pem, role: 'client' }],
    });
    expect(report.causes[0]?.id).toBe('client-certificate-wrong-eku');
    expect(report.prediction).toMatchObject({
      verdict: 'refused',
      evidence: expect.arrayContaining(['finding:client/client-auth-usage-missing']),
    });
    expect(report.summary).toMatch(/will refuse this certificate, because it does not allow client authentication/);
    expect(stageOf(report, 'client')?.proof).toBe('breaks');
  });

  it('not asked for: the receiver never asks for one', async () => {
    const target = await up(node(pki, {}));
    const report = await diagnose({ text, target, certificates: [{ data: pki.clients.good.pem, role: 'client' }] });
    expect(['tls-terminated-before-backend', 'wrong-endpoint']).toContain(report.causes[0]?.id);
    expect(report.prediction?.verdict).toBe('not-asked');
    expect(stageOf(report, 'server')).toMatchObject({ proof: 'breaks', says: expect.stringContaining('nobody asks') });
  });

  it('not sent: shown to the receiver, the certificate is accepted', async () => {
    const target = await up(
      haproxy(pki, `ca-file ${pki.files.clientCas} verify optional`, '  http-request deny deny_status 403 unless { ssl_c_used }\n'),
    );
    const report = await diagnose({ text, target: { ...target, certificate: { data: pki.bundle(pki.clients.good) } } });
    expect(report.probe?.outcome).toBe('accepted');
    expect(report.causes[0]?.id).toBe('client-certificate-not-sent');
    expect(stageOf(report, 'proxy')?.proof).toBe('holds');
    expect(stageOf(report, 'server')?.proof).toBe('holds');
  });

  it('lost at the proxy: TLS takes it, and what stands behind answers as without it', async () => {
    const target = await up(node(pki, { requestCert: true, rejectUnauthorized: false, status: () => 401 }));
    const report = await diagnose({ text, target: { ...target, certificate: { data: pki.bundle(pki.clients.good) } } });
    expect(report.causes[0]?.id).toBe('tls-terminated-before-backend');
    expect(stageOf(report, 'proxy')).toMatchObject({ proof: 'breaks', evidence: ['check:http-does-not-lose-it/failed'] });
    expect(await inMarkdown({ text, target: { ...target, certificate: { data: pki.bundle(pki.clients.good) } } })).toMatch(
      /^Path: client ✓ → proxy ✗ → /m,
    );
  });
});

it('WSS040 with an exported certificate that has expired: says so, with STRUST and SOAMANAGER', async () => {
  const expired = issue({
    cn: 'abap client',
    issuer: pki.intermediate,
    notBefore: new Date(Date.now() - 400 * DAY),
    notAfter: new Date(Date.now() - 3 * DAY),
  });
  const body = {
    text: 'Missing credential. Specify SSL client PSE used for authentication. Message no. WSS040',
    product: 'abap',
    certificates: [{ data: expired.pem, role: 'client' }],
  };
  const report = await diagnose(body);
  // What is proved of the certificate that was exported outweighs the words of the message.
  expect(report.causes[0]?.id).toBe('client-certificate-expired');
  expect(stepsOf(report)).toMatch(/STRUST/);
  expect(stepsOf(report)).toMatch(/SOAMANAGER/);
  expect(stageOf(report, 'client')).toMatchObject({ proof: 'breaks', says: expect.stringContaining('has expired') });
  expect(await inMarkdown(body)).toMatch(/expired/);
});

describe('Cloud Integration calls S/4HANA Cloud with sap_cloudintegrationcertificate', () => {
  const text =
    'The receiver channel (SOAP) uses client certificate authentication with the alias sap_cloudintegrationcertificate. HTTP 401 Unauthorized from my300000.s4hana.cloud.sap.';
  const used = issue({ cn: 'tenant client', issuer: pki.intermediate, keyType: 'rsa' });

  it('the communication user has the one of last year', async () => {
    const lastYears = issue({
      cn: 'tenant client',
      issuer: pki.intermediate,
      keyType: 'rsa',
      notBefore: new Date(Date.now() - 400 * DAY),
      notAfter: new Date(Date.now() - 10 * DAY),
    });
    const report = await diagnose({
      text,
      product: 's4hana-cloud',
      direction: 'inbound',
      certificates: [
        { data: used.pem, role: 'client' },
        { data: lastYears.pem, role: 'expected' },
      ],
    });
    expect(report.comparison?.relation).toBe('renewed-new-key');
    expect(report.causes[0]?.id).toBe('client-certificate-rotated-not-updated-at-peer');
    expect(stepsOf(report)).toMatch(/Communication User/);
  });

  it('the communication user has none', async () => {
    const report = await diagnose({
      text,
      product: 's4hana-cloud',
      direction: 'inbound',
      certificates: [{ data: used.pem, role: 'client' }],
    });
    const open = report.causes.slice(0, 3).map(({ id }) => id);
    expect(open.some((id) => id === 'client-certificate-not-registered-at-service' || id === 'client-certificate-not-mapped-to-user')).toBe(
      true,
    );
    expect(JSON.stringify(report.causes.slice(0, 3).map(({ steps }) => steps))).toMatch(/Communication User/);
  });
});
