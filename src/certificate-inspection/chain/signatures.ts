import { createPublicKey, verify, X509Certificate, type KeyObject } from 'node:crypto';
import type { Certificate } from '../certificate.js';
import { element } from '../der/ber.js';
import { DerElement, TAG } from '../der/der.js';
import type { RevocationList } from '../read-revocation-list.js';

/** The most signatures that one request may cost; each takes 60 to 300 microseconds. */
const MOST_CHECKS = 400;

export type SignatureVerdict = 'good' | 'bad' | 'unsupported';

/** Thrown when a request would cost too much. */
export class BudgetExceeded extends Error {}

/** Checks signatures for one request: each pair once, and never more than the budget. */
export class SignatureChecker {
  private left = MOST_CHECKS;
  private readonly known = new Map<Certificate, Map<Certificate, SignatureVerdict>>();
  private readonly keys = new Map<Certificate, KeyObject | undefined>();

  /** @param pool where a DSA key may find the parameters that it leaves to its issuer's */
  constructor(private readonly pool: readonly Certificate[]) {}

  /**
   * Whether one certificate's key signed the other.
   * @throws BudgetExceeded
   */
  signed(issuer: Certificate, subject: Certificate): SignatureVerdict {
    let ofSubject = this.known.get(subject);
    if (!ofSubject) this.known.set(subject, (ofSubject = new Map()));
    const known = ofSubject.get(issuer);
    if (known) return known;
    if (this.left-- <= 0) throw new BudgetExceeded();
    const verdict = this.check(issuer, subject);
    ofSubject.set(issuer, verdict);
    return verdict;
  }

  /** Whether a certificate's key signed a revocation list. @throws BudgetExceeded */
  signedList(issuer: Certificate, { tbs, signature }: RevocationList): boolean {
    if (this.left-- <= 0) throw new BudgetExceeded();
    const key = this.keyOf(issuer);
    if (!key) return false;
    try {
      return verify(signature.hash ?? null, tbs, key, signature.value);
    } catch {
      return false;
    }
  }

  /** The key of a certificate; undefined for one that this Node can't read (explicit curves, post-quantum kinds). */
  keyOf(certificate: Certificate): KeyObject | undefined {
    if (this.keys.has(certificate)) return this.keys.get(certificate);
    let key: KeyObject | undefined;
    try {
      key = createPublicKey({ key: this.completed(certificate), format: 'der', type: 'spki' });
    } catch {
      key = undefined;
    }
    this.keys.set(certificate, key);
    return key;
  }

  /** A DSA key without parameters has those of its issuer's key (RFC 5280, section 6.1.4, step f). */
  private completed({ publicKey, issuer }: Certificate): Buffer {
    if (publicKey.algorithm !== 'DSA' || publicKey.bits !== undefined) return publicKey.spki;
    const heir = this.pool.find(({ subject, publicKey: other }) => other.bits && other.oid === publicKey.oid && subject.key === issuer.key);
    const [, bits] = DerElement.at(publicKey.spki).children();
    const [algorithm] = heir ? DerElement.at(heir.publicKey.spki).children() : [];
    return algorithm && bits ? element(TAG.sequence, Buffer.concat([algorithm.bytes, bits.bytes])) : publicKey.spki;
  }

  private check(issuer: Certificate, subject: Certificate): SignatureVerdict {
    const key = this.keyOf(issuer);
    if (!key) return 'unsupported';
    try {
      return new X509Certificate(subject.der).verify(key) ? 'good' : 'bad';
    } catch {
      return 'bad';
    }
  }
}
