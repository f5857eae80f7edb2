import { createHash, timingSafeEqual, type X509Certificate } from 'node:crypto';
import { SCOPES, type Caller, type Scope } from '../http/scope.js';

/** Somebody who may call, with the digest of what proves it. */
interface Admitted {
  caller: Caller;
  digest: Buffer;
  /** Milliseconds since 1970 from which on it counts no more. */
  until: number;
}

/** Who may call, as an operator's file lists them. */
export interface AccessList {
  keys: readonly Admitted[];
  certificates: readonly Admitted[];
}

const ENTRY_FIELDS = new Set(['name', 'sha256', 'spki', 'scopes', 'expires']);
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Reads an access file: `{ "keys": [{ name, sha256, scopes, expires? }], "certificates": [{ name, spki, scopes, expires? }] }`.
 * A key is 256 random bits, so that its plain SHA-256 can't be guessed; several of one name allow to change it without a gap.
 * @param text JSON
 * @throws Error with one sentence for every fault; digests are not quoted
 */
export function readAccessList(text: string): AccessList {
  let file: { keys?: unknown; certificates?: unknown };
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    throw new Error('it is not JSON.');
  }
  if (typeof file !== 'object' || file === null || Array.isArray(file))
    throw new Error('it must be a JSON object with "keys", "certificates" or both.');
  const faults = Object.keys(file)
    .filter((name) => name !== 'keys' && name !== 'certificates')
    .map((name) => `"${name.slice(0, 40)}" is not known at the top; use "keys" and "certificates".`);
  const keys = readEntries(file.keys, 'keys', 'sha256', 'api-key', faults);
  const certificates = readEntries(file.certificates, 'certificates', 'spki', 'certificate', faults);
  if (keys.length + certificates.length === 0 && faults.length === 0) faults.push('it admits nobody; add an entry.');
  if (faults.length > 0) throw new Error(faults.join(' '));
  return { keys, certificates };
}

function readEntries(list: unknown, place: string, proof: 'sha256' | 'spki', kind: Caller['kind'], faults: string[]): Admitted[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    faults.push(`"${place}" must be a list.`);
    return [];
  }
  return list.flatMap((item: unknown, at) => {
    const entry = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    const { name, scopes, expires } = entry;
    const until = expires === undefined ? Infinity : typeof expires === 'string' ? Date.parse(expires) : NaN;
    const wrong = [
      ...Object.keys(entry)
        .filter((field) => !ENTRY_FIELDS.has(field))
        .map((field) => `has an unknown field "${field.slice(0, 40)}"`),
      ...(typeof name === 'string' && /^[\w.@:-]{1,80}$/.test(name) ? [] : ['needs a name of 1 to 80 letters, digits and . @ : _ -']),
      ...(typeof entry[proof] === 'string' && SHA256.test(entry[proof]) ? [] : [`needs ${proof}, a SHA-256 as 64 hexadecimal digits`]),
      ...(isScopes(scopes) ? [] : [`needs scopes, a list of ${SCOPES.join(', ')}`]),
      ...(Number.isNaN(until) ? ['has an expiry that is no time such as 2027-01-31T00:00:00Z'] : []),
    ];
    faults.push(...wrong.map((what) => `${place}[${at}] ${what}.`));
    return wrong.length > 0
      ? []
      : [{ caller: { name: name as string, kind, scopes: scopes as Scope[] }, digest: Buffer.from(entry[proof] as string, 'hex'), until }];
  });
}

const isScopes = (scopes: unknown) =>
  Array.isArray(scopes) && scopes.length > 0 && scopes.every((scope) => (SCOPES as readonly unknown[]).includes(scope));

/**
 * Who holds this key. Every entry is compared, each in constant time, so that the time says nothing about how near a guess was.
 * @param now milliseconds since 1970
 */
export function holderOf(list: readonly Admitted[], key: string, now: number): Caller | undefined {
  return whoHas(list, createHash('sha256').update(key).digest(), now);
}

/**
 * Whose public key this certificate has: it stays the same when the certificate is renewed with the same key.
 * @param now milliseconds since 1970
 */
export function ownerOf(list: readonly Admitted[], certificate: X509Certificate, now: number): Caller | undefined {
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) return undefined;
  return whoHas(
    list,
    createHash('sha256')
      .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
      .digest(),
    now,
  );
}

function whoHas(list: readonly Admitted[], digest: Buffer, now: number): Caller | undefined {
  let found: Caller | undefined;
  for (const admitted of list) if (timingSafeEqual(admitted.digest, digest) && now < admitted.until) found = admitted.caller;
  return found;
}
