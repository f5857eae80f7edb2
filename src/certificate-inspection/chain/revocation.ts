import { isAuthority, type Certificate } from '../certificate.js';
import { DerElement, TAG } from '../der/der.js';
import type { RevocationList } from '../read-revocation-list.js';
import type { SignatureChecker } from './signatures.js';

const CRL_NUMBER = '2.5.29.20';
const DELTA = '2.5.29.27';
const SCOPE = '2.5.29.28';
/** Extensions of a list that are understood, critical or not. */
const KNOWN: ReadonlySet<string> = new Set([CRL_NUMBER, SCOPE, '2.5.29.35']);

export interface RevocationFlaw {
  id:
    | 'revoked'
    | 'crl-signature-wrong'
    | 'crl-issuer-not-allowed'
    | 'crl-expired'
    | 'crl-not-yet-valid'
    | 'crl-unknown-critical-extension'
    | 'crl-number-missing'
    | 'crl-number-critical';
  says: string;
}

/**
 * Looks a certificate up in the revocation lists that the caller gave (RFC 5280, section 6.3.3). Delta lists are not used.
 * @param certificate the one in question
 * @param signers who may have signed the list: the issuer in the path first, then others of the same name
 * @param now milliseconds since 1970
 * @returns why it is not to be trusted; nothing when it is on no list, or no list is about it
 */
export function revocationFlawOf(
  certificate: Certificate,
  signers: readonly Certificate[],
  lists: readonly RevocationList[],
  now: number,
  checker: SignatureChecker,
): RevocationFlaw | undefined {
  let flaw: RevocationFlaw | undefined;
  for (const list of lists) {
    if (list.issuer.key !== certificate.issuer.key || !isInScope(certificate, list)) continue;
    const found = lookUp(certificate, signers, list, now, checker);
    if (found === undefined) return undefined;
    if (found.id === 'revoked') return found;
    flaw = found;
  }
  return flaw;
}

function lookUp(
  certificate: Certificate,
  signers: readonly Certificate[],
  list: RevocationList,
  now: number,
  checker: SignatureChecker,
): RevocationFlaw | undefined {
  const allowed = signers.filter(({ keyUsage }) => !keyUsage || keyUsage.has('cRLSign'));
  if (allowed.length === 0)
    return { id: 'crl-issuer-not-allowed', says: 'Its issuer may not sign revocation lists (key usage without cRLSign).' };
  if (!allowed.some((signer) => checker.signedList(signer, list)))
    return { id: 'crl-signature-wrong', says: 'The signature of the revocation list is wrong.' };
  if (now < list.thisUpdate.at) return { id: 'crl-not-yet-valid', says: 'The revocation list is not valid yet.' };
  if (list.nextUpdate && now > list.nextUpdate.at)
    return { id: 'crl-expired', says: `The revocation list has expired at ${new Date(list.nextUpdate.at).toISOString()}.` };
  const number = list.extensions.find(({ oid }) => oid === CRL_NUMBER);
  if (number?.critical)
    return { id: 'crl-number-critical', says: 'The number of the revocation list is marked critical (RFC 5280, section 5.2.3).' };
  if (!number && list.version > 1)
    return { id: 'crl-number-missing', says: 'The revocation list has no number (RFC 5280, section 5.2.3).' };
  const entry = list.entries.find(({ serial }) => sameSerial(serial, certificate.serial));
  const unknown =
    list.extensions.some(({ oid, critical }) => critical && !KNOWN.has(oid)) || list.entries.some(({ unknownCritical }) => unknownCritical);
  if (unknown) return { id: 'crl-unknown-critical-extension', says: 'The revocation list has a critical extension that is not known.' };
  // Reason 8 takes a certificate from the list again.
  return entry && entry.reason !== 8
    ? { id: 'revoked', says: `Its issuer revoked it at ${new Date(entry.at.at).toISOString()}.` }
    : undefined;
}

const sameSerial = (first: Buffer, second: Buffer) => first.equals(second);

/** Whether the list is complete for this certificate (RFC 5280, section 5.2.5). */
function isInScope(certificate: Certificate, { extensions }: RevocationList): boolean {
  if (extensions.some(({ oid }) => oid === DELTA)) return false;
  const scope = extensions.find(({ oid }) => oid === SCOPE);
  if (!scope) return true;
  try {
    const fields = DerElement.only(scope.value).as(TAG.sequence, 'a scope').children();
    const flag = (tag: number) => fields.some((field) => field.tag === tag && field.content[0] !== 0);
    const [users, authorities, indirect, attributes] = [flag(0x81), flag(0x82), flag(0x84), flag(0x85)];
    if (attributes || indirect || fields.some(({ tag }) => tag === 0x83)) return false;
    return isAuthority(certificate) ? !users : !authorities;
  } catch {
    return false;
  }
}
