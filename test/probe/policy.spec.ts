import { readConfig } from '../../src/config.js';
import { canonicalHost } from '../../src/connectivity-probe/policy/host-name.js';
import { ProbePolicy } from '../../src/connectivity-probe/policy/probe-policy.js';

const policyOf = (probeAllow?: string, probeDeny?: string) =>
  new ProbePolicy(readConfig({ PROBE_ALLOW: probeAllow, PROBE_DENY: probeDeny }));

/** Why a target is refused, as the service judges it: first its spelling, then the name, then each address. */
function refusal(host: string, port: number, addresses: readonly string[] = [], policy = policyOf()): string | undefined {
  const name = canonicalHost(host);
  if (!name) return 'no host';
  return policy.refusalOfTarget(name, port) ?? addresses.map((address) => policy.refusalOfAddress(name, address, port)).find(Boolean);
}

/** Targets that a default policy must refuse, whatever somebody thinks of. */
const HOSTILE: readonly [host: string, why: RegExp, port?: number, addresses?: string[]][] = [
  ['127.0.0.1', /loopback/],
  ['127.0.0.1.', /loopback/],
  ['127.1', /loopback/],
  ['127.0.1', /loopback/],
  ['127.255.255.254', /loopback/],
  ['0x7f000001', /loopback/],
  ['0x7f.0.0.1', /loopback/],
  ['0X7F.0X0.0X0.0X1', /loopback/],
  ['2130706433', /loopback/],
  ['017700000001', /loopback/],
  ['0177.0.0.01', /loopback/],
  ['0177.0x0.0.1', /loopback/],
  ['１２７.０.０.１', /loopback/],
  ['①②⑦.⓪.⓪.①', /loopback/],
  ['127。0。0。1', /loopback/],
  ['0', /this network/],
  ['0.0.0.0', /this network/],
  ['0x0', /this network/],
  ['10.0.0.1', /private/],
  ['10.255.255.255', /private/],
  ['167772161', /private/],
  ['012.0.0.1', /private/],
  ['172.16.0.1', /private/],
  ['172.31.255.254', /private/],
  ['0xac.0x10.1', /private/],
  ['192.168.1.1', /private/],
  ['0xc0a80101', /private/],
  ['3232235777', /private/],
  ['192.168.257', /private/],
  ['100.64.0.1', /carrier/],
  ['100.127.255.255', /carrier/],
  ['169.254.1.1', /link-local/],
  ['169.254.169.254', /cloud metadata/],
  ['0xa9fea9fe', /cloud metadata/],
  ['2852039166', /cloud metadata/],
  ['0251.0376.0251.0376', /cloud metadata/],
  ['169.254.170.2', /container credentials/],
  ['100.100.100.200', /cloud metadata/],
  ['168.63.129.16', /Azure/],
  ['192.0.0.192', /cloud metadata/],
  ['192.0.0.8', /IETF/],
  ['192.0.2.7', /documentation/],
  ['198.18.0.1', /benchmarking/],
  ['198.19.255.255', /benchmarking/],
  ['198.51.100.1', /documentation/],
  ['203.0.113.1', /documentation/],
  ['192.88.99.1', /6to4/],
  ['224.0.0.1', /multicast/],
  ['239.255.255.250', /multicast/],
  ['240.0.0.1', /reserved/],
  ['255.255.255.255', /reserved/],
  ['::', /unspecified/],
  ['::1', /loopback/],
  ['[::1]', /loopback/],
  ['0:0:0:0:0:0:0:1', /loopback/],
  ['::127.0.0.1', /IPv4-compatible/],
  ['::ffff:127.0.0.1', /IPv4-mapped/],
  ['::ffff:7f00:1', /IPv4-mapped/],
  ['[::ffff:10.0.0.1]', /IPv4-mapped/],
  ['::ffff:169.254.169.254', /cloud metadata/],
  ['::ffff:8.8.8.8', /IPv4-mapped/],
  ['64:ff9b::127.0.0.1', /NAT64/],
  ['64:ff9b::a9fe:a9fe', /cloud metadata/],
  ['64:ff9b:1::1', /local NAT64/],
  ['2002:7f00:1::', /6to4/],
  ['2002:a9fe:a9fe::1', /cloud metadata/],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', /Teredo/],
  ['2001:10::1', /IETF/],
  ['2001:db8::1', /documentation/],
  ['3fff::1', /documentation/],
  ['100::1', /discard/],
  ['fc00::1', /unique local/],
  ['fd12:3456:789a::1', /unique local/],
  ['fd00:ec2::254', /cloud metadata/],
  ['fe80::1', /link-local/],
  ['fe80::1%eth0', /no host/],
  ['[fe80::1%25eth0]', /no host/],
  ['fec0::1', /site-local/],
  ['ff02::1', /multicast/],
  ['4000::1', /not global unicast/],
  ['metadata.google.internal', /credentials/],
  ['METADATA.google.internal.', /credentials/],
  ['user:pass@sap.example', /no host/],
  ['sap.example/path', /no host/],
  ['sap.example\\@127.0.0.1', /no host/],
  ['%31%32%37.0.0.1', /no host/],
  ['sap.example#', /no host/],
  ['a b', /no host/],
  ['', /no host/],
  ['-sap.example', /no host/],
  ['sap..example', /no host/],
  ['256.256.256.256', /no host/],
  ['1.2.3.4.5', /no host/],
  ['localhost', /loopback/, 443, ['127.0.0.1', '::1']],
  ['localhost.', /loopback/, 443, ['::1']],
  ['xn--rebind.example', /private/, 443, ['8.8.8.8', '10.0.0.1']],
  ['mixed.example', /cloud metadata/, 443, ['::ffff:169.254.169.254']],
  ['scoped.example', /no address/, 443, ['fe80::1%eth0']],
  ['8.8.8.8', /port 22/, 22],
  ['8.8.8.8', /port 25/, 25],
  ['8.8.8.8', /port 6379/, 6379],
  ['8.8.8.8', /port 50000/, 50_000],
  ['sap.example', /port 44299/, 44_299],
  ['sap.example', /port 44400/, 44_400],
];

it.each(HOSTILE)('refuses %s (%s)', (host, why, port = 443, addresses = []) => {
  expect(refusal(host, port, addresses)).toMatch(why);
});

it('the table of hostile targets has at least 60 rows', () => expect(HOSTILE.length).toBeGreaterThanOrEqual(60));

it.each([
  ['8.8.8.8', 443],
  ['0x08080808', 443],
  ['2001:4860:4860::8888', 8443],
  ['sap.example', 44_300],
  ['sap.example', 44_399],
  ['sap.example', 50_001],
  ['sap.example', 59_901],
  ['bücher.example', 443],
])('lets %s:%d through', (host, port) => {
  expect(refusal(host, port, ['93.184.216.34'])).toBeUndefined();
});

it('writes names in one way', () => {
  expect(['Bücher.Example.', 'BÜCHER.example', 'xn--bcher-kva.example'].map((host) => canonicalHost(host))).toEqual(
    Array.from({ length: 3 }, () => 'xn--bcher-kva.example'),
  );
});

describe('PROBE_ALLOW', () => {
  it.each<[list: string, host: string, port: number, addresses: string[], passes: boolean]>([
    ['10.0.0.0/8:443', '10.1.2.3', 443, [], true],
    ['10.0.0.0/8:443', '10.1.2.3', 8443, [], false],
    ['10.0.0.0/8:443', '11.1.2.3', 22, [], false],
    ['10.0.0.0/8', '10.1.2.3', 9, [], true],
    ['10.0.0.0/8:443', '192.168.0.1', 443, [], false],
    ['127.0.0.1:8000-8100;9000', '127.0.0.1', 8050, [], true],
    ['127.0.0.1:8000-8100;9000', '127.0.0.1', 9000, [], true],
    ['127.0.0.1:8000-8100;9000', '127.0.0.1', 8101, [], false],
    ['127.0.0.1', '::ffff:127.0.0.1', 443, [], false],
    ['[fd00::/8]:443', 'fd00::7', 443, [], true],
    ['fd00::/8:443', 'fd00::7', 443, [], true],
    ['[fd00::]/8:443', 'fd00::7', 8443, [], false],
    ['::1', '::1', 5000, [], true],
    ['sap.corp.example:44300', 'sap.corp.example', 44_300, ['10.0.0.5'], true],
    ['sap.corp.example:44300', 'sap.corp.example', 443, ['10.0.0.5'], false],
    ['sap.corp.example', 'other.corp.example', 443, ['10.0.0.5'], false],
    ['*.corp.example', 'sap.corp.example', 9999, ['10.0.0.5'], true],
    ['*.corp.example', 'corp.example', 9999, ['10.0.0.5'], false],
    ['8.8.8.8:22', '8.8.8.8', 22, [], true],
    ['0.0.0.0/0', '169.254.169.254', 80, [], false],
    ['::/0', 'fd00:ec2::254', 80, [], false],
    ['metadata.google.internal', 'metadata.google.internal', 80, ['169.254.169.254'], false],
  ])('%s: %s:%d -> %s %s', (list, host, port, addresses, passes) => {
    expect(refusal(host, port, addresses, policyOf(list)) === undefined).toBe(passes);
  });

  it.each(['10.0.0.0/33', '10.0.0.0/8:99999', 'a b', '10.0.0.0/8:80-20', ':443', 'host:port'])('"%s" stops the start', (list) => {
    expect(() => policyOf(list)).toThrow(/PROBE_ALLOW .*is none of them/);
  });
});

it.each([
  ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3'],
  ['127.0.0.1', '127.0.0.0/8', '127.0.0.1'],
  ['::ffff:0:0/96', '127.0.0.0/8', '::ffff:127.0.0.1'],
  [undefined, '8.8.8.0/24:443', '8.8.8.8'],
])('PROBE_DENY wins over PROBE_ALLOW=%s: %s refuses %s', (allow, deny, host) => {
  expect(refusal(host, 443, [], policyOf(allow, deny))).toMatch(/PROBE_DENY/);
});
