import { isWithin, parseAddress, parseRange, type AddressBytes, type AddressRange } from './ip-address.js';

interface SpecialRange extends AddressRange {
  what: string;
}

/** IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890) and multicast, with what each range is for. */
const SPECIAL: readonly SpecialRange[] = ranges({
  '0.0.0.0/8': 'this network',
  '10.0.0.0/8': 'private',
  '100.64.0.0/10': 'carrier-grade NAT',
  '127.0.0.0/8': 'loopback',
  '168.63.129.16': 'the Azure platform',
  '169.254.0.0/16': 'link-local',
  '172.16.0.0/12': 'private',
  '192.0.0.0/24': 'IETF protocol assignments',
  '192.0.2.0/24': 'documentation',
  '192.31.196.0/24': 'AS112',
  '192.52.193.0/24': 'AMT',
  '192.88.99.0/24': '6to4 relay',
  '192.168.0.0/16': 'private',
  '192.175.48.0/24': 'AS112',
  '198.18.0.0/15': 'benchmarking',
  '198.51.100.0/24': 'documentation',
  '203.0.113.0/24': 'documentation',
  '224.0.0.0/4': 'multicast',
  '240.0.0.0/4': 'reserved',
  '::/128': 'unspecified',
  '::1/128': 'loopback',
  '::/96': 'IPv4-compatible',
  '::ffff:0:0/96': 'IPv4-mapped',
  '64:ff9b::/96': 'NAT64',
  '64:ff9b:1::/48': 'local NAT64',
  '100::/64': 'discard-only',
  '2001::/32': 'Teredo',
  '2001::/23': 'IETF protocol assignments',
  '2001:db8::/32': 'documentation',
  '2002::/16': '6to4',
  '2620:4f:8000::/48': 'AS112',
  '3fff::/20': 'documentation',
  '5f00::/16': 'segment routing',
  'fc00::/7': 'unique local',
  'fe80::/10': 'link-local',
  'fec0::/10': 'site-local',
  'ff00::/8': 'multicast',
});

/** Only this part of IPv6 is assigned for global unicast (IANA, IPv6 address space). */
const GLOBAL_UNICAST = parseRange('2000::/3') as AddressRange;

/** Where clouds hand out credentials to whoever asks from inside. No configuration unlocks these. */
const METADATA: readonly SpecialRange[] = ranges({
  '169.254.169.0/24': 'cloud metadata (AWS, Azure, Google and others)',
  '169.254.170.0/24': 'container credentials (AWS)',
  '169.254.42.42': 'cloud metadata (Scaleway)',
  '169.254.0.23': 'cloud metadata (Tencent)',
  '168.63.129.16': 'the Azure platform',
  '192.0.0.192': 'cloud metadata (Oracle)',
  '100.100.100.200': 'cloud metadata (Alibaba)',
  'fd00:ec2::/32': 'cloud metadata (AWS)',
  'fd20:ce::254': 'cloud metadata (Google)',
  'fd00:42::42': 'cloud metadata (Scaleway)',
  'fd00:c1::a9fe:a9fe': 'cloud metadata (Oracle)',
});

/** IPv6 forms that carry an IPv4 address, and the byte at which it begins. */
const EMBEDDING: readonly (AddressRange & { at: number; inverted?: boolean })[] = [
  { ...(parseRange('::/96') as AddressRange), at: 12 },
  { ...(parseRange('::ffff:0:0/96') as AddressRange), at: 12 },
  { ...(parseRange('::ffff:0:0:0/96') as AddressRange), at: 12 },
  { ...(parseRange('64:ff9b::/96') as AddressRange), at: 12 },
  { ...(parseRange('64:ff9b:1::/48') as AddressRange), at: 12 },
  { ...(parseRange('2002::/16') as AddressRange), at: 2 },
  // Teredo carries the client's address with every bit inverted (RFC 4380, section 4).
  { ...(parseRange('2001::/32') as AddressRange), at: 12, inverted: true },
];

function ranges(table: Record<string, string>): SpecialRange[] {
  return Object.entries(table).map(([text, what]) => ({ ...(parseRange(text) as AddressRange), what }));
}

/**
 * Says why an address is no ordinary public one.
 * @returns what it is for, undefined for a public unicast address
 */
export function specialPurpose(address: AddressBytes): string | undefined {
  const found = SPECIAL.find((range) => isWithin(address, range));
  if (found) return found.what;
  return address.length === 16 && !isWithin(address, GLOBAL_UNICAST) ? 'not global unicast' : undefined;
}

/**
 * Says whether an address, or the IPv4 address inside it, hands out a cloud's credentials.
 * @returns whose, undefined when it does not
 */
export function metadataService(address: AddressBytes): string | undefined {
  return [address, ...embeddedAddresses(address)].map((one) => METADATA.find((range) => isWithin(one, range))?.what).find(Boolean);
}

/** The IPv4 addresses that an IPv6 address carries (IPv4-mapped, NAT64, 6to4, Teredo and the like). */
export function embeddedAddresses(address: AddressBytes): AddressBytes[] {
  if (address.length !== 16) return [];
  return EMBEDDING.filter((range) => isWithin(address, range)).map(({ at, inverted }) =>
    address.slice(at, at + 4).map((byte) => (inverted ? byte ^ 0xff : byte)),
  );
}

/** Like `specialPurpose` for a text. @returns 'not an address' for anything else */
export function specialPurposeOf(text: string): string | undefined {
  const address = parseAddress(text);
  return address ? specialPurpose(address) : 'not an address';
}
