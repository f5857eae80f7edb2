import { readConfig } from '../../src/config.js';
import { inThisThread } from '../../src/certificate-inspection/containers/open-container.js';
import { readCredential } from '../../src/connectivity-probe/client-credential.js';
import { judge, type Verdict } from '../../src/connectivity-probe/judging/verdict.js';
import { observe, type Look } from '../../src/connectivity-probe/observing/observe.js';
import { ProbePolicy } from '../../src/connectivity-probe/policy/probe-policy.js';
import { makePki, type Sender } from '../servers/pki.js';
import { startZoo } from '../servers/zoo.js';

const pki = makePki();
const policy = new ProbePolicy(readConfig({ PROBE_ALLOW: '127.0.0.0/8' }));
const zoo = startZoo(pki);
type Server = keyof typeof zoo;

beforeAll(() => Promise.all(Object.values(zoo)), 60_000);
afterAll(async () => {
  for (const server of Object.values(zoo)) await (await server).stop();
});

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;

async function look(server: Server, client: Sender, maxVersion: (typeof VERSIONS)[number], more: Partial<Look> = {}) {
  const { port } = await zoo[server];
  const data = pki.sentBy(client);
  const credential = data ? await readCredential({ data }, inThisThread, true) : undefined;
  const observation = await observe(
    {
      host: '127.0.0.1',
      serverName: 'localhost',
      port,
      path: '/',
      timeoutMs: 8000,
      maxVersion,
      ...(credential && { credential }),
      ...more,
    },
    policy,
  );
  return { observation, verdict: judge(observation) };
}

const brief = ({ outcome, requested, sent, accepted }: Verdict) => `${outcome} ${requested} ${sent ? 'sent' : 'unsent'} ${accepted}`;

const REFUSED = 'refused required sent no';
const GREEN = 'accepted required sent yes';

/** Server by client; each cell in both versions. */
const CELLS: readonly [Server, Partial<Record<Sender, string>>][] = [
  [
    'openssl required',
    {
      none: 'refused required unsent unknown',
      good: GREEN,
      goodEc: GREEN,
      ed25519: GREEN,
      expired: REFUSED,
      notYet: REFUSED,
      untrusted: REFUSED,
      wrongUsage: REFUSED,
      selfSigned: REFUSED,
      missingIntermediate: REFUSED,
      ofOtherRoot: GREEN,
    },
  ],
  [
    'openssl optional',
    {
      none: 'accepted optional unsent unknown',
      good: 'accepted optional sent yes',
      expired: 'refused optional sent no',
      untrusted: 'refused optional sent no',
    },
  ],
  ['openssl with revocation', { good: GREEN, revoked: REFUSED, ofOtherRoot: GREEN }],
  ['nginx with revocation', { good: GREEN, revoked: REFUSED, ofOtherRoot: GREEN }],
  ['haproxy with revocation', { good: GREEN, revoked: REFUSED, ofOtherRoot: GREEN }],
  ['apache with revocation', { good: GREEN, revoked: REFUSED, ofOtherRoot: GREEN }],
  ['nginx lists one of two', { good: GREEN, ofOtherRoot: GREEN, untrusted: REFUSED }],
  ['openssl none', { none: 'not-asked no unsent unknown', good: 'not-asked no unsent unknown' }],
  ['openssl without names', { good: GREEN, untrusted: REFUSED }],
  ['openssl without tickets', { none: 'refused required unsent unknown', good: GREEN, expired: REFUSED }],
  [
    'nginx on',
    {
      none: 'refused required unsent unknown',
      good: GREEN,
      expired: REFUSED,
      notYet: REFUSED,
      untrusted: REFUSED,
      wrongUsage: REFUSED,
      missingIntermediate: REFUSED,
    },
  ],
  ['nginx optional', { none: 'accepted optional unsent unknown', good: 'accepted optional sent yes', expired: 'refused optional sent no' }],
  [
    'nginx optional, 403 without',
    { none: 'refused optional unsent unknown', good: 'accepted optional sent yes', untrusted: 'refused optional sent no' },
  ],
  ['nginx none', { none: 'not-asked no unsent unknown' }],
  ['haproxy required', { none: 'refused required unsent unknown', good: GREEN, expired: REFUSED, untrusted: REFUSED, wrongUsage: REFUSED }],
  [
    'haproxy optional, 403 without',
    { none: 'refused optional unsent unknown', good: 'accepted optional sent yes', untrusted: 'refused optional sent no' },
  ],
  ['apache require', { none: 'refused required unsent unknown', good: GREEN, expired: REFUSED, untrusted: REFUSED, wrongUsage: REFUSED }],
  [
    'apache optional',
    { none: 'accepted optional unsent unknown', good: 'accepted optional sent yes', expired: 'refused optional sent no' },
  ],
  ['java need', { none: 'refused required unsent unknown', good: GREEN, expired: REFUSED, untrusted: REFUSED, wrongUsage: REFUSED }],
  ['java want', { none: 'accepted optional unsent unknown', good: 'accepted optional sent yes', expired: 'refused optional sent no' }],
  ['java https', { none: 'refused required unsent unknown', good: GREEN, expired: REFUSED, untrusted: REFUSED }],
  ['gnutls require', { none: 'refused required unsent unknown', good: GREEN, expired: REFUSED, untrusted: REFUSED }],
  ['gnutls none', { good: 'not-asked no unsent unknown' }],
  ['node required', { none: 'refused required unsent unknown', good: GREEN, expired: REFUSED, untrusted: REFUSED }],
  [
    'node 401 without',
    { none: 'refused optional unsent unknown', good: 'accepted optional sent yes', untrusted: 'refused optional sent no' },
  ],
  ['node none', { none: 'not-asked no unsent unknown' }],
];

/** Servers that insist on a certificate, what is bad about one, and who takes it all the same: a key of 1024 bits, and GnuTLS any usage. */
const INSISTING = [
  'openssl required',
  'nginx on',
  'haproxy required',
  'apache require',
  'java need',
  'java https',
  'gnutls require',
  'node required',
] as const;
const BAD = ['expired', 'notYet', 'untrusted', 'wrongUsage', 'selfSigned', 'missingIntermediate', 'weak'] as const;
const TOLERATED: Partial<Record<Server, readonly Sender[]>> = {
  'java need': ['weak'],
  'java https': ['weak'],
  'gnutls require': ['weak', 'wrongUsage'],
  'node required': ['weak'],
};

describe.each(VERSIONS)('%s', (version) => {
  it.each(
    CELLS.flatMap(([server, row]) =>
      (Object.entries(row) as [Sender, string][]).map(([client, expected]) => [server, client, expected] as const),
    ),
  )('%s, client certificate %s: %s', async (server, client, expected) => {
    const { verdict, observation } = await look(server, client, version);
    expect(brief(verdict)).toBe(expected);
    expect(observation.connections.length).toBeLessThanOrEqual(3);
    expect(observation.connections.flatMap(({ unreadable }) => unreadable)).toEqual([]);
  });

  it.each(INSISTING.flatMap((server) => BAD.map((client) => [server, client] as const)))(
    '%s refuses a certificate that is %s, or is known to take it',
    async (server, client) => {
      const { verdict } = await look(server, client, version);
      expect(brief(verdict)).toBe(TOLERATED[server]?.includes(client) ? GREEN : REFUSED);
    },
  );

  it.each([
    ...INSISTING,
    ...([
      'openssl optional',
      'nginx optional',
      'haproxy optional, 403 without',
      'apache optional',
      'java want',
      'node 401 without',
    ] as const),
  ])('%s tells the names it accepts and the signatures it wants', async (server) => {
    const { observation } = await look(server, 'none', version);
    const [request] = observation.connections[0]?.requests ?? [];
    expect(request?.authorities.toSorted()).toEqual(['CN=Test Root A,O=mtls-doctor tests,C=DE', 'CN=Test Root C,O=mtls-doctor tests,C=DE']);
    expect(request?.signatureAlgorithms).toContain('rsa_pss_rsae_sha256');
    expect(observation.connections[0]?.chain.length).toBe(2);
  });
});

it('sees Apache ask by renegotiation in TLS 1.2', async () => {
  const good = await look('apache location', 'good', 'TLSv1.2', { path: '/secure/' });
  expect([brief(good.verdict), good.verdict.requestedWhen]).toEqual(['accepted required sent yes', 'renegotiation']);
  const expired = await look('apache location', 'expired', 'TLSv1.2', { path: '/secure/' });
  expect(expired.verdict).toMatchObject({ outcome: 'refused', accepted: 'no', refusal: { alert: { name: 'certificate_expired' } } });
});

it('sees Apache ask after the handshake in TLS 1.3, and tries the certificate in TLS 1.2', async () => {
  const none = await look('apache location', 'none', 'TLSv1.3', { path: '/secure/' });
  expect(none.verdict).toMatchObject({ outcome: 'refused', requestedWhen: 'post-handshake' });
  const good = await look('apache location', 'good', 'TLSv1.3', { path: '/secure/' });
  expect(good.verdict).toMatchObject({ outcome: 'accepted', requestedWhen: 'post-handshake', accepted: 'yes' });
});
