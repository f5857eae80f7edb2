import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** What is wrong with a server's chain, or that nothing is. */
export interface ServerChainVerdict {
  valid: boolean;
  /** ok, or the first fault found. */
  reason:
    | 'ok'
    | 'no-certificate'
    | 'unreadable'
    | 'expired'
    | 'not-yet-valid'
    | 'name-mismatch'
    | 'incomplete'
    | 'untrusted-root'
    | 'self-signed'
    | 'bad-signature';
  says: string;
  /** Whether the chain leads to a trust anchor, whatever the name and the dates say. */
  trusted: boolean;
  nameMatches: boolean;
  inTime: boolean;
}

/**
 * Judges a chain as it was sent. To be replaced by the validator of certificate inspection.
 * @param chain DER, the leaf first
 * @param anchors trusted certificates
 * @param host that the certificate must name
 */
export function judgeServerChain(
  chain: readonly Buffer[],
  anchors: readonly X509Certificate[],
  host: string,
  now: Date,
): ServerChainVerdict {
  const verdict = (reason: ServerChainVerdict['reason'], says: string, parts: Partial<ServerChainVerdict> = {}): ServerChainVerdict => ({
    valid: reason === 'ok',
    reason,
    says,
    trusted: false,
    nameMatches: false,
    inTime: false,
    ...parts,
  });
  let certificates: X509Certificate[];
  try {
    certificates = chain.map((der) => new X509Certificate(der));
  } catch {
    return verdict('unreadable', "a certificate of the chain can't be read");
  }
  const [leaf] = certificates;
  if (!leaf) return verdict('no-certificate', 'the server sent no certificate');
  const nameMatches = (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined;
  const path = pathTo(leaf, certificates, anchors);
  const early = path.certificates.find(({ validFrom }) => new Date(validFrom) > now);
  const late = path.certificates.find(({ validTo }) => new Date(validTo) < now);
  const parts = { trusted: path.end === 'ok', nameMatches, inTime: !early && !late };
  if (path.end !== 'ok') return verdict(path.end, path.says, parts);
  if (late) return verdict('expired', `${shortName(late)} was valid until ${new Date(late.validTo).toISOString()}`, parts);
  if (early) return verdict('not-yet-valid', `${shortName(early)} is valid from ${new Date(early.validFrom).toISOString()}`, parts);
  if (!nameMatches)
    return verdict('name-mismatch', `the certificate is for ${leaf.subjectAltName ?? shortName(leaf)}, not for ${host}`, parts);
  return verdict('ok', 'the chain leads to a trusted root, names the host and is in time', parts);
}

function pathTo(
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): { end: 'ok' | 'incomplete' | 'untrusted-root' | 'self-signed' | 'bad-signature'; says: string; certificates: X509Certificate[] } {
  const path = [leaf];
  for (let current = leaf; path.length <= 12;) {
    const here = current;
    if (anchorsCalled(anchors, here.subject).some(({ raw }) => raw.equals(here.raw))) return { end: 'ok', says: '', certificates: path };
    const anchor = anchorsCalled(anchors, here.issuer).find((candidate) => here.checkIssued(candidate) && here.verify(candidate.publicKey));
    if (anchor) return { end: 'ok', says: '', certificates: [...path, anchor] };
    if (here.checkIssued(here))
      return here === leaf
        ? { end: 'self-signed', says: `${shortName(here)} is signed by itself and not among the trusted certificates`, certificates: path }
        : { end: 'untrusted-root', says: `the root ${shortName(here)} is not among the trusted certificates`, certificates: path };
    const issuers = sent.filter((candidate) => !path.includes(candidate) && here.checkIssued(candidate));
    const issuer = issuers.find((candidate) => here.verify(candidate.publicKey));
    if (!issuer)
      return issuers.length > 0
        ? { end: 'bad-signature', says: `the signature of ${shortName(here)} is not by the certificate that follows`, certificates: path }
        : {
            end: 'incomplete',
            says: `the issuer of ${shortName(here)} (${here.issuer.replaceAll('\n', ', ')}) was neither sent nor is it trusted`,
            certificates: path,
          };
    path.push(issuer);
    current = issuer;
  }
  return { end: 'incomplete', says: 'the chain is longer than twelve certificates', certificates: path };
}

const bySubject = new WeakMap<readonly X509Certificate[], Map<string, X509Certificate[]>>();

/** The anchors of a name; asking each of some 140 whether it is the issuer would cost more than all the rest. */
function anchorsCalled(anchors: readonly X509Certificate[], name: string): readonly X509Certificate[] {
  let index = bySubject.get(anchors);
  if (!index) {
    index = new Map();
    for (const anchor of anchors) index.set(anchor.subject, [...(index.get(anchor.subject) ?? []), anchor]);
    bySubject.set(anchors, index);
  }
  return index.get(name) ?? [];
}

const shortName = ({ subject }: X509Certificate) => /CN=(.*)/.exec(subject ?? '')?.[1] ?? (subject ?? '').replaceAll('\n', ', ');
