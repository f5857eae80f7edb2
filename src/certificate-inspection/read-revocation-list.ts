import type { Extension } from './certificate.js';
import { DerElement, DerError, present, TAG } from './der/der.js';
import { readTime, type Instant } from './der/time.js';
import { readName, type DistinguishedName } from './names/distinguished-name.js';
import { HASHES, SIGNATURES } from './object-identifiers.js';
import { readExtensionList } from './read-certificate.js';

/** A certificate that a list names. */
export interface RevokedEntry {
  /** The content of the INTEGER. */
  serial: Buffer;
  at: Instant;
  /** RFC 5280, section 5.3.1. */
  reason?: number;
  /** Critical extensions of the entry that nobody here knows. */
  unknownCritical: boolean;
  /** The certificate issuer, where an indirect list names one. */
  certificateIssuer?: Buffer;
}

/** A certificate revocation list. */
export interface RevocationList {
  der: Buffer;
  tbs: Buffer;
  version: number;
  issuer: DistinguishedName;
  thisUpdate: Instant;
  nextUpdate?: Instant;
  signature: { oid: string; hash?: string; algorithmIdentifier: Buffer; value: Buffer };
  extensions: Extension[];
  entries: RevokedEntry[];
}

const REASON = '2.5.29.21';
const CERTIFICATE_ISSUER = '2.5.29.29';
const INVALIDITY_DATE = '2.5.29.24';

/**
 * Reads a certificate revocation list (RFC 5280, section 5.1).
 * @throws DerError when it is none
 */
export function readRevocationList(der: Buffer): RevocationList {
  const whole = DerElement.at(der).as(TAG.sequence, 'a revocation list');
  const [tbs, algorithm, signature] = whole.children();
  const fields = present(tbs, 'the signed part', whole).children();
  let at = 0;
  const next = (what: string) => present(fields[at++], what, whole);
  const version = fields[0]?.tag === TAG.integer ? next('the version').smallInteger() + 1 : 1;
  const inner = next('the signature algorithm');
  const issuer = readName(next('the issuer'));
  const thisUpdate = readTime(next('the time of issue'));
  const following = fields[at];
  const nextUpdate = following && isTime(following) ? readTime(next('the next issue')) : undefined;
  const list = fields[at]?.tag === TAG.sequence ? next('the entries') : undefined;
  const outer = present(algorithm, 'the signature algorithm', whole);
  if (!inner.bytes.equals(outer.bytes)) throw new DerError('two different signature algorithms', outer.start);
  const oid = present(outer.children()[0], 'the signature algorithm', outer).oid();
  const hash = SIGNATURES[oid]?.hash ?? pssDigest(outer.children()[1]);
  return {
    der: whole.bytes,
    tbs: present(tbs, 'the signed part', whole).bytes,
    version,
    issuer,
    thisUpdate,
    ...(nextUpdate && { nextUpdate }),
    signature: { oid, ...(hash && { hash }), algorithmIdentifier: outer.bytes, value: present(signature, 'the signature', whole).bits() },
    extensions: fields[at]?.tag === 0xa0 ? readExtensionList(fields[at]) : [],
    entries: (list?.children() ?? []).map(readEntry),
  };
}

const isTime = ({ tag }: DerElement) => tag === TAG.utcTime || tag === TAG.generalizedTime;

function readEntry(element: DerElement): RevokedEntry {
  const [serial, time, extensions] = element.as(TAG.sequence, 'an entry').children();
  const entry: RevokedEntry = {
    serial: present(serial, 'a serial number', element).content,
    at: readTime(present(time, 'a time', element)),
    unknownCritical: false,
  };
  if (!extensions) return entry;
  for (const extension of extensions.children()) {
    const parts = extension.children();
    const oid = present(parts[0], 'an identifier', extension).oid();
    const critical = parts.length === 3 && parts[1]?.content[0] !== 0;
    const value = present(parts.at(-1), 'a value', extension);
    if (oid === REASON) entry.reason = value.wrapped().content[0] ?? 0;
    else if (oid === CERTIFICATE_ISSUER) entry.certificateIssuer = value.content;
    else if (critical && oid !== INVALIDITY_DATE) entry.unknownCritical = true;
  }
  return entry;
}

function pssDigest(parameters: DerElement | undefined): string | undefined {
  const field = parameters?.constructed ? parameters.children().find(({ tag }) => tag === 0xa0) : undefined;
  const type = field?.inner().children()[0];
  return type?.tag === TAG.oid ? HASHES[type.oid()] : undefined;
}
