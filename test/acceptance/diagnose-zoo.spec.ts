import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiagnosisReport } from '../../src/diagnosis/diagnosis.dto.js';
import { makePki, type Sender } from '../servers/pki.js';
import { startZoo } from '../servers/zoo.js';
import { startService } from '../service.js';

const pki = makePki();
const trust = mkdtempSync(join(tmpdir(), 'mtls-doctor-trust-'));
writeFileSync(join(trust, 'root.pem'), pki.root.pem);
const zoo = startZoo(pki);
const { app, http } = await startService({ PROBE_ALLOW: '127.0.0.0/8', TRUST_DIR: trust, PROBE_TARGET_LIMIT: '0' });

beforeAll(() => Promise.all(Object.values(zoo)), 60_000);
afterAll(async () => {
  await app.close();
  for (const server of Object.values(zoo)) await (await server).stop();
});

type Server = keyof typeof zoo;

/** What is to be named for each client where a certificate is asked for; nothing for a sound one. */
const CAUSE_OF: Partial<Record<Sender, string>> = {
  expired: 'client-certificate-expired',
  notYet: 'client-certificate-not-yet-valid',
  untrusted: 'client-certificate-rejected-untrusted-ca',
  selfSigned: 'client-certificate-rejected-untrusted-ca',
  wrongUsage: 'client-certificate-wrong-eku',
  missingIntermediate: 'client-certificate-missing-intermediate',
};
const CLIENTS: readonly Sender[] = [
  'none',
  'good',
  'goodEc',
  'ofOtherRoot',
  'expired',
  'notYet',
  'untrusted',
  'selfSigned',
  'wrongUsage',
  'missingIntermediate',
];

/** Servers that do without a certificate, those that ask for none, and those that look neither at dates nor at usages. */
const WITHOUT: readonly Server[] = ['openssl optional', 'nginx optional', 'apache optional', 'java want', 'apache location'];
const NOT_ASKING: readonly Server[] = ['openssl none', 'nginx none', 'gnutls none', 'node none'];

/** @returns the causes that are right, the first being meant; none where nothing is wrong */
function expected(server: Server, client: Sender): string[] {
  // Whether the backend needs a certificate is not to be seen: either the endpoint is the wrong one, or TLS ends in front of it.
  // Where the certificate has a flaw of its own, that has to be mended too.
  const own = CAUSE_OF[client] ? [CAUSE_OF[client]] : [];
  if (NOT_ASKING.includes(server)) return client === 'none' ? [] : ['tls-terminated-before-backend', 'wrong-endpoint', ...own];
  // GnuTLS does not look at the usage (measured), so that nothing is wrong there.
  if (server === 'gnutls require' && client === 'wrongUsage') return [];
  if (client === 'none') return WITHOUT.includes(server) ? [] : ['client-certificate-not-sent'];
  return own;
}

async function diagnose(server: Server, client: Sender, maxVersion: string): Promise<DiagnosisReport> {
  const { port } = await zoo[server];
  const data = pki.sentBy(client);
  const target = { host: '127.0.0.1', serverName: 'localhost', port, maxVersion, timeoutMs: 8000, ...(data && { certificate: { data } }) };
  const { body } = await http.post('/diagnose').send({ target });
  return body as DiagnosisReport;
}

it('names the cause in at least 95 % of all cells, and accuses no sound one', async () => {
  const rows: { server: Server; client: Sender; version: string; right: string[]; report: DiagnosisReport }[] = [];
  for (const server of Object.keys(zoo).filter((name) => name !== 'apache location') as Server[])
    for (const client of CLIENTS)
      for (const version of ['TLSv1.2', 'TLSv1.3'])
        rows.push({ server, client, version, right: expected(server, client), report: await diagnose(server, client, version) });
  const named = ({ report: { causes } }: (typeof rows)[number]) => causes[0]?.id;
  const isRight = (row: (typeof rows)[number]) =>
    row.right.length === 0 ? named(row) === undefined : row.right.includes(named(row) ?? '');
  const faulty = rows.filter(({ right }) => right.length > 0);
  const sound = rows.filter(({ right }) => right.length === 0);
  const accused = sound.filter((row) => !isRight(row));
  const missed = faulty.filter((row) => !isRight(row));
  const line = (row: (typeof rows)[number]) =>
    `${row.version} ${row.server} / ${row.client}: ${row.report.verdict} ${named(row) ?? 'nothing'}, right: ${row.right.join(' or ') || 'nothing'} (probe: ${row.report.probe?.summary})`;
  console.log(
    [
      ...Object.keys(zoo).map((server) => {
        const own = rows.filter((row) => row.server === server);
        return `${server.padEnd(30)} ${own.filter(isRight).length} of ${own.length}, identified ${own.filter(({ report }) => report.verdict === 'identified').length}`;
      }),
      `faults named ${faulty.length - missed.length} of ${faulty.length}; sound ones accused ${accused.length} of ${sound.length}`,
      ...[...missed, ...accused].map(line),
    ].join('\n'),
  );
  expect(accused.map(line)).toEqual([]);
  expect((faulty.length - missed.length) / faulty.length).toBeGreaterThanOrEqual(0.95);
  expect(rows.filter((row) => row.report.verdict === 'identified' && !isRight(row)).map(line)).toEqual([]);
}, 600_000);
