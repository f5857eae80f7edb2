import type { Certificate } from '../certificate-inspection/certificate.js';
import { validateChain } from '../certificate-inspection/chain/validate-chain.js';
import { isNamed } from '../certificate-inspection/names/host-names.js';
import { rfc4514 } from '../certificate-inspection/names/spellings.js';
import { readLenientCertificate } from '../certificate-inspection/read-certificate.js';

const SERVER = '1.3.6.1.5.5.7.3.1';

/** What is wrong with a server's chain, or that nothing is. */
export interface ServerChainVerdict {
  valid: boolean;
  /** As `POST /certificates/chain` names it; `unreadable` when a certificate can't be read. */
  reason: string;
  says: string;
  /** Whether the chain leads to a trust anchor, whatever the name and the dates say. */
  trusted: boolean;
  nameMatches: boolean;
  inTime: boolean;
}

/** Flaws of time, which have a check of their own. */
const OF_TIME: ReadonlySet<string> = new Set(['expired', 'not-yet-valid']);

/**
 * Judges a chain as it was sent, by the rules of certificate inspection.
 * @param sent DER, the leaf first
 * @param anchors trusted certificates
 * @param host that the certificate must name, undefined where it is not known
 */
export function judgeServerChain(
  sent: readonly Buffer[],
  anchors: readonly Certificate[],
  host: string | undefined,
  now: Date,
): ServerChainVerdict | undefined {
  let chain: Certificate[];
  try {
    chain = sent.map((der) => readLenientCertificate(der));
  } catch {
    const says = "a certificate of the chain can't be read";
    return { valid: false, reason: 'unreadable', says, trusted: false, nameMatches: false, inTime: false };
  }
  const [leaf] = chain;
  if (!leaf) return undefined;
  const { valid, reason, path, anchored, flaws } = validateChain({
    leaf,
    pool: chain,
    anchors,
    lists: [],
    now: now.getTime(),
    usage: SERVER,
    ...(host !== undefined && { host }),
    profile: 'default',
  });
  const decisive = path[reason?.at ?? 0] ?? leaf;
  return {
    valid,
    reason: reason?.id ?? 'valid',
    says: reason
      ? `${rfc4514(decisive.subject)}: ${reason.says}`
      : `the chain leads to a trusted root${host === undefined ? '' : ', names the host'} and is in time`,
    trusted: anchored,
    nameMatches: host === undefined || isNamed(host, leaf.subjectAlternativeNames ?? []),
    inTime: !flaws.some(({ id }) => OF_TIME.has(id)),
  };
}
