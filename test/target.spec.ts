import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiagnosisReport } from '../src/diagnosis/diagnosis.dto.js';
import { issue, makePki } from './servers/pki.js';
import { startOpenssl, startTcp, type Started } from './servers/start.js';
import { haproxy, node, opensslServer, required } from './servers/zoo.js';
import { freePort, startService } from './service.js';

const pki = makePki();
const trust = mkdtempSync(join(tmpdir(), 'mtls-doctor-trust-'));
writeFileSync(join(trust, 'root.pem'), pki.root.pem);
const ENVIRONMENT = { PROBE_ALLOW: '127.0.0.0/8', TRUST_DIR: trust };
const { app, http } = await startService(ENVIRONMENT);
const servers: Started[] = [];
const up = async (server: Promise<Started>): Promise<number> => {
  servers.push(await server);
  return (await server).port;
};
const mtls = await up(haproxy(pki, `ca-file ${pki.files.clientCas} verify required`));
afterAll(async () => {
  await app.close();
  for (const server of servers) await server.stop();
});

const at = (port: number) => ({ host: '127.0.0.1', port, serverName: 'localhost' });
const diagnose = async (body: object): Promise<DiagnosisReport> => {
  const reply = await http.post('/diagnose').send(body);
  expect([reply.status, reply.body.detail]).toEqual([200, undefined]);
  return reply.body as DiagnosisReport;
};

it('looks at the target, and its report is part of the reply', async () => {
  const { probe, causes } = await diagnose({ text: 'HTTP 401 Unauthorized', target: at(mtls) });
  expect(probe).toMatchObject({ outcome: 'refused', clientCertificate: { requested: 'required' } });
  expect(causes.flatMap(({ evidence }) => evidence).some(({ source }) => source === 'probe')).toBe(true);
});

it.each([
  ['forbidden', { host: '10.1.2.3' }, 'forbidden-by-policy'],
  ['unreachable', at(await freePort()), 'unreachable'],
])('a target that is %s is evidence and no error', async (_, target, outcome) => {
  expect((await diagnose({ text: 'HTTP 401 Unauthorized', target })).probe?.outcome).toBe(outcome);
});

it('replies with what is known when the server is slower than its share', async () => {
  const silent = await up(startTcp(() => {}));
  const { probe, causes } = await diagnose({ text: 'HTTP 401 Unauthorized', target: { ...at(silent), timeoutMs: 300 } });
  expect(probe).toMatchObject({ outcome: 'unreachable', cutShort: true });
  expect(causes.length).toBeGreaterThan(0);
});

it('names the field of a target that can not be one', async () => {
  const { status, body } = await http.post('/diagnose').send({ target: { host: 'https://x/' } });
  expect([status, body.errors[0].pointer]).toEqual([400, '/target/host']);
  const unknown = await http.post('/diagnose').send({ target: { host: 'x.example', colour: 'red' } });
  expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([400, '/target/colour']);
});

it('says what it could not look with', async () => {
  const { probe, warnings } = await diagnose({ target: { ...at(mtls), credential: 'nobody' } });
  expect(probe).toBeUndefined();
  expect(warnings[0]).toMatch(/^The target was not looked at: No credential is mounted/);
});

it('says of a certificate what would become of it, without showing it to the server', async () => {
  const server = await node(pki, { requestCert: true });
  servers.push(server);
  const { probe } = await diagnose({ certificates: [{ data: pki.clients.untrusted.pem }], target: at(server.port) });
  expect(probe?.clientCertificate).toMatchObject({ sent: false, presented: [{ subject: expect.stringContaining('untrusted client') }] });
  expect(probe?.checks).toContainEqual(expect.objectContaining({ id: 'our-issuer-is-acceptable', passed: false }));
  expect(server.requests()).toBe(0);
});

it('reads a transcript, given as such or in the middle of a text', async () => {
  const output =
    'CONNECTED(00000003)\nAcceptable client certificate CA names\nC = DE, CN = Root\n---\nNew, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\n80:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:x.c:1:SSL alert number 116\n';
  for (const body of [{ transcript: output }, { text: `It fails since Monday:\n${output}` }]) {
    const { transcript, causes } = await diagnose(body);
    expect(transcript).toMatchObject({
      tool: 'openssl',
      outcome: 'refused',
      steps: expect.arrayContaining([{ who: 'server', says: 'CertificateRequest', line: expect.any(Number) }]),
    });
    expect(causes[0]?.id).toBe('client-certificate-not-sent');
  }
});

describe('what a tool prints of a connection', () => {
  const leafOnly = ['-cert', pki.files.serverCert, '-key', pki.files.serverKey, '-www'];
  const asking = up(opensslServer(pki, ...required(pki)));
  const halfChained = up(startOpenssl(leafOnly));
  const good = pki.write('good.pem', pki.bundle(pki.clients.good));
  const look = (port: number, tool: string, version: string, withCertificate: boolean): string => {
    const dashed = `-${version.toLowerCase().replace('v', '').replace('.', '_')}`;
    const [openssl, curl, gnutls] = withCertificate
      ? [`-cert ${good} -key ${good} -cert_chain ${good}`, `--cert ${good}`, `--x509certfile ${good} --x509keyfile ${good}`]
      : ['', '', ''];
    const commands: Record<string, string> = {
      openssl: `openssl s_client -ign_eof -connect localhost:${port} -servername localhost ${dashed} ${openssl}`,
      'openssl -showcerts': `openssl s_client -ign_eof -showcerts -connect localhost:${port} -servername localhost ${dashed} ${openssl}`,
      curl: `curl -skv --tlsv${version.slice(4)} --tls-max ${version.slice(4)} ${curl} https://localhost:${port}/`,
      gnutls: `gnutls-cli --insecure --priority NORMAL:-VERS-ALL:+VERS-${version.replace('v', '')} ${gnutls} -p ${port} localhost`,
    };
    // openssl waits for the end of the answer, gnutls-cli ends with its input.
    const request = `(printf 'GET / HTTP/1.0\\r\\n\\r\\n'; sleep ${tool === 'gnutls' ? 1.5 : 0})`;
    return spawnSync('bash', ['-c', `${request} | timeout 5 ${commands[tool]} 2>&1`], { encoding: 'utf8' }).stdout;
  };
  const cells = ['openssl', 'openssl -showcerts', 'curl', 'gnutls'].flatMap((tool) =>
    ['TLSv1.2', 'TLSv1.3'].map((version) => [tool, version] as const),
  );

  it.each(cells)('%s, %s: nothing was sent, and nothing else is accused for what the tool does not print', async (tool, version) => {
    const output = look(await asking, tool, version, false);
    for (const body of [{ text: output }, { transcript: output }]) {
      const { transcript, causes } = await diagnose(body);
      expect(transcript?.outcome).toBe('refused');
      expect(causes[0]?.id).toBe('client-certificate-not-sent');
      const failed = transcript?.checks.filter(({ passed }) => !passed).map(({ id }) => id) ?? [];
      expect(failed.filter((id) => id.startsWith('server-'))).toEqual([]);
    }
  });

  it.each(cells)('%s, %s: a sound connection accuses nobody', async (tool, version) => {
    const output = look(await asking, tool, version, true);
    for (const body of [{ text: output }, { transcript: output }]) {
      const { verdict, causes, transcript } = await diagnose(body);
      expect([verdict, causes.map(({ id }) => id), transcript?.outcome]).toEqual(['no-match', [], 'accepted']);
    }
  });

  it.each(cells.filter(([tool]) => tool !== 'curl'))(
    '%s, %s: a chain that is incomplete by the names listed is found',
    async (tool, version) => {
      const output = look(await halfChained, tool, version, false);
      for (const body of [{ text: output }, { transcript: output }]) {
        const { transcript, causes } = await diagnose(body);
        expect(transcript?.checks).toContainEqual(expect.objectContaining({ id: 'server-chain-is-complete', passed: false }));
        expect(causes[0]?.id).toBe('server-chain-incomplete-intermediate-missing');
      }
    },
  );

  it('a client that trusts the server and ends before the server judges accuses nobody and is told how to go on', async () => {
    const server = issue({ cn: 'localhost', issuer: pki.stranger, usage: 'server', names: ['localhost'], keyType: 'rsa' });
    const [cert, key, root] = [
      pki.write('own.pem', server.pem),
      pki.write('own.key', server.keyPem),
      pki.write('own-root.pem', pki.stranger.pem),
    ];
    const port = await up(startOpenssl(['-cert', cert, '-key', key, '-www', ...required(pki)]));
    const command = `timeout 5 openssl s_client -connect localhost:${port} -servername localhost -tls1_3 -CAfile ${root} </dev/null 2>&1`;
    const { stdout } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    // Whether the alert still comes before the client ends is a race; who copies up to here has not seen it.
    const [text = ''] = /^[^]*Verify return code: 0 \(ok\)\n/.exec(stdout) ?? [];
    expect(text).toContain('CN = localhost');
    const { verdict, causes, summary, transcript } = await diagnose({ text });
    expect([verdict, causes, transcript?.outcome]).toEqual(['no-match', [], 'undecided']);
    expect(summary).toMatch(/ended before the server could judge\. Run what GET \/probes\/command gives/);
  });

  it('the check of the client itself is told as its own', async () => {
    const { transcript, causes, errors } = await diagnose({ transcript: look(await asking, 'openssl', 'TLSv1.3', false) });
    expect(transcript?.server.ownCheck).toMatchObject({ flaw: 'issuer-unknown', gaveUp: false, asked: false });
    expect(errors.map(({ id }) => id)).toContain('X509-V-20');
    expect(causes.flatMap(({ evidence }) => evidence).map(({ fact }) => fact)).not.toContain('error:X509-V-20');
  });

  it('what stands around the transcript is read as before', async () => {
    const output = look(await asking, 'openssl', 'TLSv1.3', false);
    const { errors } = await diagnose({ text: `Message no. WSS040\n${output}\nIt works in Postman.` });
    expect(errors.map(({ id }) => id)).toContain('WSS040');
  });

  it('the certificate beside it decides what the transcript alone leaves open', async () => {
    const leaf = pki.write('leaf.pem', pki.bundle(pki.clients.good, false));
    const port = await asking;
    const { stdout } = spawnSync(
      'bash',
      ['-c', `sleep 0.4 | openssl s_client -connect localhost:${port} -servername localhost -cert ${leaf} -key ${leaf} 2>&1`],
      { encoding: 'utf8' },
    );
    const { causes } = await diagnose({ transcript: stdout, certificates: [{ data: pki.clients.good.pem, role: 'client' }] });
    expect(causes[0]?.id).toBe('client-certificate-missing-intermediate');
  });
});

it('takes the scope "probe" besides where access is configured', async () => {
  const keys = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')] as const;
  const file = join(trust, '..', `keys-${randomBytes(4).toString('hex')}.json`);
  const entry = (key: string, scopes: string[]) => ({
    name: scopes.join('-'),
    sha256: createHash('sha256').update(key).digest('hex'),
    scopes,
  });
  writeFileSync(file, JSON.stringify({ keys: [entry(keys[0], ['diagnose']), entry(keys[1], ['diagnose', 'probe'])] }));
  const guarded = await startService({ ...ENVIRONMENT, API_KEYS_FILE: file });
  const ask = (key: string, body: object) => guarded.http.post('/diagnose').set('x-api-key', key).send(body);
  const target = at(mtls);
  expect((await ask(keys[0], { text: 'HTTP 401' })).status).toBe(200);
  const refused = await ask(keys[0], { text: 'HTTP 401', target });
  expect([refused.status, refused.body.errorCode]).toEqual([403, 'SCOPE_MISSING']);
  expect((await ask(keys[1], { text: 'HTTP 401', target })).body.probe.outcome).toBe('refused');
  await guarded.app.close();
});

it('counts towards the limit of the target', async () => {
  const limited = await startService({ ...ENVIRONMENT, PROBE_TARGET_LIMIT: '1' });
  const ask = () =>
    limited.http
      .post('/diagnose')
      .set('cache-control', 'no-cache')
      .send({ text: 'HTTP 401', target: at(mtls) });
  expect((await ask()).body.probe.outcome).toBe('refused');
  const { status, body } = await ask();
  expect([status, body.probe, body.warnings[0]]).toEqual([200, undefined, expect.stringContaining('looked at 1 times in this minute')]);
  await limited.app.close();
});
