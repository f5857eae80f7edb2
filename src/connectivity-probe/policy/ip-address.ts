import { isIPv4, isIPv6 } from 'node:net';

/** An address as its bytes: 4 for IPv4, 16 for IPv6. */
export type AddressBytes = Uint8Array;

/** A range of addresses: those that share the first `bits` bits with `network`. */
export interface AddressRange {
  network: AddressBytes;
  bits: number;
}

/**
 * Reads an address in its canonical spellings (dotted IPv4; RFC 4291, section 2.2, for IPv6).
 * @param text no brackets, no zone id
 * @returns its bytes, undefined for anything else
 */
export function parseAddress(text: string): AddressBytes | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split('.').map(Number));
  if (!isIPv6(text) || text.includes('%')) return undefined;
  return parseIPv6(text);
}

function parseIPv6(text: string): AddressBytes {
  const dotted = /^(?<head>.*:)(?<tail>\d+\.\d+\.\d+\.\d+)$/.exec(text)?.groups;
  const [a = 0, b = 0, c = 0, d = 0] = (dotted?.['tail'] ?? '').split('.').map(Number);
  const hex = dotted ? `${dotted['head']}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}` : text;
  const [left = '', right] = hex.split('::');
  const before = left ? left.split(':') : [];
  const after = right ? right.split(':') : [];
  const zeros = right === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Uint8Array.from(
    [...before, ...zeros, ...after].flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255]),
  );
}

/**
 * Reads an address or `address/bits`.
 * @returns the range, undefined when it is none
 */
export function parseRange(text: string): AddressRange | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const network = parseAddress(address);
  if (!network || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined;
  const bits = prefix === undefined ? network.length * 8 : Number(prefix);
  return bits <= network.length * 8 ? { network, bits } : undefined;
}

/** Whether an address lies in a range; an IPv4 address lies in no IPv6 range. */
export function isWithin(address: AddressBytes, { network, bits }: AddressRange): boolean {
  if (address.length !== network.length) return false;
  const whole = bits >> 3;
  for (let at = 0; at < whole; at++) if (address[at] !== network[at]) return false;
  const mask = 0xff00 >> (bits & 7);
  return ((address[whole] ?? 0) & mask & 0xff) === ((network[whole] ?? 0) & mask & 0xff);
}
