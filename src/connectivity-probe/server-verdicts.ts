import type { Certificate } from '../certificate-inspection/certificate.js';
import { seenCertificate } from './client-credential.js';
import type { SeenCertificate } from './observation.js';
import { judgeServerChain, type ServerChainVerdict } from './server-chain.js';

/** What a chain says, and what it is worth. */
export interface JudgedChain {
  certificates: SeenCertificate[];
  verdict: ServerChainVerdict | undefined;
}

const MINUTE = 60_000;

/** A chain takes some 5 KB. */
const MOST_KEPT = 500;

const kept = new WeakMap<readonly Certificate[], Map<string, { minute: number; judged: JudgedChain }>>();

/**
 * Describes and judges a chain. Reading certificates and checking signatures costs more than the rest of a report, and
 * most looks meet a chain that was met before: what is known of it is good for a minute, since only the dates move on.
 * @param chain DER in base64, the leaf first; not empty
 * @param anchors whom it may lead to
 * @param host that the leaf must name, undefined where it is not known
 */
export function judgeChain(chain: readonly string[], anchors: readonly Certificate[], host: string | undefined, now: Date): JudgedChain {
  const known = kept.get(anchors) ?? new Map<string, { minute: number; judged: JudgedChain }>();
  kept.set(anchors, known);
  const key = `${host ?? ''} ${chain.join(' ')}`;
  const minute = Math.floor(now.getTime() / MINUTE);
  const found = known.get(key);
  if (found?.minute === minute) return found.judged;
  const bytes = chain.map((der) => Buffer.from(der, 'base64'));
  const judged = {
    certificates: bytes.flatMap((der) => seenCertificate(der) ?? []),
    verdict: judgeServerChain(bytes, anchors, host, now),
  };
  known.delete(key);
  known.set(key, { minute, judged });
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return judged;
}
