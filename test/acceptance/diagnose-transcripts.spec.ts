import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiagnosisReport } from '../../src/diagnosis/diagnosis.dto.js';
import { issue, makePki } from '../servers/pki.js';
import { startOpenssl, startTcp, type Started } from '../servers/start.js';
import { apache, haproxy, nginx, opensslServer, required } from '../servers/zoo.js';
import { startService } from '../service.js';

const pki = makePki();
// The authority is a private one that the service does not know, as it is for most who ask.
const { app, http } = await startService();

const other = issue({ cn: 'other.example', issuer: pki.intermediate, usage: 'server', names: ['other.example'], keyType: 'rsa' });
const leafOnly = ['-cert', pki.files.serverCert, '-key', pki.files.serverKey, '-www'];
const ofOther = ['-cert', pki.write('other.pem', other.pem), '-key', pki.write('other.key', other.keyPem)];
const servers = {
  haproxy: haproxy(pki, `ca-file ${pki.files.clientCas} verify required`),
  nginx: nginx(pki, `ssl_client_certificate ${pki.files.clientCas}; ssl_verify_client on;`),
  openssl: opensslServer(pki, ...required(pki)),
  apache: apache(pki, 'SSLVerifyClient require'),
  'leaf only': startOpenssl(leafOnly),
  'leaf only, required': startOpenssl([...leafOnly, ...required(pki)]),
  'other name': startOpenssl([...ofOther, '-cert_chain', pki.files.intermediate, '-www']),
  'not asking': nginx(pki, ''),
  'plain HTTP': startTcp((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nbad'));
  }),
} satisfies Record<string, Promise<Started>>;
type Server = keyof typeof servers;

beforeAll(() => Promise.all(Object.values(servers)), 60_000);
afterAll(async () => {
  await app.close();
  for (const server of Object.values(servers)) await (await server).stop();
});

const clients = ['good', 'untrusted', 'expired', 'wrongUsage'] as const;
type Client = (typeof clients)[number] | 'missingIntermediate' | 'none';
const files = new Map<Client, string>([
  ...clients.map((name) => [name, pki.write(`${name}.pem`, pki.bundle(pki.clients[name]))] as const),
  ['missingIntermediate', pki.write('missing.pem', pki.bundle(pki.clients.good, false))],
]);
for (const name of clients) writeFileSync(join(pki.folder, `${name}.p12`), pki.pkcs12(pki.clients[name], 'changeit'));

/** Trusts everybody where the third parameter is -, else calls like a program does that checks certificate and name. */
const JAVA = pki.write(
  'Client.java',
  `import javax.net.ssl.*; import java.security.*; import java.security.cert.*; import java.io.*; import java.net.*;
public class Client { public static void main(String[] a) throws Exception { SSLContext c=SSLContext.getInstance("TLS"); KeyManager[] km=null; if(a.length>3){KeyStore ks=KeyStore.getInstance("PKCS12"); ks.load(new FileInputStream(a[3]),"changeit".toCharArray()); KeyManagerFactory k=KeyManagerFactory.getInstance("NewSunX509"); k.init(ks,"changeit".toCharArray()); km=k.getKeyManagers();}
 TrustManager[] tm=new TrustManager[]{new X509ExtendedTrustManager(){ public void checkClientTrusted(X509Certificate[] x,String s){} public void checkServerTrusted(X509Certificate[] x,String s){} public X509Certificate[] getAcceptedIssuers(){return new X509Certificate[0];} public void checkClientTrusted(X509Certificate[] x,String s,Socket k){} public void checkServerTrusted(X509Certificate[] x,String s,Socket k){} public void checkClientTrusted(X509Certificate[] x,String s,SSLEngine k){} public void checkServerTrusted(X509Certificate[] x,String s,SSLEngine k){} }};
 if(!a[2].equals("-")){ KeyStore ts=KeyStore.getInstance("PKCS12"); ts.load(null,null); ts.setCertificateEntry("a",CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream(a[2]))); TrustManagerFactory t=TrustManagerFactory.getInstance("PKIX"); t.init(ts); tm=t.getTrustManagers(); }
 c.init(km,tm,null);
 if(!a[2].equals("-")){ HttpsURLConnection u=(HttpsURLConnection)new URL("https://localhost:"+a[0]+"/").openConnection(); u.setSSLSocketFactory(c.getSocketFactory()); System.out.println("HTTP/1.1 "+u.getResponseCode()+" "+u.getResponseMessage()); return; }
 SSLSocket s=(SSLSocket)c.getSocketFactory().createSocket("127.0.0.1",Integer.parseInt(a[0])); s.setSoTimeout(3000); s.setEnabledProtocols(new String[]{a[1]}); s.startHandshake(); s.setSoTimeout(400); try { s.getInputStream().read(); } catch(java.net.SocketTimeoutException e) {} s.setSoTimeout(3000); s.getOutputStream().write("GET / HTTP/1.0\\r\\n\\r\\n".getBytes()); s.getOutputStream().flush(); BufferedReader r=new BufferedReader(new InputStreamReader(s.getInputStream())); for(String l;(l=r.readLine())!=null;) System.out.println(l); } }`,
);

type Command = (port: number, client: Client, version: string) => string;
const GET = `(printf 'GET / HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n'; sleep 0.5)`;
const opensslWith = (client: Client) =>
  client === 'none'
    ? ''
    : `-cert ${files.get(client)} -key ${files.get(client)}${client === 'missingIntermediate' ? '' : ` -cert_chain ${files.get(client)}`}`;
const openssl =
  (options: string, feed = `${GET} |`): Command =>
  (port, client, version) =>
    `${feed} timeout 5 openssl s_client -connect localhost:${port} ${options} ${opensslWith(client)} -${version.toLowerCase().replace('v', '').replace('.', '_')} 2>&1 ${feed ? '' : '</dev/null'}`;
const curl =
  (options: string): Command =>
  (port, client, version) =>
    `curl -v ${options} --tlsv${version.slice(4)} --tls-max ${version.slice(4)} --max-time 5 ${client === 'none' ? '' : `--cert ${files.get(client)}`} https://localhost:${port}/ 2>&1`;
const gnutls =
  (options: string): Command =>
  (port, client, version) =>
    `${GET} | timeout 5 gnutls-cli ${options} --priority NORMAL:-VERS-ALL:+VERS-${version.replace('v', '')} ${client === 'none' ? '' : `--x509certfile ${files.get(client)} --x509keyfile ${files.get(client)}`} -p ${port} localhost 2>&1`;
const java =
  (trust: string): Command =>
  (port, client, version) =>
    `timeout 20 java -Djavax.net.debug=ssl,handshake -Djdk.tls.client.protocols=${version} ${JAVA} ${port} ${version} ${trust} ${client === 'none' ? '' : join(pki.folder, `${client}.p12`)} 2>&1`;

const { root } = pki.files;
const TOOLS = {
  openssl: openssl('-servername localhost'),
  'openssl, no input': openssl('', ''),
  'openssl -CAfile': openssl(`-servername localhost -CAfile ${root} -verify_hostname localhost -ign_eof`),
  'openssl -showcerts': openssl('-servername localhost -showcerts -ign_eof'),
  'curl -k': curl('-sk'),
  'curl --cacert': curl(`-s --cacert ${root}`),
  'curl that knows no root': curl(''),
  'gnutls-cli --insecure': gnutls('--insecure'),
  'gnutls-cli --x509cafile': gnutls(`--x509cafile ${root}`),
  'java that trusts all': java('-'),
  'java that trusts the root': java(root),
} satisfies Record<string, Command>;
type Tool = keyof typeof TOOLS;

const ROWS: readonly (readonly [fault: Fault, server: Server, client: Client])[] = [
  ...(['haproxy', 'nginx', 'openssl', 'apache'] as const).map((server) => ['not sent', server, 'none'] as const),
  ...(['haproxy', 'nginx', 'openssl'] as const).flatMap((server) => [
    ['untrusted', server, 'untrusted'] as const,
    ['expired', server, 'expired'] as const,
    ['wrong usage', server, 'wrongUsage'] as const,
    ['intermediate missing', server, 'missingIntermediate'] as const,
    ['sound, with certificate', server, 'good'] as const,
  ]),
  ['server chain incomplete', 'leaf only', 'none'],
  ['server chain incomplete', 'leaf only, required', 'none'],
  ['other name', 'other name', 'none'],
  ['plain HTTP', 'plain HTTP', 'none'],
  ['sound', 'not asking', 'none'],
];

const CAUSES = {
  'not sent': ['client-certificate-not-sent'],
  untrusted: ['client-certificate-rejected-untrusted-ca', 'client-certificate-not-in-acceptable-ca-list'],
  expired: ['client-certificate-expired'],
  'wrong usage': ['client-certificate-wrong-eku'],
  'intermediate missing': ['client-certificate-missing-intermediate'],
  'server chain incomplete': ['server-chain-incomplete-intermediate-missing'],
  'other name': ['hostname-mismatch'],
  'plain HTTP': ['plaintext-on-tls-port'],
  sound: [],
  'sound, with certificate': [],
} satisfies Record<string, string[]>;
type Fault = keyof typeof CAUSES;
const CLIENT_FAULTS: readonly Fault[] = ['untrusted', 'expired', 'wrong usage', 'intermediate missing'];

/** @returns what can be known from what the tool prints; nothing where nothing may be accused, undefined among it where that is right too */
function expected(fault: Fault, server: Server, tool: Tool, withCertificate: boolean): readonly (string | undefined)[] {
  const [family] = tool.split(/[ ,]/);
  const own = CAUSES[fault];
  const ofClient = CLIENT_FAULTS.includes(fault);
  // This curl gives up on the server, whatever else is wrong; a flaw of a certificate in the hand is proved all the same.
  if (tool === 'curl that knows no root' && fault !== 'plain HTTP')
    return ['server-certificate-untrusted-root-missing', ...(withCertificate ? own : [])];
  // Who looks at no name, or sees no list, fails nothing and is told nothing.
  const unchecked = ['openssl', 'openssl, no input', 'openssl -showcerts', 'curl -k', 'java that trusts all'].includes(tool);
  if (fault === 'other name' && unchecked) return [];
  if (fault === 'server chain incomplete') {
    if (tool === 'curl -k') return server === 'leaf only' ? [] : CAUSES['not sent'];
    return [
      ...own,
      ...(tool === 'curl --cacert' ? ['server-certificate-untrusted-root-missing'] : []),
      ...(server === 'leaf only' ? [] : CAUSES['not sent']),
    ];
  }
  const undecided = ofClient && server === 'nginx' && family !== 'java';
  // This one hangs up, often before the server has said anything.
  const mayMiss = tool === 'openssl, no input' && (ofClient || fault === 'not sent') && !withCertificate ? [undefined] : [];
  // nginx gives one page for all of these: who holds the certificate can tell them apart, as far as the names it would take are printed.
  if (undecided && !withCertificate) return [...mayMiss, ...CLIENT_FAULTS.flatMap((one) => CAUSES[one])];
  const namesSeen = family === 'openssl' || family === 'java';
  if (fault === 'intermediate missing' || (fault === 'untrusted' && undecided))
    return withCertificate && namesSeen ? own : [...mayMiss, ...CAUSES['intermediate missing'], ...CAUSES.untrusted];
  return [...mayMiss, ...own];
}

const run = (command: string) =>
  new Promise<string>((resolve) => {
    let output = '';
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', () => resolve(output));
  });

const certificateOf = (client: Client) =>
  client === 'none' ? undefined : client === 'missingIntermediate' ? pki.clients.good.pem : pki.clients[client].pem + pki.intermediate.pem;

it('names what each tool tells, accuses no sound server, and never for what was not shown', async () => {
  const wrong: string[] = [];
  let count = 0;
  for (const [fault, server, client] of ROWS)
    for (const version of ['TLSv1.2', 'TLSv1.3'])
      for (const tool of Object.keys(TOOLS) as Tool[]) {
        if (client === 'missingIntermediate' && tool.startsWith('java')) continue;
        const output = await run(TOOLS[tool]((await servers[server]).port, client, version));
        const data = certificateOf(client);
        const certificates = data && [{ data, role: 'client' }];
        for (const body of [{ text: output }, { transcript: output }, ...(certificates ? [{ transcript: output, certificates }] : [])]) {
          const report = (await http.post('/diagnose').send(body)).body as DiagnosisReport;
          const right = expected(fault, server, tool, 'certificates' in body);
          const [first] = report.causes;
          count++;
          const isRight = right.length === 0 ? first === undefined : right.includes(first?.id);
          if (!isRight)
            wrong.push(
              `${fault}, ${server}, ${version}, ${tool}, ${Object.keys(body).join(' + ')}: ${first?.id ?? 'nothing'} instead of ${right.join(' or ') || 'nothing'} (${report.transcript?.summary})`,
            );
        }
      }
  console.log(`${count - wrong.length} of ${count} right`);
  expect(wrong).toEqual([]);
}, 900_000);
