import { isoTime } from '../describe-certificate.js';
import { isAuthority, type Certificate } from '../certificate.js';
import { DerElement, DerError } from '../der/der.js';
import { readGeneralName } from '../names/general-name.js';
import type { RevocationList, RevokedEntry } from '../read-revocation-list.js';
import { ALL_REASONS, directoryKey, pointsOf, scopeOf, type DistributionPoint, type ListScope } from './distribution-points.js';
import type { SignatureChecker } from './signatures.js';

const CRL_NUMBER = '2.5.29.20';
const DELTA = '2.5.29.27';
const SCOPE = '2.5.29.28';
const AUTHORITY_KEY = '2.5.29.35';
/** Extensions of a list that are understood, critical or not. */
const KNOWN: ReadonlySet<string> = new Set([CRL_NUMBER, DELTA, SCOPE, AUTHORITY_KEY]);
/** A delta list takes a certificate from the list again. */
const REMOVED = 8;

export interface RevocationFlaw {
  id:
    | 'revoked'
    | 'revocation-undetermined'
    | 'crl-signature-wrong'
    | 'crl-issuer-not-allowed'
    | 'crl-expired'
    | 'crl-not-yet-valid'
    | 'crl-unknown-critical-extension'
    | 'crl-number-missing'
    | 'crl-number-critical';
  says: string;
}

/** A list with what it is about, its numbers, and its entries by whose certificate they name. */
interface IndexedList {
  list: RevocationList;
  scope: ListScope | undefined;
  number?: bigint;
  /** Of the complete list that a delta continues. */
  baseNumber?: bigint;
  entries: ReadonlyMap<string, RevokedEntry>;
}

/** Looks certificates up in the revocation lists that the caller gave (RFC 5280, section 6.3.3). */
export class RevocationChecker {
  private readonly complete: IndexedList[];
  private readonly deltas: IndexedList[];
  private readonly trusted = new Map<Certificate, boolean>();

  /**
   * @param lists from the caller; deltas and indirect ones too
   * @param now milliseconds since 1970
   * @param pool who may have signed a list
   * @param trusts whether a path leads from a signer to the trust anchor
   */
  constructor(
    readonly lists: readonly RevocationList[],
    private readonly now: number,
    private readonly pool: readonly Certificate[],
    private readonly signatures: SignatureChecker,
    private readonly trusts: (signer: Certificate, anchor: Certificate) => boolean,
  ) {
    const indexed = lists.map(indexOf);
    this.complete = indexed.filter(({ list }) => !list.extensions.some(({ oid }) => oid === DELTA));
    this.deltas = indexed.filter(({ baseNumber }) => baseNumber !== undefined);
  }

  /**
   * @param certificate the one in question
   * @param above the path from its issuer up to the anchor
   * @returns why it is not to be trusted, or why that can't be told; nothing when the lists say that it is not revoked
   * @throws BudgetExceeded
   */
  flawOf(certificate: Certificate, above: readonly Certificate[]): RevocationFlaw | undefined {
    let covered = 0;
    let obstacle: RevocationFlaw | undefined;
    for (const point of pointsOf(certificate)) {
      for (const indexed of this.complete) {
        const { scope } = indexed;
        if (!scope || !isAbout(indexed.list, scope, certificate, point)) continue;
        const reasons = point.reasons & scope.reasons;
        if ((reasons & ~covered) === 0) continue;
        const found = this.lookUp(certificate, indexed, above);
        if (found?.id === 'revoked') return found;
        obstacle ??= found;
        if (!found) covered |= reasons;
        if (covered === ALL_REASONS) return undefined;
      }
    }
    return obstacle ?? { id: 'revocation-undetermined', says: 'None of the revocation lists that were given says whether it is revoked.' };
  }

  private lookUp(certificate: Certificate, indexed: IndexedList, above: readonly Certificate[]): RevocationFlaw | undefined {
    const fault = this.faultOf(indexed, above);
    if (fault && fault.id !== 'crl-expired') return fault;
    const delta = this.deltas.find((candidate) => continues(candidate, indexed) && !this.faultOf(candidate, above));
    // A delta that is current makes a list current that is not.
    if (fault && !delta) return fault;
    const key = entryKey(certificate.issuer.key, certificate.serial);
    const entry = delta?.entries.get(key) ?? indexed.entries.get(key);
    return entry && entry.reason !== REMOVED
      ? { id: 'revoked', says: `Its issuer revoked it at ${new Date(entry.at.at).toISOString()}.` }
      : undefined;
  }

  /** Why a list can't be used. */
  private faultOf({ list, number }: IndexedList, above: readonly Certificate[]): RevocationFlaw | undefined {
    const signer = this.signerFault(list, above);
    if (signer) return signer;
    if (this.now < list.thisUpdate.at) return { id: 'crl-not-yet-valid', says: 'The revocation list is not valid yet.' };
    const numbered = list.extensions.find(({ oid }) => oid === CRL_NUMBER);
    if (numbered?.critical)
      return { id: 'crl-number-critical', says: 'The number of the revocation list is marked critical (RFC 5280, section 5.2.3).' };
    if (number === undefined && list.version > 1)
      return { id: 'crl-number-missing', says: 'The revocation list has no number (RFC 5280, section 5.2.3).' };
    const unknown =
      list.extensions.some(({ oid, critical }) => critical && !KNOWN.has(oid)) ||
      list.entries.some(({ unknownCritical }) => unknownCritical);
    if (unknown) return { id: 'crl-unknown-critical-extension', says: 'The revocation list has a critical extension that is not known.' };
    if (list.nextUpdate && this.now > list.nextUpdate.at)
      return { id: 'crl-expired', says: `The revocation list has expired at ${isoTime(list.nextUpdate.at)}.` };
    return undefined;
  }

  /** The list must be signed by who it names, with a certificate that may, and that leads to the same anchor. */
  private signerFault(list: RevocationList, above: readonly Certificate[]): RevocationFlaw | undefined {
    const anchor = above.at(-1);
    const candidates = new Set([...above, ...this.pool].filter(({ subject }) => subject.key === list.issuer.key));
    const allowed = [...candidates].filter(({ keyUsage }) => !keyUsage || keyUsage.has('cRLSign'));
    if (candidates.size > 0 && allowed.length === 0)
      return { id: 'crl-issuer-not-allowed', says: 'The issuer of the revocation list may not sign such (key usage without cRLSign).' };
    const good = allowed.some(
      (signer) => this.signatures.signedList(signer, list) && (above.includes(signer) || (anchor && this.isTrusted(signer, anchor))),
    );
    return good
      ? undefined
      : { id: 'crl-signature-wrong', says: 'No certificate that leads to the same trust anchor signed the revocation list.' };
  }

  /** While a signer is looked at it counts as good, since a list may be about the certificate of its own signer. */
  private isTrusted(signer: Certificate, anchor: Certificate): boolean {
    const known = this.trusted.get(signer);
    if (known !== undefined) return known;
    this.trusted.set(signer, true);
    const verdict = this.trusts(signer, anchor);
    this.trusted.set(signer, verdict);
    return verdict;
  }
}

/** Whether a list is one of those that the point means, and about this certificate (section 6.3.3, steps b1 and b2). */
function isAbout(list: RevocationList, scope: ListScope, certificate: Certificate, { names, crlIssuers }: DistributionPoint): boolean {
  const byIssuer = crlIssuers ? scope.indirect && crlIssuers.includes(list.issuer.key) : list.issuer.key === certificate.issuer.key;
  if (!byIssuer || scope.onlyAttributes || (isAuthority(certificate) ? scope.onlyUsers : scope.onlyAuthorities)) return false;
  const meant = names ?? crlIssuers?.map(directoryKey) ?? [];
  return !scope.names || scope.names.some((name) => meant.includes(name));
}

/** Whether a delta continues a complete list (section 6.3.3, step c, and 5.2.4). */
function continues({ list, baseNumber, number }: IndexedList, { list: complete, number: completeNumber }: IndexedList): boolean {
  if (baseNumber === undefined || number === undefined || completeNumber === undefined) return false;
  const same = (oid: string) => valueOf(list, oid) === valueOf(complete, oid);
  return (
    list.issuer.key === complete.issuer.key && same(SCOPE) && same(AUTHORITY_KEY) && completeNumber >= baseNumber && completeNumber < number
  );
}

const valueOf = ({ extensions }: RevocationList, wanted: string) => extensions.find(({ oid }) => oid === wanted)?.value.toString('latin1');

const entryKey = (issuer: string, serial: Buffer) => `${serial.toString('latin1')} ${issuer}`;

function indexOf(list: RevocationList): IndexedList {
  const scope = scopeOf(list);
  const [number, baseNumber] = [numberIn(list, CRL_NUMBER), numberIn(list, DELTA)];
  const entries = new Map<string, RevokedEntry>();
  let issuer = list.issuer.key;
  for (const entry of list.entries) {
    // In an indirect list an entry without issuer is about the same one as the entry before it (section 5.3.3).
    if (scope?.indirect && entry.certificateIssuer) issuer = namedIn(entry.certificateIssuer) ?? issuer;
    entries.set(entryKey(issuer, entry.serial), entry);
  }
  return { list, scope, entries, ...(number !== undefined && { number }), ...(baseNumber !== undefined && { baseNumber }) };
}

function numberIn(list: RevocationList, wanted: string): bigint | undefined {
  const value = list.extensions.find(({ oid }) => oid === wanted)?.value;
  if (!value) return undefined;
  try {
    const { content } = DerElement.only(value);
    return content.length === 0 || content.length > 20 ? undefined : BigInt(`0x${content.toString('hex')}`);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

function namedIn(names: Buffer): string | undefined {
  try {
    return DerElement.only(names)
      .children()
      .map(readGeneralName)
      .find(({ name }) => name)?.name?.key;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}
