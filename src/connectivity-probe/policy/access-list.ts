import { isWithin, parseRange, type AddressBytes, type AddressRange } from './ip-address.js';
import { canonicalHost } from './host-name.js';

/** One entry of PROBE_ALLOW or PROBE_DENY. */
export interface AccessEntry {
  /** As the operator wrote it. */
  text: string;
  range?: AddressRange;
  /** A name, or with `below` every name under it. */
  host?: string;
  below?: boolean;
  /** Inclusive ranges; undefined means every port. */
  ports?: readonly (readonly [from: number, to: number])[];
}

/** `[range]`, `range/bits` or a name, and behind a colon the ports. */
const BRACKETED = /^\[(?<where>[^\]]+)\](?:\/(?<bits>\d{1,3}))?(?::(?<ports>[^:]+))?$/;
const WITH_PREFIX = /^(?<where>[^[\]]+\/\d{1,3})(?::(?<ports>[^:]+))?$/;
const PLAIN = /^(?<where>[^:[\]]+)(?::(?<ports>[^:]+))?$/;

/**
 * Reads a list such as `10.0.0.0/8:443, sap.corp.example, *.dev.example:44300-44399, [fd00::/8]:443;8443`.
 * @param variable named in the fault
 * @param text comma-separated entries of `cidr-or-host[:ports]`; several ports or port ranges are joined by `;`
 * @throws Error with a sentence that says which entry is wrong and what is wanted
 */
export function readAccessList(variable: string, text: string | undefined): AccessEntry[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => {
      const read = readEntry(entry);
      if (!read)
        throw new Error(
          `${variable} is a comma-separated list of address, range or host, each with :ports where wanted (10.0.0.0/8:443, sap.corp.example, [fd00::/8]:443;8443-8445); "${entry.slice(0, 80)}" is none of them.`,
        );
      return read;
    });
}

function readEntry(text: string): AccessEntry | undefined {
  // An IPv6 address or range alone is full of colons and has no ports.
  const alone = parseRange(text);
  if (alone) return { text, range: alone };
  const parts = (BRACKETED.exec(text) ?? WITH_PREFIX.exec(text) ?? PLAIN.exec(text))?.groups;
  if (!parts) return undefined;
  const ports = parts['ports'] === undefined || parts['ports'] === '*' ? undefined : readPorts(parts['ports']);
  if (parts['ports'] !== undefined && parts['ports'] !== '*' && !ports) return undefined;
  const where = parts['bits'] ? `${parts['where']}/${parts['bits']}` : (parts['where'] ?? '');
  const range = parseRange(where);
  if (range) return { text, range, ports };
  const below = where.startsWith('*.') || where.startsWith('.');
  const host = canonicalHost(where.replace(/^\*?\./, ''));
  return host && !where.includes('/') ? { text, host, below, ports } : undefined;
}

function readPorts(text: string): [number, number][] | undefined {
  const ports = text.split(/[;|+]/).map((part): [number, number] => {
    const [, from = '', to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim()) ?? [];
    return [Number(from || Number.NaN), Number(to || Number.NaN)];
  });
  return ports.every(([from, to]) => from >= 1 && from <= to && to <= 65_535) ? ports : undefined;
}

/** Whether an entry speaks of a port. */
export const coversPort = ({ ports }: AccessEntry, port: number): boolean =>
  !ports || ports.some(([from, to]) => port >= from && port <= to);

/** Whether an entry speaks of a name. @param host canonical */
export const coversHost = (entry: AccessEntry, host: string): boolean =>
  entry.host !== undefined && ((!entry.below && host === entry.host) || (entry.below === true && host.endsWith(`.${entry.host}`)));

/** Whether an entry speaks of an address. */
export const coversAddress = ({ range }: AccessEntry, address: AddressBytes): boolean => range !== undefined && isWithin(address, range);
