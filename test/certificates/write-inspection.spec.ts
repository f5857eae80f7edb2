import { rootCertificates } from 'node:tls';
import { CertificatesService } from '../../src/certificate-inspection/certificates.service.js';
import { ContainerWorker } from '../../src/certificate-inspection/containers/container-worker.js';
import { PURPOSES } from '../../src/certificate-inspection/purpose.js';
import { inspectionJson } from '../../src/certificate-inspection/write-inspection.js';
import { clientExtensions, dns, ext, issue, KEY, pem } from './pki.js';

const service = new CertificatesService(new ContainerWorker());

it.each([
  ['odd names', pem(issue({ subject: ['CN=a"b\\c\u2028\n,d', 'O=Müller & Söhne "\u0007'], issuer: ['CN=\u{1f512} ä'] }))],
  ['odd host names', pem(issue({ extensions: [...clientExtensions(), ext.subjectAlternativeName(dns('a"\\b'), dns(''))] }))],
  ['nothing but the least', pem(issue({ version: 1, extensions: [], subject: [] }))],
  ['a key', `${pem(issue())}${KEY.export({ type: 'pkcs8', format: 'pem' }) as string}`],
  ['no certificate', KEY.export({ type: 'pkcs8', format: 'pem' }) as string],
  ...rootCertificates.map((root, at): [string, string] => [`root ${at}`, root]),
])('writes what JSON.stringify writes: %s', async (_, data) => {
  for (const purpose of PURPOSES) {
    const report = await service.inspect({ data, purpose, host: 'a"b' });
    expect(inspectionJson(report)).toBe(JSON.stringify(report));
  }
});
