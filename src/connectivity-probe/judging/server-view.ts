import type { Certificate } from '../../certificate-inspection/certificate.js';
import { isNamed } from '../../certificate-inspection/names/host-names.js';
import { rfc4514 } from '../../certificate-inspection/names/spellings.js';
import {
  nameOfTarget,
  type Observation,
  type OwnCheck,
  type SeenCertificate,
  type SeenConnection,
  type ToldCertificate,
} from '../observation.js';
import { judgeChain } from '../server-verdicts.js';
import { nameKey } from '../transcripts/told-names.js';
import { chainByNames } from './chain-by-names.js';

/** Whether something holds, with the values that decide. */
export interface Finding {
  holds: boolean;
  says: string;
}

/** What is known of the server's certificates; what was not shown is not judged. */
export interface ServerView {
  /** All that are known, by name; the leaf first. */
  certificates: Pick<SeenCertificate, 'subject' | 'subjectKey' | 'issuer' | 'issuerKey'>[];
  /** Those that were shown. */
  shown: SeenCertificate[];
  /** Whether all that was sent could be judged by RFC 5280: then with the verdict. */
  verdict?: { valid: boolean; reason: string; says: string };
  complete?: Finding;
  trusted?: Finding;
  named?: Finding;
  inTime?: Finding;
}

/**
 * Judges what the server showed of itself.
 * @param observation of a look or a transcript
 * @param anchors whom a chain may lead to
 * @returns undefined while nothing of the server's certificate is known
 */
export function viewServer(observation: Observation, anchors: readonly Certificate[], now: Date): ServerView | undefined {
  const seen = observation.connections.find(({ chain, told, ownCheck }) => chain.length > 0 || told || ownCheck);
  if (!seen) return undefined;
  const host = nameOfTarget(observation.target);
  const told = seen.told?.certificates ?? [];
  const shownWhole = seen.chain.length >= told.length;
  const view = seen.chain.length > 0 ? byBytes(seen, anchors, host, now, shownWhole) : byWords(told, host, now);
  // Names of a transcript are compared as they are printed.
  const certificates = observation.source === 'live' ? view.certificates : (shownWhole ? view.certificates : told).map(namedCertificate);
  const complete = shownWhole && observation.source === 'live' ? view.complete : completeByNames(seen, certificates, anchors);
  return withOwnCheck({ ...view, certificates, ...(complete ? { complete } : {}) }, seen.ownCheck, observation.source, complete);
}

function byBytes(
  { chain }: SeenConnection,
  anchors: readonly Certificate[],
  host: string | undefined,
  now: Date,
  whole: boolean,
): ServerView {
  const { certificates, verdict } = judgeChain(chain, anchors, host, now);
  if (!verdict) return { certificates, shown: certificates };
  const { valid, reason, says, trusted, nameMatches, inTime } = verdict;
  const end = chainByNames(certificates, new Set());
  const complete = trusted
    ? { holds: true, says: 'each certificate is followed by its issuer, or leads to a trusted one' }
    : end && completeness(end.complete, end.end);
  return {
    certificates,
    shown: certificates,
    ...(whole && { verdict: { valid, reason, says } }),
    ...(whole && complete && { complete }),
    ...((whole || trusted) && { trusted: { holds: trusted, says: trusted ? 'it does' : says } }),
    ...(host !== undefined && { named: { holds: nameMatches, says: `it ${nameMatches ? 'names' : 'does not name'} ${host}` } }),
    inTime: { holds: inTime, says: inTime ? 'all are' : says },
  };
}

function byWords(told: readonly ToldCertificate[], host: string | undefined, now: Date): ServerView {
  const at = now.toISOString();
  const dated = told.filter(({ notBefore, notAfter }) => notBefore && notAfter);
  const untimely = dated.find(({ notBefore = '', notAfter = '' }) => at < notBefore || at > notAfter);
  const { names } = told[0] ?? {};
  const matches = host !== undefined && names && isNamed(host, names.map(generalName));
  return {
    certificates: told.map(namedCertificate),
    shown: [],
    ...(names && host !== undefined && { named: { holds: matches === true, says: `it ${matches ? 'names' : 'does not name'} ${host}` } }),
    ...(dated.length > 0 && {
      inTime: untimely
        ? { holds: false, says: `${untimely.subject} is valid from ${untimely.notBefore} to ${untimely.notAfter}` }
        : { holds: true, says: 'all are' },
    }),
  };
}

const generalName = (text: string) => ({ kind: /^[\d.]+$|:/.test(text) ? ('ip' as const) : ('dns' as const), text });

/** A certificate of a transcript, comparable with others of it by what is printed. */
const namedCertificate = (told: Pick<ToldCertificate, 'subject' | 'issuer'>) => ({
  subject: told.subject,
  subjectKey: nameKey(told.subject),
  issuer: told.issuer,
  issuerKey: nameKey(told.issuer),
});

const anchorKeys = new WeakMap<readonly Certificate[], ReadonlySet<string>>();

/** The names of the anchors in the spelling of transcripts. */
function keysOf(anchors: readonly Certificate[]): ReadonlySet<string> {
  const known = anchorKeys.get(anchors) ?? new Set(anchors.map(({ subject }) => nameKey(rfc4514(subject))));
  anchorKeys.set(anchors, known);
  return known;
}

/** Whether the chain of a transcript is complete, by the names that the tool lists, printed or not. */
function completeByNames(
  { told, chain }: SeenConnection,
  certificates: ServerView['certificates'],
  anchors: readonly Certificate[],
): Finding | undefined {
  // A tool that shows the leaf only says nothing of the others.
  if (!told?.whole && chain.length < 2) return undefined;
  const followed = chainByNames(certificates, keysOf(anchors));
  return followed && completeness(followed.complete, followed.end);
}

/** @returns undefined where names do not decide */
function completeness(complete: 'yes' | 'no' | 'unknown', { subject, issuer }: { subject: string; issuer: string }): Finding | undefined {
  if (complete === 'yes') return { holds: true, says: 'each certificate is followed by its issuer, up to a root' };
  return complete === 'no' ? { holds: false, says: `${issuer}, which issued ${subject}, is missing in it` } : undefined;
}

/** What the program of a transcript found itself counts more than what can be told without its trust store. */
function withOwnCheck(
  view: ServerView,
  own: OwnCheck | undefined,
  source: Observation['source'],
  complete: Finding | undefined,
): ServerView {
  if (source === 'live') return view;
  const { verdict, trusted, named, inTime, certificates, shown } = view;
  const decisive = own && (own.gaveUp || own.asked) ? own : undefined;
  const refusal = (...flaws: OwnCheck['flaw'][]) =>
    decisive?.flaw && flaws.includes(decisive.flaw) ? { holds: false, says: `the client says: "${decisive.words}"` } : undefined;
  const sound = own && !own.flaw && own.asked ? { holds: true, says: `the client says: "${own.words}"` } : undefined;
  const trust = refusal('issuer-unknown', 'self-signed') ?? sound ?? (trusted?.holds ? trusted : undefined);
  const name = refusal('name-mismatch') ?? named;
  const time = refusal('expired', 'not-yet-valid') ?? inTime;
  // Whom the client trusts is not told, so that a root unknown here says nothing, and nothing is missing to a client that found its way to one.
  const fits = sound !== undefined || complete?.holds !== false;
  const judged = verdict && !verdict.valid && OF_THE_ANCHORS.has(verdict.reason) && fits ? undefined : verdict;
  const whole = sound ? { holds: true, says: sound.says } : complete;
  return {
    certificates,
    shown,
    ...(judged && { verdict: judged }),
    ...(complete?.holds === false && !judged && !sound && { verdict: { valid: false, reason: 'issuer-missing', says: complete.says } }),
    ...(whole && { complete: whole }),
    ...(trust && { trusted: trust }),
    ...(name && { named: name }),
    ...(time && { inTime: time }),
  };
}

/** Reasons that depend on whom one trusts. */
const OF_THE_ANCHORS: ReadonlySet<string> = new Set(['issuer-missing', 'self-signed-untrusted']);
