import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { freePort } from '../service.js';
import type { Pki } from './pki.js';
import { startOpenssl, startProgram, startTcp, type Started } from './start.js';

/** Real servers, each a function of the certificates, each gone with `stop`. */

export const opensslServer = (pki: Pki, ...parameters: string[]): Promise<Started> =>
  startOpenssl(['-cert', pki.files.serverCert, '-cert_chain', pki.files.intermediate, '-key', pki.files.serverKey, '-www', ...parameters]);

/** What s_server needs to ask for a certificate and mean it. */
export const required = (pki: Pki): string[] => ['-Verify', '3', '-verify_return_error', '-CAfile', pki.files.clientCas];
export const optional = (pki: Pki): string[] => ['-verify', '3', '-verify_return_error', '-CAfile', pki.files.clientCas];

/** nginx with one server block; `directives` decide about client certificates. */
export async function nginx(pki: Pki, directives: string, location = 'return 200 "ok\\n";'): Promise<Started> {
  const port = await freePort();
  const root = join(pki.folder, `nginx-${port}`);
  mkdirSync(root);
  const configuration = join(root, 'nginx.conf');
  writeFileSync(
    configuration,
    `worker_processes 1; pid ${root}/pid; error_log stderr info; daemon off; user root; events { worker_connections 512; }
http { access_log off; client_body_temp_path ${root}/a; proxy_temp_path ${root}/b; fastcgi_temp_path ${root}/c; uwsgi_temp_path ${root}/d; scgi_temp_path ${root}/e;
ssl_certificate ${pki.files.serverChain}; ssl_certificate_key ${pki.files.serverKey}; ssl_protocols TLSv1.2 TLSv1.3; ssl_verify_depth 3;
server { listen 127.0.0.1:${port} ssl; ${directives} location / { ${location} } } }`,
  );
  return startProgram('nginx', ['-c', configuration], [port]);
}

/** HAProxy with one front end; `bind` decides about client certificates. */
export async function haproxy(pki: Pki, bind: string, rules = ''): Promise<Started> {
  const port = await freePort();
  const configuration = pki.write(
    `haproxy-${port}.cfg`,
    `global\n  maxconn 200\ndefaults\n  mode http\n  timeout connect 3s\n  timeout client 10s\n  timeout server 10s\nfrontend f\n  bind 127.0.0.1:${port} ssl crt ${pki.files.serverAll} ${bind}\n${rules}  http-request return status 200 content-type text/plain string "ok"\n`,
  );
  return startProgram('haproxy', ['-db', '-f', configuration], [port]);
}

/** Apache with one virtual host. */
export async function apache(pki: Pki, directives: string): Promise<Started> {
  const port = await freePort();
  const root = join(pki.folder, `apache-${port}`);
  mkdirSync(join(root, 'secure'), { recursive: true });
  writeFileSync(join(root, 'index.html'), 'ok');
  writeFileSync(join(root, 'secure', 'index.html'), 'secure');
  execFileSync('chmod', ['-R', 'a+rX', pki.folder]);
  const modules = ['mpm_event', 'authz_core', 'dir', 'socache_shmcb', 'ssl']
    .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
    .join('\n');
  const configuration = pki.write(
    `apache-${port}.conf`,
    `ServerRoot ${root}\nPidFile ${root}/pid\nServerName localhost\nErrorLog ${root}/error.log\n${modules}\nDocumentRoot ${root}\nListen 127.0.0.1:${port}\nSSLCertificateFile ${pki.files.serverChain}\nSSLCertificateKeyFile ${pki.files.serverKey}\nSSLVerifyDepth 3\nSSLProtocol all -SSLv3 -TLSv1 -TLSv1.1\nUser www-data\nGroup www-data\nDirectoryIndex index.html\n<Directory ${root}>\nRequire all granted\n</Directory>\n<VirtualHost 127.0.0.1:${port}>\nSSLEngine on\nSSLCACertificateFile ${pki.files.clientCas}\n${directives}\n</VirtualHost>\n`,
  );
  return startProgram('apache2', ['-f', configuration, '-DFOREGROUND'], [port]);
}

const JAVA = (ports: number[], folder: string) => `
import javax.net.ssl.*; import java.security.*; import java.io.*; import java.net.*; import com.sun.net.httpserver.*;
public class Servers { static SSLContext ctx;
 static void plain(int port, boolean need) throws Exception { SSLServerSocket s=(SSLServerSocket)ctx.getServerSocketFactory().createServerSocket(port,50,InetAddress.getByName("127.0.0.1")); if(need)s.setNeedClientAuth(true); else s.setWantClientAuth(true);
  new Thread(()->{ while(true) try { Socket c=s.accept(); new Thread(()->{ try{ c.setSoTimeout(5000); BufferedReader r=new BufferedReader(new InputStreamReader(c.getInputStream())); String l; while((l=r.readLine())!=null && l.length()>0); c.getOutputStream().write("HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 2\\r\\n\\r\\nok".getBytes()); c.getOutputStream().flush(); c.close(); }catch(Exception e){ try{c.close();}catch(Exception x){} } }).start(); } catch(Exception e){} }).start(); }
 public static void main(String[] a) throws Exception { char[] pw="changeit".toCharArray(); KeyStore ks=KeyStore.getInstance("PKCS12"); ks.load(new FileInputStream("${folder}/java-server.p12"),pw); KeyStore ts=KeyStore.getInstance("PKCS12"); ts.load(new FileInputStream("${folder}/java-trust.p12"),pw); KeyManagerFactory k=KeyManagerFactory.getInstance("SunX509"); k.init(ks,pw); TrustManagerFactory t=TrustManagerFactory.getInstance("PKIX"); t.init(ts); ctx=SSLContext.getInstance("TLS"); ctx.init(k.getKeyManagers(),t.getTrustManagers(),null);
  plain(${ports[0]},true); plain(${ports[1]},false);
  HttpsServer h=HttpsServer.create(new InetSocketAddress("127.0.0.1",${ports[2]}),50); h.setHttpsConfigurator(new HttpsConfigurator(ctx){ public void configure(HttpsParameters p){ SSLParameters sp=ctx.getDefaultSSLParameters(); sp.setNeedClientAuth(true); p.setSSLParameters(sp);} }); h.createContext("/",x->{ byte[] b="ok".getBytes(); x.sendResponseHeaders(200,b.length); x.getResponseBody().write(b); x.close();}); h.start(); } }`;

/** Java: a socket that needs, one that wants a certificate, and the JDK's HttpsServer. Started together, since a JVM is slow to come. */
export async function java(pki: Pki): Promise<{ need: Started; want: Started; https: Started }> {
  const ports = [await freePort(), await freePort(), await freePort()];
  execFileSync('openssl', [
    'pkcs12',
    '-export',
    '-in',
    pki.files.serverAll,
    '-out',
    join(pki.folder, 'java-server.p12'),
    '-passout',
    'pass:changeit',
    '-name',
    'server',
  ]);
  for (const [alias, file] of [
    ['a', pki.files.root],
    ['c', pki.files.otherRoot],
  ] as const) {
    execFileSync(
      'keytool',
      [
        '-importcert',
        '-noprompt',
        '-alias',
        alias,
        '-file',
        file,
        '-keystore',
        join(pki.folder, 'java-trust.p12'),
        '-storetype',
        'PKCS12',
        '-storepass',
        'changeit',
      ],
      { stdio: 'ignore' },
    );
  }
  const source = pki.write('Servers.java', JAVA(ports, pki.folder));
  const started = await startProgram('java', [source], ports);
  const at = (port = 0): Started => ({ ...started, port });
  return { need: at(ports[0]), want: at(ports[1]), https: at(ports[2]) };
}

export async function gnutls(pki: Pki, ...parameters: string[]): Promise<Started> {
  const port = await freePort();
  return startProgram(
    'gnutls-serv',
    [
      '-p',
      String(port),
      '--http',
      '-q',
      '--x509certfile',
      pki.files.serverChain,
      '--x509keyfile',
      pki.files.serverKey,
      '--x509cafile',
      pki.files.clientCas,
      ...parameters,
    ],
    [port],
  );
}

export async function node(
  pki: Pki,
  options: { requestCert?: boolean; rejectUnauthorized?: boolean; maxVersion?: 'TLSv1.2'; status?: (authorized: boolean) => number },
): Promise<Started & { requests(): number }> {
  let requests = 0;
  const server = createServer(
    { key: pki.server.keyPem, cert: pki.server.pem + pki.intermediate.pem, ca: [pki.root.pem, pki.otherRoot.pem], ...options },
    (request, response) => {
      requests++;
      const { authorized } = request.socket as unknown as { authorized: boolean };
      response.writeHead(options.status?.(authorized) ?? 200).end('ok');
    },
  );
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    output: () => '',
    requests: () => requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every server with what it is called; started together, since most need a second. */
export function startZoo(pki: Pki) {
  const MTLS = `ssl_client_certificate ${pki.files.clientCas};`;

  const java3 = java(pki);
  return {
    'openssl required': opensslServer(pki, ...required(pki)),
    'openssl optional': opensslServer(pki, ...optional(pki)),
    'openssl none': opensslServer(pki),
    'openssl without names': opensslServer(pki, ...required(pki), '-no_ca_names'),
    'openssl without tickets': opensslServer(pki, ...required(pki), '-num_tickets', '0'),
    'nginx on': nginx(pki, `${MTLS} ssl_verify_client on;`),
    'nginx optional': nginx(pki, `${MTLS} ssl_verify_client optional;`),
    'nginx optional, 403 without': nginx(
      pki,
      `${MTLS} ssl_verify_client optional;`,
      'if ($ssl_client_verify != SUCCESS) { return 403; } return 200 "in\\n";',
    ),
    'nginx none': nginx(pki, ''),
    'haproxy required': haproxy(pki, `ca-file ${pki.files.clientCas} verify required`),
    'haproxy optional, 403 without': haproxy(
      pki,
      `ca-file ${pki.files.clientCas} verify optional`,
      '  http-request deny deny_status 403 unless { ssl_c_used }\n',
    ),
    'apache require': apache(pki, 'SSLVerifyClient require'),
    'apache optional': apache(pki, 'SSLVerifyClient optional'),
    'apache location': apache(pki, '<Location /secure>\nSSLVerifyClient require\n</Location>'),
    'java need': java3.then(({ need }) => need),
    'java want': java3.then(({ want }) => want),
    'java https': java3.then(({ https }) => https),
    'gnutls require': gnutls(pki, '--require-client-cert', '--verify-client-cert'),
    'gnutls none': gnutls(pki, '--disable-client-cert'),
    'node required': node(pki, { requestCert: true }),
    'node 401 without': node(pki, { requestCert: true, rejectUnauthorized: false, status: (authorized) => (authorized ? 200 : 401) }),
    'node none': node(pki, {}),
    'nginx lists one of two': nginx(
      pki,
      `ssl_client_certificate ${pki.files.root}; ssl_trusted_certificate ${pki.files.clientCas}; ssl_verify_client on;`,
    ),
    'nginx with revocation': nginx(pki, `${MTLS} ssl_verify_client on; ssl_crl ${pki.files.crls};`),
    'haproxy with revocation': haproxy(pki, `ca-file ${pki.files.clientCas} crl-file ${pki.files.crls} verify required`),
    'apache with revocation': apache(pki, `SSLVerifyClient require\nSSLCARevocationFile ${pki.files.crls}\nSSLCARevocationCheck chain`),
    'openssl with revocation': opensslServer(
      pki,
      '-Verify',
      '3',
      '-verify_return_error',
      '-crl_check_all',
      '-CAfile',
      pki.write('cas-and-crls.pem', readFileSync(pki.files.clientCas, 'utf8') + readFileSync(pki.files.crls, 'utf8')),
    ),
  } satisfies Record<string, Promise<Started>>;
}

export { startTcp };
