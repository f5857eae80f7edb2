import { isIP } from 'node:net';
import type { GeneralName } from './general-name.js';

/**
 * Whether a certificate is for a host (RFC 9525, section 6): exact, or with one wildcard as its whole first label.
 * @param host a name or an address, as it is called
 * @param names of the subjectAltName extension
 */
export function isNamed(host: string, names: readonly Pick<GeneralName, 'kind' | 'text'>[]): boolean {
  if (isIP(host)) return names.some(({ kind, text }) => kind === 'ip' && text === canonicalAddress(host));
  const wanted = withoutDot(host.toLowerCase());
  return names.some(({ kind, text }) => kind === 'dns' && matches(wanted, withoutDot(text.toLowerCase())));
}

function matches(host: string, name: string): boolean {
  if (!name.startsWith('*.')) return host === name;
  const dot = host.indexOf('.');
  // A wildcard stands for one label, never for a top-level domain's only child.
  return dot > 0 && host.slice(dot) === name.slice(1) && name.indexOf('.', 2) > 0 && !name.slice(1).includes('*');
}

const withoutDot = (name: string) => (name.endsWith('.') ? name.slice(0, -1) : name);

/** The spelling that names of certificates are read into. */
function canonicalAddress(address: string): string {
  return isIP(address) === 4 ? address : new URL(`http://[${address}]`).hostname.slice(1, -1);
}
