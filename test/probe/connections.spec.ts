import { constants, createHash, sign } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { readConfig } from '../../src/config.js';
import { inThisThread } from '../../src/certificate-inspection/containers/open-container.js';
import { readCredential } from '../../src/connectivity-probe/client-credential.js';
import { ownsItsKey } from '../../src/connectivity-probe/handshake/server-proof.js';
import { judge } from '../../src/connectivity-probe/judging/verdict.js';
import { observe, type Look } from '../../src/connectivity-probe/observing/observe.js';
import { ProbePolicy } from '../../src/connectivity-probe/policy/probe-policy.js';
import { makePki } from '../servers/pki.js';
import type { Started } from '../servers/start.js';
import { apache, node, opensslServer, required } from '../servers/zoo.js';

const pki = makePki();
const policy = new ProbePolicy(readConfig({ PROBE_ALLOW: '127.0.0.0/8' }));
const good = await readCredential({ data: pki.bundle(pki.clients.good) }, inThisThread, true);
const servers = {
  asks: await opensslServer(pki, ...required(pki)),
  'asks not': await node(pki, {}),
  'asks late': await apache(pki, '<Location />\nSSLVerifyClient require\n</Location>'),
} satisfies Record<string, Started>;
afterAll(() => Promise.all(Object.values(servers).map((server) => server.stop())));

const look = (port: number, more: Partial<Look> = {}) =>
  observe({ host: '127.0.0.1', serverName: 'localhost', port, path: '/', timeoutMs: 8000, ...more }, policy);

/** A look is not more of a burden than its question needs. */
it.each<[server: keyof typeof servers, version: 'TLSv1.2' | 'TLSv1.3', ours: boolean, connections: string[]]>([
  ['asks', 'TLSv1.3', false, ['without-certificate']],
  ['asks', 'TLSv1.3', true, ['without-certificate', 'with-certificate']],
  ['asks', 'TLSv1.2', false, ['first-flight', 'without-certificate']],
  ['asks', 'TLSv1.2', true, ['first-flight', 'with-certificate', 'without-certificate']],
  ['asks not', 'TLSv1.3', false, ['without-certificate']],
  ['asks not', 'TLSv1.3', true, ['without-certificate']],
  ['asks not', 'TLSv1.2', true, ['first-flight', 'with-certificate']],
  ['asks late', 'TLSv1.3', false, ['without-certificate']],
  ['asks late', 'TLSv1.3', true, ['without-certificate', 'with-certificate']],
])('%s, %s, with a certificate: %s: %j', async (server, maxVersion, ours, connections) => {
  const observation = await look(servers[server].port, { maxVersion, ...(ours && { credential: good }) });
  expect(observation.connections.map(({ purpose }) => purpose)).toEqual(connections);
  expect(observation.connections.flatMap(({ unreadable }) => unreadable)).toEqual([]);
});

it('says why a certificate was not sent where nobody asks', async () => {
  const verdict = judge(await look(servers['asks not'].port, { credential: good }));
  expect(verdict).toMatchObject({ outcome: 'not-asked', sent: false, notSentBecause: 'the server did not ask for one' });
});

it('answers a server that asks after the handshake, and sees it refuse', async () => {
  const { connections } = await look(servers['asks late'].port);
  expect(connections[0]).toMatchObject({ handshakeDone: true, certificatesSent: 0, requests: [{ when: 'post-handshake' }] });
  expect(connections[0]?.steps.map(({ from, says }) => `${from} ${says}`).slice(-6)).toEqual([
    'server NewSessionTicket',
    'server NewSessionTicket',
    'server CertificateRequest',
    'client Certificate',
    'client Finished',
    'server alert certificate_required (116)',
  ]);
});

it('leaves time for our certificate where a server hangs without one', async () => {
  const hanging = createServer(
    {
      key: pki.server.keyPem,
      cert: pki.server.pem + pki.intermediate.pem,
      ca: [pki.root.pem, pki.otherRoot.pem],
      requestCert: true,
      rejectUnauthorized: false,
    },
    ({ socket }, response) => (socket as TLSSocket).authorized && response.end('in'),
  );
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  const observation = await look((hanging.address() as AddressInfo).port, { timeoutMs: 1500, credential: good });
  expect(observation.connections.map(({ ending }) => ending)).toEqual(['silent', 'answered']);
  expect(judge(observation)).toMatchObject({ outcome: 'accepted', accepted: 'yes' });
  hanging.close();
});

describe('a server proves that it has the key of its certificate', () => {
  const transcript = createHash('sha256').update('handshake').digest();
  const signed = Buffer.concat([Buffer.alloc(64, 32), Buffer.from('TLS 1.3, server CertificateVerify\0'), transcript]);
  const body = (scheme: number, signature: Buffer) =>
    Buffer.concat([Buffer.from([scheme >> 8, scheme & 255, signature.length >> 8, signature.length & 255]), signature]);
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const { good: rsa, goodEc, ed25519 } = pki.clients;

  it.each([
    ['RSA', rsa.der, body(0x0804, sign('sha256', signed, { key: rsa.key, ...pss })), true],
    ['ECDSA', goodEc.der, body(0x0403, sign('sha256', signed, goodEc.key)), true],
    ['Ed25519', ed25519.der, body(0x0807, sign(null, signed, ed25519.key)), true],
    ["another's key", goodEc.der, body(0x0403, sign('sha256', signed, pki.root.key)), false],
    ['another handshake', ed25519.der, body(0x0807, sign(null, Buffer.concat([signed, signed]), ed25519.key)), false],
    ['a scheme that is not known', goodEc.der, body(0x0905, Buffer.alloc(8)), undefined],
    ['a certificate that is none', Buffer.from('no'), body(0x0403, Buffer.alloc(8)), undefined],
  ])('%s', (_name, leaf, verify, owns) => {
    expect(ownsItsKey(leaf, verify, transcript)).toBe(owns);
  });
});
