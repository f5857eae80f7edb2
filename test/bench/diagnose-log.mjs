// POST /diagnose with a log of 10 KiB in which two certificates stand, beside a bare node:http server that parses the same body and writes the same
// bytes, in the same run: p95 of single requests, one after the other, in turns.
import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';
import { ask, startBare, startService, stop } from './servers.mjs';

const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 400);

function certificate(name) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  made.serialNumber = '1f';
  made.validity.notBefore = new Date(Date.now() - 86_400_000);
  made.validity.notAfter = new Date(Date.now() + 300 * 86_400_000);
  made.setSubject([{ name: 'commonName', value: name }]);
  made.setIssuer([{ name: 'commonName', value: 'Example CA' }]);
  made.sign(forge.pki.privateKeyFromPem(privateKey));
  return forge.pki.certificateToPem(made);
}

const LINE =
  '2026-11-24 10:00:00,123 INFO  [http-nio-8080-exec-7] o.a.c.c.C.[Tomcat].[localhost] request took 12 ms, nothing special here\n';
const certificates = `Client certificate: ${certificate('client')}registered in the service key: ${certificate('registered').replaceAll('\n', '')}\n`;
const log = `HTTP/1.1 401 Unauthorized\nSSL handshake failed: SSSLERR_PEER_CERT_UNTRUSTED (-102)\n${certificates}`;
const text = (log + LINE.repeat(100)).slice(0, 10_240);
const body = JSON.stringify({ text });

const service = await startService(4103);
const { written } = await ask(4103, body);
const bare = await startBare(4104, written);
for (let warm = 0; warm < 100; warm++) await Promise.all([ask(4103, body), ask(4104, body)]);
const took = { service: [], bare: [] };
for (let request = 0; request < REQUESTS; request++) {
  took.service.push((await ask(4103, body)).took);
  took.bare.push((await ask(4104, body)).took);
}
const at = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
const row = (name, values) => `${name.padEnd(12)} median ${at(values, 0.5).toFixed(2)} ms, p95 ${at(values, 0.95).toFixed(2)} ms`;
console.log(
  `log of ${Buffer.byteLength(text)} bytes with two certificates (found: ${JSON.parse(written).certificates?.length}), reply ${Buffer.byteLength(written)} bytes, ${REQUESTS} requests each`,
);
console.log(row('bare echo', took.bare));
console.log(row('mtls-doctor', took.service));
console.log(
  `ratio        median ${(at(took.service, 0.5) / at(took.bare, 0.5)).toFixed(2)}, p95 ${(at(took.service, 0.95) / at(took.bare, 0.95)).toFixed(2)} (wanted: p95 under 25 ms)`,
);
await stop(service, bare);
