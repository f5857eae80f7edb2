import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { inThisThread } from '../../src/certificate-inspection/containers/open-container.js';
import { readCredential } from '../../src/connectivity-probe/client-credential.js';
import { judge } from '../../src/connectivity-probe/judging/verdict.js';
import type { Observation } from '../../src/connectivity-probe/observation.js';
import { observe } from '../../src/connectivity-probe/observing/observe.js';
import { ProbePolicy } from '../../src/connectivity-probe/policy/probe-policy.js';
import { probeCommand } from '../../src/connectivity-probe/transcripts/probe-command.js';
import { readTranscript } from '../../src/connectivity-probe/transcripts/read-transcript.js';
import { makePki } from '../servers/pki.js';
import type { Started } from '../servers/start.js';
import { apache, haproxy, nginx, node } from '../servers/zoo.js';

const pki = makePki();
const policy = new ProbePolicy(readConfig({ PROBE_ALLOW: '127.0.0.0/8' }));
const servers = {
  haproxy: haproxy(pki, `ca-file ${pki.files.clientCas} verify required`),
  nginx: nginx(pki, `ssl_client_certificate ${pki.files.clientCas}; ssl_verify_client on;`),
  apache: apache(pki, 'SSLVerifyClient require'),
  node: node(pki, {}),
} satisfies Record<string, Promise<Started>>;
const clients = ['good', 'untrusted', 'expired'] as const;
const files = Object.fromEntries(clients.map((name) => [name, pki.write(`${name}.pem`, pki.bundle(pki.clients[name]))]));
for (const name of clients) writeFileSync(join(pki.folder, `${name}.p12`), pki.pkcs12(pki.clients[name], 'changeit'));

/** A Java client that trusts everybody. */
const JAVA = pki.write(
  'Client.java',
  `import javax.net.ssl.*; import java.security.*; import java.security.cert.*; import java.io.*; import java.net.Socket;
public class Client { public static void main(String[] a) throws Exception { SSLContext c=SSLContext.getInstance("TLS"); KeyManager[] km=null; if(a.length>2){KeyStore ks=KeyStore.getInstance("PKCS12"); ks.load(new FileInputStream(a[2]),"changeit".toCharArray()); KeyManagerFactory k=KeyManagerFactory.getInstance("NewSunX509"); k.init(ks,"changeit".toCharArray()); km=k.getKeyManagers();}
 c.init(km,new TrustManager[]{new X509ExtendedTrustManager(){ public void checkClientTrusted(X509Certificate[] x,String s){} public void checkServerTrusted(X509Certificate[] x,String s){} public X509Certificate[] getAcceptedIssuers(){return new X509Certificate[0];} public void checkClientTrusted(X509Certificate[] x,String s,Socket k){} public void checkServerTrusted(X509Certificate[] x,String s,Socket k){} public void checkClientTrusted(X509Certificate[] x,String s,SSLEngine k){} public void checkServerTrusted(X509Certificate[] x,String s,SSLEngine k){} }},null);
 SSLSocket s=(SSLSocket)c.getSocketFactory().createSocket("127.0.0.1",Integer.parseInt(a[0])); s.setSoTimeout(3000); s.setEnabledProtocols(new String[]{a[1]}); s.startHandshake(); s.setSoTimeout(400); try { s.getInputStream().read(); } catch(java.net.SocketTimeoutException e) {} s.setSoTimeout(3000); s.getOutputStream().write("GET / HTTP/1.0\\r\\n\\r\\n".getBytes()); s.getOutputStream().flush(); BufferedReader r=new BufferedReader(new InputStreamReader(s.getInputStream())); for(String l;(l=r.readLine())!=null;) System.out.println(l); } }`,
);

afterAll(async () => {
  for (const server of Object.values(servers)) await (await server).stop();
});

const run = (command: string) =>
  new Promise<string>((resolve) => {
    let output = '';
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', () => resolve(output));
  });

/** Another release's output is read with OPENSSL=/path/to/its/openssl. */
const OPENSSL = process.env['OPENSSL'] ?? 'openssl';

type Client = (typeof clients)[number] | 'none';
type Tool = 'openssl' | 'openssl -msg' | 'openssl -trace' | 'curl' | 'gnutls' | 'java';

const COMMANDS: Record<Tool, (port: number, client: Client, version: string) => string> = {
  openssl: (port, client, version) =>
    `(printf 'GET / HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n'; sleep 0.5) | timeout 5 ${OPENSSL} s_client -connect 127.0.0.1:${port} -servername localhost ${openssl(client)} -${version.toLowerCase().replace('v', '').replace('.', '_')} -ign_eof 2>&1`,
  'openssl -msg': (port, client, version) => COMMANDS.openssl(port, client, version).replace('-ign_eof', '-ign_eof -msg -state -showcerts'),
  'openssl -trace': (port, client, version) => COMMANDS.openssl(port, client, version).replace('-ign_eof', '-ign_eof -trace'),
  curl: (port, client, version) =>
    `curl -skv --tlsv${version.slice(4)} --tls-max ${version.slice(4)} --max-time 5 ${client === 'none' ? '' : `--cert ${files[client]}`} https://127.0.0.1:${port}/ 2>&1`,
  gnutls: (port, client, version) =>
    `(printf 'GET / HTTP/1.0\\r\\n\\r\\n'; sleep 0.5) | timeout 5 gnutls-cli --insecure --priority NORMAL:-VERS-ALL:+VERS-${version.replace('v', '')} ${client === 'none' ? '' : `--x509certfile ${files[client]} --x509keyfile ${files[client]}`} -p ${port} 127.0.0.1 2>&1`,
  java: (port, client, version) =>
    `timeout 20 java -Djavax.net.debug=ssl,handshake ${JAVA} ${port} ${version} ${client === 'none' ? '' : join(pki.folder, `${client}.p12`)} 2>&1`,
};
const openssl = (client: Client) => (client === 'none' ? '' : `-cert ${files[client]} -key ${files[client]} -cert_chain ${files[client]}`);

/** What a tool shows of what the live look saw. */
function shown(observation: Observation) {
  const purpose =
    observation.connections.find((connection) => ['transcript', 'with-certificate'].includes(connection.purpose)) ??
    observation.connections.find((connection) => connection.purpose === 'without-certificate');
  const { outcome, sent, refusal } = judge(observation);
  return {
    outcome,
    sent,
    alert: refusal?.alert?.name,
    http: purpose?.http?.status,
    version: purpose?.version,
    asked: observation.connections.some(({ requests }) => requests.length > 0),
    authorities: observation.connections.flatMap(({ requests }) => requests)[0]?.authorities ?? [],
  };
}

async function live(port: number, client: Client, maxVersion: 'TLSv1.2' | 'TLSv1.3') {
  const credential = client === 'none' ? undefined : await readCredential({ data: pki.bundle(pki.clients[client]) }, inThisThread, true);
  return shown(
    await observe(
      { host: '127.0.0.1', serverName: 'localhost', port, path: '/', timeoutMs: 8000, maxVersion, ...(credential && { credential }) },
      policy,
    ),
  );
}

const CELLS = (['haproxy', 'nginx', 'apache', 'node'] as const).flatMap((server) =>
  (['TLSv1.2', 'TLSv1.3'] as const).flatMap((version) =>
    (['none', ...clients] as const).map((client) => [server, version, client] as const),
  ),
);
/** Not every release is built with -trace. */
const traces = spawnSync(OPENSSL, ['s_client', '-help'], { encoding: 'utf8' })
  .stderr.split('\n')
  .some((line) => line.startsWith(' -trace '));
const TOOLS: readonly Tool[] = ['openssl', 'openssl -msg', ...(traces ? (['openssl -trace'] as const) : []), 'curl', 'gnutls'];

it.each(CELLS)('%s, %s, %s: every tool tells what the live look sees', async (server, version, client) => {
  const { port } = await servers[server];
  const seen = await live(port, client, version);
  for (const tool of TOOLS) {
    const output = await run(COMMANDS[tool](port, client, version));
    const notes = readTranscript(output);
    const told = notes && shown(notes.observation);
    const wanted = {
      asked: seen.asked,
      alert: seen.alert,
      ...(tool !== 'gnutls' && { http: seen.http }),
      // s_client without -msg closes at a refusal before it has told its version.
      ...(told?.version && { version: seen.version }),
      ...((tool === 'openssl -msg' || tool === 'openssl -trace') && { authorities: seen.authorities }),
      ...((tool === 'openssl -msg' || tool === 'openssl -trace' || tool === 'curl') && {
        sent: seen.sent,
        ...(client !== 'none' && seen.asked && { outcome: seen.outcome }),
      }),
    };
    expect({ tool, output: output.slice(-1500), ...told }).toMatchObject({ tool, ...wanted });
    expect(seen.outcome === 'refused' && told?.outcome === 'accepted').toBe(false);
  }
});

it.each([
  ['haproxy', 'TLSv1.3', 'none'],
  ['apache', 'TLSv1.3', 'expired'],
  ['haproxy', 'TLSv1.3', 'good'],
  ['nginx', 'TLSv1.3', 'untrusted'],
] as const)('Java tells what it sent and got: %s, %s, %s', async (server, version, client) => {
  const { port } = await servers[server];
  const output = await run(COMMANDS.java(port, client, version));
  const told = shown(readTranscript(output)?.observation as Observation);
  const seen = await live(port, client, version);
  // JSSE writes each message apart; where the server has closed by then, the write fails and the alert is never read.
  // Java keeps back a certificate whose issuer is not named.
  const sent = client !== 'none' && client !== 'untrusted';
  expect({ ...told, output: output.slice(-3000) }).toMatchObject({
    asked: true,
    sent,
    version,
    authorities: seen.authorities,
    outcome: client === 'untrusted' ? told.outcome : seen.outcome,
    ...(told.alert && { alert: seen.alert }),
    ...(seen.http && { http: seen.http }),
  });
});

it('hands out a command whose output can be read', async () => {
  const { port } = await servers.haproxy;
  const { command } = probeCommand({ host: '127.0.0.1', port, shell: 'bash', tool: 'openssl', certificate: files['good'] });
  const output = await run(command.replace('sleep 5', 'sleep 0.3'));
  expect(judge(readTranscript(output)?.observation as Observation)).toMatchObject({ outcome: 'accepted', sent: true });
});

it('tells each step with its line', async () => {
  const { port } = await servers.haproxy;
  const output = await run(COMMANDS.curl(port, 'untrusted', 'TLSv1.3'));
  const steps = readTranscript(output)?.steps ?? [];
  expect(steps.map(({ who, says }) => `${who} ${says}`)).toEqual(
    expect.arrayContaining(['client ClientHello', 'server CertificateRequest', 'client CertificateVerify', 'server alert unknown_ca (48)']),
  );
  expect(output.split('\n')[(steps[0]?.line ?? 0) - 1]).toContain('Client hello');
});

it('recognises nothing where there is nothing', () => expect(readTranscript('the quick brown fox')).toBeUndefined());
