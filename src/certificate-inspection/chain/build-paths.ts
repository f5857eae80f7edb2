import { isSelfIssued, type Certificate } from '../certificate.js';
import type { SignatureChecker, SignatureVerdict } from './signatures.js';

/** The most certificates in a path, whatever the caller allows. */
export const LONGEST_PATH = 12;

/** The most paths that are looked at. */
const MOST_PATHS = 60;

/** A candidate path, the leaf first. */
export interface CandidatePath {
  certificates: Certificate[];
  /** Whether its last certificate is trusted. */
  anchored: boolean;
  /** Why it ends without an anchor. */
  end?: 'issuer-missing' | 'self-signed' | 'too-long' | 'signature-wrong' | 'signature-unsupported';
}

/**
 * Tries every path from a leaf upwards; signatures are checked on the way, so that no path is judged that nobody signed.
 * @param leaf where it begins
 * @param pool certificates that may lie in between
 * @param anchors certificates that are trusted
 * @param consider judges a path; true ends the search
 * @throws BudgetExceeded from the checker
 */
export function searchPaths(
  leaf: Certificate,
  pool: readonly Certificate[],
  anchors: readonly Certificate[],
  now: number,
  checker: SignatureChecker,
  consider: (path: CandidatePath) => boolean,
): void {
  const trusted = groupsOf(anchors);
  const others = group(pool);
  const isAnchor = (certificate: Certificate) => contains(trusted.get(certificate.subject.key), certificate);
  const called = (name: string) => {
    const known = trusted.get(name) ?? [];
    return [...known, ...(others.get(name) ?? []).filter((other) => !contains(known, other))];
  };
  let tried = 0;
  const judge = (path: CandidatePath) => {
    tried++;
    return consider(path);
  };
  const climb = (path: Certificate[]): boolean => {
    const current = path.at(-1) as Certificate;
    if (isAnchor(current) && judge({ certificates: path, anchored: true })) return true;
    if (tried >= MOST_PATHS) return true;
    if (path.length >= LONGEST_PATH) return judge({ certificates: path, anchored: false, end: 'too-long' });
    const candidates = called(current.issuer.key).filter(
      (candidate) =>
        !path.some((member) => member.subject.key === candidate.subject.key && member.publicKey.spki.equals(candidate.publicKey.spki)),
    );
    const verdicts = new Set<SignatureVerdict>();
    for (const candidate of candidates.toSorted((a, b) => rank(a, current, now, isAnchor) - rank(b, current, now, isAnchor))) {
      const verdict = checker.signed(candidate, current);
      verdicts.add(verdict);
      if (verdict === 'good' && climb([...path, candidate])) return true;
      if (tried >= MOST_PATHS) return true;
    }
    if (verdicts.has('good') || isAnchor(current)) return false;
    return judge({
      certificates: path,
      anchored: false,
      end: verdicts.has('bad')
        ? 'signature-wrong'
        : verdicts.has('unsupported')
          ? 'signature-unsupported'
          : isSelfIssued(current)
            ? 'self-signed'
            : 'issuer-missing',
    });
  };
  climb([leaf]);
}

/** The likeliest issuer first: trusted, of the right key identifier, valid now. */
function rank(candidate: Certificate, below: Certificate, now: number, isAnchor: (certificate: Certificate) => boolean): number {
  const wanted = below.authorityKeyIdentifier?.keyIdentifier;
  const otherKey = wanted && candidate.subjectKeyIdentifier && !wanted.equals(candidate.subjectKeyIdentifier);
  const outdated = now > candidate.notAfter.at || now < candidate.notBefore.at;
  return (isAnchor(candidate) ? 0 : 1) + (otherKey ? 2 : 0) + (outdated ? 4 : 0);
}

const contains = (list: readonly Certificate[] | undefined, { der }: Certificate) =>
  list !== undefined && list.some((member) => member.der.equals(der));

const grouped = new WeakMap<readonly Certificate[], Map<string, Certificate[]>>();

/** The anchors of the service are the same list for all requests. */
function groupsOf(anchors: readonly Certificate[]): Map<string, Certificate[]> {
  let groups = grouped.get(anchors);
  if (!groups) grouped.set(anchors, (groups = group(anchors)));
  return groups;
}

function group(certificates: readonly Certificate[]): Map<string, Certificate[]> {
  const groups = new Map<string, Certificate[]>();
  for (const certificate of certificates) {
    const known = groups.get(certificate.subject.key);
    if (!known) groups.set(certificate.subject.key, [certificate]);
    else if (!contains(known, certificate)) known.push(certificate);
  }
  return groups;
}
