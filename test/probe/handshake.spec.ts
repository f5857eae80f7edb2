import { connect, type Socket } from 'node:net';
import * as tls from 'node:tls';
import { ConnectionObserver } from '../../src/connectivity-probe/handshake/connection-observer.js';
import { readFirstFlight, type Flight, type FlightOptions } from '../../src/connectivity-probe/handshake/first-flight.js';
import { TappedSocket } from '../../src/connectivity-probe/handshake/tapped-socket.js';
import { suiteName } from '../../src/connectivity-probe/handshake/cipher-suites.js';
import { groupName, versionName, type TlsVersion } from '../../src/connectivity-probe/handshake/tls-names.js';
import { makePki } from '../servers/pki.js';
import { startOpenssl, startTcp, type Started } from '../servers/start.js';

const pki = makePki();
const started: Started[] = [];
const keep = <T extends Started>(server: T): T => {
  started.push(server);
  return server;
};
afterAll(() => Promise.all(started.map((server) => server.stop())));

const SERVER = ['-cert', pki.files.serverCert, '-cert_chain', pki.files.intermediate, '-key', pki.files.serverKey, '-www'];
const VERIFY = ['-Verify', '3', '-verify_return_error', '-CAfile', pki.files.clientCas];

const connected = (port: number) =>
  new Promise<Socket>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
const look = async (port: number, options: Partial<FlightOptions> = {}): Promise<Flight> =>
  readFirstFlight(await connected(port), { maxVersion: 'TLSv1.3', serverName: 'localhost', timeoutMs: 3000, ...options });
const summary = ({ sighting, ending, flightRead }: Flight) => ({
  ending,
  flightRead,
  version: versionName(sighting.version),
  chain: sighting.chain.length,
  asked: sighting.requests.length,
  authorities: sighting.requests[0]?.request.authorities.length,
});

/** Node's own handshake and one request, read along. */
async function tapped(port: number, options: tls.ConnectionOptions, raw?: Socket): Promise<ConnectionObserver> {
  const observer = new ConnectionObserver();
  const socket = new TappedSocket(raw ?? (await connected(port)), (from, chunk) => observer.bytes(from, chunk));
  const secure = tls.connect({ socket, servername: 'localhost', rejectUnauthorized: false, ...options });
  secure.on('keylog', (line: Buffer) => observer.keylog(line));
  await new Promise<void>((resolve) => {
    secure.once('secureConnect', () => setTimeout(() => secure.write('GET / HTTP/1.0\r\n\r\n'), 100));
    secure.on('data', () => {});
    secure.on('error', () => {});
    for (const event of ['close', 'end']) secure.once(event, () => resolve());
  });
  secure.destroy();
  return observer;
}

describe('the first flight', () => {
  it.each<[name: string, parameters: string[], max: TlsVersion, seen: object]>([
    ['a server that asks, TLS 1.3', VERIFY, 'TLSv1.3', { version: 'TLSv1.3', chain: 2, asked: 1, authorities: 2 }],
    ['a server that asks, TLS 1.2', VERIFY, 'TLSv1.2', { version: 'TLSv1.2', chain: 2, asked: 1, authorities: 2 }],
    ['a server that does not ask, TLS 1.3', [], 'TLSv1.3', { version: 'TLSv1.3', asked: 0 }],
    ['a server that does not ask, TLS 1.2', [], 'TLSv1.2', { version: 'TLSv1.2', asked: 0 }],
    ['an empty list of names', [...VERIFY, '-no_ca_names'], 'TLSv1.3', { asked: 1, authorities: 0 }],
    ['P-384 only, with HelloRetryRequest', [...VERIFY, '-groups', 'P-384'], 'TLSv1.3', { version: 'TLSv1.3', asked: 1 }],
    ['x25519 only, with HelloRetryRequest', [...VERIFY, '-groups', 'X25519'], 'TLSv1.3', { version: 'TLSv1.3', asked: 1 }],
    ['RSA key exchange only', [...VERIFY, '-tls1_2', '-cipher', 'AES256-SHA256'], 'TLSv1.3', { version: 'TLSv1.2', asked: 1 }],
    ['TLS 1.0 only', [...VERIFY, '-tls1', '-cipher', 'DEFAULT@SECLEVEL=0'], 'TLSv1.2', { version: 'TLSv1', asked: 1, authorities: 2 }],
  ])('%s', async (_name, parameters, maxVersion, seen) => {
    const { port } = keep(await startOpenssl([...SERVER, ...parameters]));
    const flight = await look(port, { maxVersion });
    expect(summary(flight)).toMatchObject({ ending: 'complete', flightRead: true, ...seen });
  });

  it('names group, protocol, algorithms and types', async () => {
    const { port } = keep(
      await startOpenssl([...SERVER, ...VERIFY, '-groups', 'P-384', '-alpn', 'http/1.1', '-client_sigalgs', 'ECDSA+SHA256']),
    );
    const { sighting } = await look(port);
    expect([
      groupName(sighting.group ?? 0),
      sighting.protocol,
      sighting.requests[0]?.request.signatureAlgorithms,
      sighting.helloRetry,
    ]).toEqual(['secp384r1', 'http/1.1', ['ecdsa_secp256r1_sha256'], true]);
    const older = await look(port, { maxVersion: 'TLSv1.2' });
    expect(older.sighting.requests[0]?.request).toMatchObject({
      certificateTypes: ['ecdsa_sign'],
      signatureAlgorithms: ['ecdsa_secp256r1_sha256'],
    });
  });

  it('reads the alert of a server that wants another version', async () => {
    const { port } = keep(await startOpenssl([...SERVER, '-tls1', '-cipher', 'DEFAULT@SECLEVEL=0']));
    const { ending, sighting } = await look(port);
    expect([ending, sighting.alerts.map(({ name }) => name)]).toEqual(['refused', ['protocol_version']]);
  });

  it.each<[name: string, behaviour: (socket: Socket) => void, ending: string]>([
    ['closes', (socket) => socket.once('data', () => socket.end()), 'closed'],
    ['resets', (socket) => socket.once('data', () => socket.resetAndDestroy()), 'reset'],
    ['is silent', () => {}, 'silent'],
    ['greets like SSH', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'), 'not-tls'],
    ['answers in plain HTTP', (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), 'not-tls'],
    ['sends three bytes', (socket) => socket.once('data', () => socket.end('no\n')), 'not-tls'],
    [
      'sends a handshake that is none',
      (socket) => socket.once('data', () => socket.write(Buffer.from('160303000a02000006ffffffffffff', 'hex'))),
      'malformed',
    ],
    [
      'announces a message of 16 MiB',
      (socket) => socket.once('data', () => socket.write(Buffer.from('160303000402ffffff', 'hex'))),
      'malformed',
    ],
    ['announces a record of 64 KiB', (socket) => socket.once('data', () => socket.write(Buffer.from('160303ffff02', 'hex'))), 'malformed'],
  ])('a peer that %s', async (_name, behaviour, ending) => {
    const { port } = keep(await startTcp(behaviour));
    expect((await look(port, { timeoutMs: 400 })).ending).toBe(ending);
  });

  it('never ends in anything but an ending, whatever the bytes', async () => {
    const { port: real } = keep(await startOpenssl([...SERVER, ...VERIFY, '-tls1_2']));
    // One true flight, then the same with bytes changed at random places (seeded, so that a failure can be repeated).
    const recorded: Buffer[] = [];
    const socket = await connected(real);
    socket.on('data', (chunk: Buffer) => recorded.push(chunk));
    await readFirstFlight(socket, { maxVersion: 'TLSv1.2', timeoutMs: 2000 });
    const flight = Buffer.concat(recorded);
    let seed = 7;
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const spoilt = await startTcp((peer) => {
      peer.once('data', () => {
        const bytes = Buffer.from(flight);
        for (let change = 0; change < 4; change++) bytes[random(bytes.length)] = random(256);
        peer.end(bytes);
      });
    });
    keep(spoilt);
    const endings = new Set<string>();
    for (let round = 0; round < 200; round++) endings.add((await look(spoilt.port, { maxVersion: 'TLSv1.2', timeoutMs: 1000 })).ending);
    expect([...endings].every((ending) => ['complete', 'refused', 'closed', 'not-tls', 'malformed', 'reset'].includes(ending))).toBe(true);
  });
});

describe('the tap', () => {
  const certificate = { cert: pki.clients.good.pem + pki.intermediate.pem, key: pki.clients.good.keyPem };

  it.each<[max: tls.SecureVersion, ciphers: string]>([
    ['TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
    ['TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
    ['TLSv1.3', 'TLS_CHACHA20_POLY1305_SHA256'],
    ['TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256'],
    ['TLSv1.2', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ['TLSv1.2', 'ECDHE-RSA-CHACHA20-POLY1305'],
    ['TLSv1.2', 'ECDHE-RSA-AES256-SHA384'],
    ['TLSv1.2', 'ECDHE-RSA-AES128-SHA'],
    ['TLSv1.2', 'AES256-SHA256'],
    ['TLSv1.2', 'AES128-GCM-SHA256'],
  ])('reads %s with %s to the end', async (maxVersion, ciphers) => {
    const { port } = keep(await startOpenssl([...SERVER, ...VERIFY]));
    const observer = await tapped(port, { maxVersion, ciphers, ...certificate });
    expect(observer.unreadable).toEqual([]);
    expect(observer).toMatchObject({ certificatesSent: 2 });
    expect(observer.sighting.requests[0]?.request.authorities.length).toBe(2);
    expect(suiteName(observer.sighting.suite)).toBe(ciphers);
    expect(observer.sighting.steps.map(({ says }) => says)).toContain('application data');
  });

  it.each<[client: keyof typeof pki.clients, max: tls.SecureVersion, alert: string]>([
    ['expired', 'TLSv1.3', 'certificate_expired'],
    ['expired', 'TLSv1.2', 'certificate_expired'],
    ['untrusted', 'TLSv1.3', 'unknown_ca'],
    ['untrusted', 'TLSv1.2', 'unknown_ca'],
    ['wrongUsage', 'TLSv1.3', 'unsupported_certificate'],
    ['notYet', 'TLSv1.2', 'bad_certificate'],
  ])('sees what %s gets in %s', async (name, maxVersion, alert) => {
    const { port } = keep(await startOpenssl([...SERVER, ...VERIFY]));
    const client = pki.clients[name];
    const { sighting } = await tapped(port, { maxVersion, cert: client.pem + pki.intermediate.pem, key: client.keyPem });
    expect(sighting.alerts.filter(({ from }) => from === 'server').map((seen) => seen.name)).toEqual([alert]);
  });

  it.each<[tls.SecureVersion, string]>([
    ['TLSv1.3', 'certificate_required'],
    ['TLSv1.2', 'handshake_failure'],
  ])('sees that nothing was sent in %s', async (maxVersion, alert) => {
    const { port } = keep(await startOpenssl([...SERVER, ...VERIFY]));
    const { certificatesSent, sighting } = await tapped(port, { maxVersion });
    expect([certificatesSent, sighting.alerts[0]?.name]).toEqual([0, alert]);
  });

  // A server that refuses the certificate and closes would answer the rest by a reset, which swallows its alert.
  it('sends certificate, proof and Finished at once', async () => {
    const { port } = keep(await startOpenssl([...SERVER, ...VERIFY]));
    const raw = await connected(port);
    const written: number[] = [];
    const write = raw.write.bind(raw);
    raw.write = ((bytes: Buffer, done: () => void) => {
      written.push(bytes.length);
      return write(bytes, done);
    }) as typeof raw.write;
    await tapped(port, { cert: pki.clients.good.pem + pki.intermediate.pem, key: pki.clients.good.keyPem }, raw);
    const [, flight = 0, request = 0] = written;
    expect(flight).toBeGreaterThan(1024);
    expect(request).toBeLessThan(100);
  });
});
