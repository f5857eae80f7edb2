import type { Certificate } from '../certificate.js';
import { extensionOf } from '../certificate.js';
import { DerElement, DerError, TAG } from '../der/der.js';
import { rdnKeyOf, type DistinguishedName } from '../names/distinguished-name.js';
import { readGeneralName, type GeneralName } from '../names/general-name.js';
import { EXTENSION } from '../object-identifiers.js';
import type { RevocationList } from '../read-revocation-list.js';

/** All reasons for which a certificate may be revoked, as bits 1 to 8 (RFC 5280, section 4.2.1.13). */
export const ALL_REASONS = 0x1fe;

/** Where a certificate says that lists about it are. */
export interface DistributionPoint {
  /** Comparable; undefined where the point has no name. */
  names?: string[];
  reasons: number;
  /** Names of those who issue the list, where that is not the certificate's issuer. */
  crlIssuers?: string[];
}

/** What a list is about (RFC 5280, section 5.2.5). */
export interface ListScope {
  names?: string[];
  onlyUsers: boolean;
  onlyAuthorities: boolean;
  onlyAttributes: boolean;
  indirect: boolean;
  reasons: number;
}

const SCOPE = '2.5.29.28';
const MOST_POINTS = 100;

/**
 * @returns the distribution points of a certificate, and behind them the one that is meant without any: lists of its issuer
 */
export function pointsOf(certificate: Certificate): DistributionPoint[] {
  const { issuer } = certificate;
  const implied: DistributionPoint = { names: [directoryKey(issuer.key)], reasons: ALL_REASONS };
  const extension = extensionOf(certificate, EXTENSION.crlDistributionPoints);
  if (!extension) return [implied];
  try {
    const points = DerElement.only(extension.value).first(MOST_POINTS);
    return [...points.map((point) => readPoint(point, issuer)), implied];
  } catch (error) {
    // The certificate is judged for its malformed extension already.
    if (!(error instanceof DerError)) throw error;
    return [implied];
  }
}

function readPoint(point: DerElement, issuer: DistinguishedName): DistributionPoint {
  const fields = point.as(TAG.sequence, 'a distribution point').children();
  const field = (tag: number) => fields.find((candidate) => candidate.tag === tag);
  const [name, reasons, others] = [field(0xa0), field(0x81), field(0xa2)];
  const crlIssuers = others?.children().map(readGeneralName);
  // A relative name continues that of who issues the list (section 4.2.1.13).
  const base = crlIssuers?.find(({ kind }) => kind === 'directory')?.name ?? issuer;
  return {
    ...(name && { names: readPointName(name, base) }),
    reasons: reasons ? reasonsOf(reasons) : ALL_REASONS,
    ...(crlIssuers && { crlIssuers: crlIssuers.flatMap(({ name: directory }) => (directory ? [directory.key] : [])) }),
  };
}

/** @returns what a list is about; all of its issuer's where it does not say; undefined when that can't be read */
export function scopeOf({ extensions, issuer }: RevocationList): ListScope | undefined {
  const extension = extensions.find(({ oid }) => oid === SCOPE);
  const fields = extension ? readScope(extension.value) : [];
  if (!fields) return undefined;
  const field = (tag: number) => fields.find((candidate) => candidate.tag === tag);
  const flag = (tag: number) => {
    const octet = field(tag)?.octet(0);
    return octet !== undefined && octet !== 0;
  };
  const [name, reasons] = [field(0xa0), field(0x83)];
  try {
    return {
      ...(name && { names: readPointName(name, issuer) }),
      onlyUsers: flag(0x81),
      onlyAuthorities: flag(0x82),
      onlyAttributes: flag(0x85),
      indirect: flag(0x84),
      reasons: reasons ? reasonsOf(reasons) : ALL_REASONS,
    };
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

function readScope(value: Buffer): DerElement[] | undefined {
  try {
    return DerElement.only(value).as(TAG.sequence, 'a scope').children();
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

/** DistributionPointName: full names, or one relative to a base. */
function readPointName(field: DerElement, base: DistinguishedName): string[] {
  const name = field.inner();
  if (name.tag === 0xa0) return name.children().map((full) => comparable(readGeneralName(full)));
  return [directoryKey(base.key === '' ? rdnKeyOf(name) : `${base.key},${rdnKeyOf(name)}`)];
}

const comparable = ({ kind, text, bytes, name }: GeneralName) =>
  name ? directoryKey(name.key) : kind === 'uri' || kind === 'dns' ? `${kind}:${text}` : `${kind}:${bytes.toString('hex')}`;

/** @returns the key of a name as it stands among the names of a point */
export const directoryKey = (key: string): string => `directory:${key}`;

function reasonsOf(field: DerElement): number {
  const [, first = 0, second = 0] = field.content;
  let mask = 0;
  for (let bit = 1; bit <= 8; bit++) if (bit < 8 ? first & (0x80 >> bit) : second & 0x80) mask |= 1 << bit;
  return mask;
}
