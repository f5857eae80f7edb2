import type { Certificate } from '../certificate.js';
import { rfc4514 } from '../names/spellings.js';
import type { RevocationList } from '../read-revocation-list.js';
import { searchPaths, type CandidatePath } from './build-paths.js';
import { counts, type ChainFlaw, type Profile } from './chain-flaw.js';
import { checkPath, type Checkers, type PathDemands } from './check-path.js';
import { NameConstraintChecker } from './name-constraints.js';
import { RevocationChecker } from './revocation.js';
import { BudgetExceeded, SignatureChecker } from './signatures.js';

/** What is to be validated. */
export interface ChainQuestion extends PathDemands {
  leaf: Certificate;
  /** What may lie in between, in any order. */
  pool: readonly Certificate[];
  anchors: readonly Certificate[];
  lists: readonly RevocationList[];
}

/** The best path that there is. */
export interface ChainVerdict {
  valid: boolean;
  /** The leaf first. */
  path: Certificate[];
  anchored: boolean;
  flaws: ChainFlaw[];
  /** The flaw that decides; undefined when the path is valid. */
  reason?: ChainFlaw;
}

/**
 * Finds the best path from a certificate to a trust anchor and validates it (RFC 5280, section 6).
 * @returns the first valid path, or of the invalid ones that with the fewest and least fundamental flaws
 */
export function validateChain(question: ChainQuestion): ChainVerdict {
  const { leaf, pool, anchors, now, profile } = question;
  const checkers = checkersFor(question);
  let best: ChainVerdict | undefined;
  const consider = (candidate: CandidatePath): boolean => {
    const verdict = judge(candidate, question, checkers);
    if (!best || weight(verdict, profile) < weight(best, profile)) best = verdict;
    return verdict.valid;
  };
  try {
    searchPaths(leaf, pool, anchors, now, checkers.signatures, consider);
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    const flaw: ChainFlaw = {
      id: 'too-costly',
      level: 'error',
      at: 0,
      says: 'Validating it would cost more signature checks or name comparisons than one request may.',
    };
    return { valid: false, path: best?.path ?? [leaf], anchored: false, flaws: [...(best?.flaws ?? []), flaw], reason: flaw };
  }
  return best ?? judge({ certificates: [leaf], anchored: false, end: 'issuer-missing' }, question, checkers);
}

function checkersFor(question: ChainQuestion): Checkers & { signatures: SignatureChecker } {
  const { pool, anchors, lists, now, profile } = question;
  const others = lists.length > 0 ? [...pool, ...anchors] : pool;
  const signatures = new SignatureChecker(others);
  const checkers = {
    signatures,
    names: new NameConstraintChecker(profile !== 'default'),
    revocation: new RevocationChecker(lists, now, others, signatures, leadsTo),
  };
  /** The path to who signed a list is validated like any other, for no usage in particular (RFC 5280, section 6.3.3, step f). */
  function leadsTo(signer: Certificate, anchor: Certificate): boolean {
    let leads = false;
    searchPaths(signer, pool, anchors, now, signatures, ({ certificates, anchored }) => {
      const top = certificates.at(-1);
      leads =
        anchored &&
        top?.publicKey.spki.equals(anchor.publicKey.spki) === true &&
        !checkPath(certificates, true, { now, profile }, checkers).some((flaw) => counts(flaw, profile) && !isOpen(flaw));
      return leads;
    });
    return leads;
  }
  /** A signer of lists about whom no list says anything is as good as an authority of the path. */
  const isOpen = ({ id }: ChainFlaw) => id === 'revocation-undetermined' && profile === 'default';
  return checkers;
}

function judge({ certificates: path, anchored, end }: CandidatePath, question: ChainQuestion, checkers: Checkers): ChainVerdict {
  const flaws = checkPath(path, anchored, question, checkers);
  const ending = end && endFlaw(end, path);
  if (ending) flaws.unshift(ending);
  const reason = flaws.find((flaw) => counts(flaw, question.profile) && !isExempt(flaw, question.profile));
  return { valid: reason === undefined, path, anchored, flaws, ...(reason && { reason }) };
}

/** The public web's profile allows what RFC 5280 forbids in one place. */
const isExempt = ({ id }: ChainFlaw, profile: Profile) => profile === 'web' && id === 'name-constraints-not-critical';

function endFlaw(end: NonNullable<CandidatePath['end']>, path: readonly Certificate[]): ChainFlaw {
  const at = path.length - 1;
  const top = path[at] as Certificate;
  const says = {
    'issuer-missing': `The certificate of its issuer is missing: ${rfc4514(top.issuer)}.`,
    'self-signed': 'It is self-signed and not among the trust anchors.',
    'too-long': 'The path is longer than any real one.',
    'signature-wrong': `A certificate of the name ${rfc4514(top.issuer)} is at hand, and its key did not sign this one.`,
    'signature-unsupported': 'The key of its issuer is of a kind that can not be checked here.',
  }[end];
  const id = {
    'issuer-missing': 'issuer-missing',
    'self-signed': 'self-signed-untrusted',
    'too-long': 'path-too-long',
    'signature-wrong': 'signature-wrong',
    'signature-unsupported': 'signature-unsupported',
  }[end];
  return { id, level: 'error', at, says };
}

/** Lower is better: valid, anchored, fewer flaws that count, shorter. */
const weight = ({ valid, anchored, flaws, path }: ChainVerdict, profile: Profile): number =>
  (valid ? 0 : 100_000) + (anchored ? 0 : 10_000) + flaws.filter((flaw) => counts(flaw, profile)).length * 100 + path.length;
