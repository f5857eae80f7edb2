import { isIPv6 } from 'node:net';

/** What may stand in a name that is looked up: letters, digits, hyphen, and the underscore that Windows networks use. */
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** The longest name (RFC 1035, section 2.3.4, without the final dot). */
const LONGEST_NAME = 253;

/** A URL would take these for something else than part of a host. */
const NO_HOST = /[\s/\\?#@%<>^`{|}"]|^\[?$|:\/\//;

/**
 * Brings a host to the one spelling in which it is judged and connected to: IPv4 in dotted decimal however it was
 * written (octal, hexadecimal, decimal, short: the WHATWG URL standard, "IPv4 parser"), IPv6 compressed and without
 * brackets, names in lower case, in A-labels and without a final dot.
 * @param host as the caller wrote it
 * @returns the canonical host, undefined when no host can be written so (zone ids and credentials among them)
 */
export function canonicalHost(host: string): string | undefined {
  const trimmed = host.trim();
  if (trimmed.length > 1000 || NO_HOST.test(trimmed)) return undefined;
  const bare = trimmed.startsWith('[') && trimmed.endsWith(']') ? trimmed.slice(1, -1) : trimmed;
  const inUrl = isIPv6(bare) ? `[${bare}]` : bare;
  if (!isIPv6(bare) && bare.includes(':')) return undefined;
  let parsed: string;
  try {
    parsed = new URL(`https://${inUrl}/`).hostname;
  } catch {
    return undefined;
  }
  if (parsed.startsWith('[')) return parsed.slice(1, -1);
  const name = parsed.endsWith('.') ? parsed.slice(0, -1) : parsed;
  return name.length <= LONGEST_NAME && name.split('.').every((label) => LABEL.test(label)) ? name : undefined;
}
