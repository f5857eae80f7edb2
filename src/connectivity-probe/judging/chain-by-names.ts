/** A certificate, as far as names go. */
interface Named {
  subjectKey: string;
  issuerKey: string;
}

/** How far a chain leads by the names in it, beginning at the leaf. */
export interface ChainByNames<T extends Named> {
  /** The last that is reached; whoever issued it was not sent, unless it issued itself. */
  end: T;
  /** yes: up to a root; no: a link is missing for certain; unknown: whether the issuer of the last is a root can't be told. */
  complete: 'yes' | 'no' | 'unknown';
}

/**
 * Follows issuers by name, as a client does that builds a path (RFC 5280, section 6.1, without signatures).
 * @param sent the leaf first, the others in any order
 * @param known names whose certificates the client has, in the form of the keys
 * @returns undefined where nothing was sent
 */
export function chainByNames<T extends Named>(sent: readonly T[], known: ReadonlySet<string>): ChainByNames<T> | undefined {
  const [leaf] = sent;
  if (!leaf) return undefined;
  const reached = [leaf];
  let end = leaf;
  while (end.issuerKey !== end.subjectKey) {
    const { issuerKey } = end;
    const next = sent.find((candidate) => candidate.subjectKey === issuerKey && !reached.includes(candidate));
    if (!next) break;
    reached.push(next);
    end = next;
  }
  if (end.issuerKey === end.subjectKey || known.has(end.issuerKey)) return { end, complete: 'yes' };
  // A leaf alone lacks its issuer, and of a chain that others follow something lacks in between.
  return { end, complete: reached.length === 1 || reached.length < sent.length ? 'no' : 'unknown' };
}
