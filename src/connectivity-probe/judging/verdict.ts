import type { Observation, SeenConnection } from '../observation.js';
import type { SeenAlert } from '../handshake/sighting.js';
import { judgePage } from './refusal-pages.js';

export type Outcome = 'accepted' | 'not-asked' | 'refused' | 'unreachable' | 'not-tls' | 'forbidden-by-policy' | 'undecided';

/** How the server refused, and when. */
export interface Refusal {
  /** hello: before any certificate; handshake: inside it; after-handshake: once it was done (TLS 1.3 judges then); http: by its answer. */
  phase: 'hello' | 'handshake' | 'after-handshake' | 'http';
  alert?: { code: number; name: string };
  http?: { status: number; says: string };
  says: string;
}

export interface Verdict {
  outcome: Outcome;
  requested: 'no' | 'optional' | 'required' | 'unknown';
  /** When it was asked for, if at all. */
  requestedWhen?: 'handshake' | 'renegotiation' | 'post-handshake';
  sent: boolean;
  /** Whether a transcript does not tell if one went out; `sent` is false then. */
  sentUntold?: true;
  notSentBecause?: string;
  accepted: 'yes' | 'no' | 'unknown';
  refusal?: Refusal;
  /** The result of a keyless test. */
  keyless?: 'refused' | 'accepted-or-not-yet-judged' | 'no-answer';
  says: string;
}

/** Statuses by which something in front says that it did not reach the application. */
const NOT_REACHED = new Set([502, 503, 504]);

/** The first connection that was made for a purpose. */
export const connectionFor = ({ connections }: Observation, purpose: SeenConnection['purpose']): SeenConnection | undefined =>
  connections.findLast((connection) => connection.purpose === purpose);

/** How a connection refused, undefined when it did not. */
export function refusalOf(connection: SeenConnection): Refusal | undefined {
  const { ending, handshakeDone, http } = connection;
  if (http) return refusalByPage(connection);
  const alert = refusingAlert(connection);
  const phase = handshakeDone ? 'after-handshake' : connection.requests.length > 0 || connection.flightRead ? 'handshake' : 'hello';
  if (alert)
    return {
      phase,
      alert: { code: alert.code, name: alert.name },
      says: `the server sent the alert ${alert.name} (${alert.code}) after ${alert.after}`,
    };
  // Java's HttpsServer, Node and many load balancers close without an alert once they have seen our answer.
  const answeredRequest = connection.certificatesSent !== undefined && (ending === 'closed' || ending === 'reset');
  return answeredRequest
    ? {
        phase,
        says: `the server ${ending === 'reset' ? 'reset' : 'closed'} the connection without an alert after it got ${connection.certificatesSent ? 'our certificate' : 'no certificate'}; typical of Java's HttpsServer, Node and load balancers`,
      }
    : undefined;
}

function refusalByPage({ http }: SeenConnection): Refusal | undefined {
  const page = http && judgePage(http);
  return http && page ? { phase: 'http', http: { status: http.status, says: page.says }, says: page.says } : undefined;
}

/** The alert by which the server refused, without the one that only announces a close. */
export const refusingAlert = ({ alerts, version }: SeenConnection): SeenAlert | undefined =>
  alerts.findLast(({ from, code, fatal }) => from === 'server' && code !== 0 && code !== 90 && (fatal || version === 'TLSv1.3'));

const judged = new WeakMap<Observation, Verdict>();

/**
 * Judges an observation, once: is a client certificate asked for, did ours go out, was it taken.
 * @returns never `accepted` unless the server answered a request that got this far
 */
export function judge(observation: Observation): Verdict {
  const verdict = judged.get(observation) ?? earlyVerdict(observation) ?? lateVerdict(observation);
  judged.set(observation, verdict);
  return verdict;
}

const nothing = (outcome: Outcome, says: string, more: Partial<Verdict> = {}): Verdict => ({
  outcome,
  requested: 'unknown',
  sent: false,
  accepted: 'unknown',
  says,
  ...more,
});

function earlyVerdict({ forbidden, connections, phases, source }: Observation): Verdict | undefined {
  if (forbidden) return nothing('forbidden-by-policy', `The target may not be probed: ${forbidden}.`);
  const failed = phases.find(({ outcome }) => outcome === 'failed');
  if (connections.length === 0)
    return nothing('unreachable', failed ? `The target is not reachable: ${failed.says}.` : 'The target is not reachable.');
  const [first] = connections;
  const last = first?.phases.at(-1);
  if (connections.every(({ ending }) => ending === 'not-connected'))
    return nothing('unreachable', `The target is not reachable: ${last?.says ?? 'no connection'}.`);
  const foreign = connections.find(({ ending }) => ending === 'not-tls');
  if (foreign) return nothing('not-tls', `The port does not speak TLS but ${foreign.speaks ?? 'another protocol'}.`);
  const begun = ({ version, requests, handshakeDone, told, ownCheck }: SeenConnection) =>
    version !== undefined || handshakeDone || requests.length > 0 || told !== undefined || ownCheck !== undefined;
  if (connections.some(begun)) return undefined;
  const refused = connections.find((connection) => refusingAlert(connection));
  const refusal = refused && refusalOf(refused);
  if (refusal) return nothing('refused', `The handshake is refused before any certificate: ${refusal.says}.`, { refusal });
  if (connections.some(({ ending }) => ending === 'malformed'))
    return nothing('not-tls', `What the server sends is no valid TLS${first?.detail ? `: ${first.detail}` : ''}.`);
  // Some tools tell only that they themselves ended it, and at what.
  const own = source === 'transcript' && connections.find(({ ending, alerts }) => ending === 'failed' || alerts.length > 0);
  if (own) return nothing('undecided', `The handshake failed: ${own.phases.at(-1)?.says ?? own.ending}.`);
  return nothing('unreachable', `The port accepts connections, but nobody answers in TLS: ${last?.says ?? 'nothing came'}.`);
}

function lateVerdict(observation: Observation): Verdict {
  const without = connectionFor(observation, 'without-certificate');
  const asked = observation.connections.flatMap(({ requests }) => requests);
  const requestedWhen = asked[0]?.when;
  const base = { requested: requestedBy(observation, without), ...(requestedWhen && { requestedWhen }) };
  const keyless = connectionFor(observation, 'keyless');
  const shown = connectionFor(observation, 'with-certificate') ?? connectionFor(observation, 'transcript');
  // Where nobody asks in a way that a client can answer, nothing else would happen with a certificate.
  const ours = shown ?? (asked.every(({ when }) => when === 'post-handshake') ? without : undefined);
  if (ours && (observation.presented || ours.purpose === 'transcript')) return { ...base, ...judgeOurs(ours, observation, without) };
  if (keyless) return { ...base, ...judgeKeyless(keyless) };
  return { ...base, ...judgeWithout(base.requested, without, observation) };
}

function requestedBy({ connections }: Observation, without: SeenConnection | undefined): Verdict['requested'] {
  const asked = connections.some(({ requests }) => requests.length > 0);
  const read = connections.some(({ flightRead }) => flightRead);
  if (!asked) return read ? 'no' : 'unknown';
  if (!without) return 'unknown';
  const refusal = refusalOf(without);
  if (refusal && refusal.phase !== 'http') return 'required';
  if (refusal?.phase === 'http') return without.http && judgePage(without.http)?.kind === 'no-certificate' ? 'required' : 'optional';
  return without.http || without.ending === 'answered' ? 'optional' : 'unknown';
}

type Part = Omit<Verdict, 'requested' | 'requestedWhen'>;

function judgeOurs(connection: SeenConnection, observation: Observation, without: SeenConnection | undefined): Part {
  const sent = (connection.certificatesSent ?? 0) > 0;
  const refusal = refusalOf(connection);
  const own = connection.ownCheck;
  if (own?.gaveUp && own.flaw)
    return {
      outcome: 'undecided',
      sent,
      accepted: 'unknown',
      says: `The client itself ended it, because of the server's certificate: ${own.words}.`,
    };
  if (!sent && isUntold(connection)) return judgeUntold(connection, refusal);
  if (!sent) return judgeUnsent(connection, observation, refusal);
  if (refusal) return { outcome: 'refused', sent, accepted: 'no', refusal, says: `Our certificate was sent and refused: ${refusal.says}.` };
  const { http } = connection;
  if (http && !NOT_REACHED.has(http.status) && http.status !== 400) {
    const same = without?.http?.status === http.status;
    return {
      outcome: 'accepted',
      sent,
      accepted: 'yes',
      says: `Our certificate was sent and accepted; the server answered HTTP ${http.status}${same ? ', as it does without a certificate' : ''}.`,
    };
  }
  if (http)
    return {
      outcome: 'undecided',
      sent,
      accepted: 'unknown',
      says: `The handshake took our certificate, but HTTP ${http.status} says nothing about the logon.`,
    };
  return {
    outcome: 'undecided',
    sent,
    accepted: 'unknown',
    says: `Our certificate was sent; whether it was taken can't be told: ${connection.phases.at(-1)?.says ?? connection.ending}.`,
  };
}

/** A transcript of a tool that does not say whether it answered the request with a certificate. */
const isUntold = ({ purpose, certificatesSent, requests }: SeenConnection) =>
  purpose === 'transcript' && requests.length > 0 && certificatesSent === undefined;

function judgeUntold({ http, phases, ending }: SeenConnection, refusal: Refusal | undefined): Part {
  const part = { sent: false, sentUntold: true, accepted: 'unknown' } as const;
  const untold = 'whether a certificate was sent is not told';
  if (refusal)
    return { ...part, outcome: 'refused', refusal, says: `The server asked for a certificate and refused (${untold}): ${refusal.says}.` };
  if (http && !NOT_REACHED.has(http.status) && http.status !== 400)
    return { ...part, outcome: 'accepted', says: `The server asked for a certificate and answered HTTP ${http.status} (${untold}).` };
  return {
    ...part,
    outcome: 'undecided',
    says: `The server asked for a certificate; how it went on is not told: ${phases.at(-1)?.says ?? ending}.`,
  };
}

function judgeUnsent(connection: SeenConnection, observation: Observation, refusal: Refusal | undefined): Part {
  const [request] = observation.connections.flatMap(({ requests }) => requests);
  const unknown: Part = { outcome: 'undecided', sent: false, accepted: 'unknown', says: 'Our certificate was not sent.' };
  if (!request) {
    if (connection.handshakeDone || connection.flightRead)
      return {
        ...unknown,
        outcome: 'not-asked',
        notSentBecause: 'the server did not ask for one',
        says: 'Our certificate was not sent, because the server did not ask for one.',
      };
    return {
      ...unknown,
      ...(refusal && { outcome: 'refused', refusal, accepted: 'unknown' }),
      says: refusal
        ? `The handshake is refused: ${refusal.says}.`
        : `The handshake failed: ${connection.phases.at(-1)?.says ?? connection.ending}.`,
    };
  }
  const notSentBecause = whyUnsent(connection, observation, request);
  const { http, purpose } = connection;
  if (purpose === 'transcript' && !refusal && http && !NOT_REACHED.has(http.status) && http.status !== 400)
    return {
      outcome: 'accepted',
      sent: false,
      notSentBecause,
      accepted: 'unknown',
      says: `The server asked for a certificate, none was sent, and it answered HTTP ${http.status}.`,
    };
  const says = `The server asked for a certificate and ours was not sent: ${notSentBecause}.`;
  return {
    outcome: refusal ? 'refused' : 'undecided',
    sent: false,
    notSentBecause,
    accepted: 'unknown',
    ...(refusal && { refusal }),
    says,
  };
}

function whyUnsent(connection: SeenConnection, { presented }: Observation, request: SeenConnection['requests'][number]): string {
  if (!presented) return 'the client had none, or chose none';
  if (connection.detail?.startsWith('ERR_')) return `the key can't be used (${connection.detail})`;
  const { signatureAlgorithms, certificateTypes } = request;
  const fits = signatureAlgorithms.length === 0 || presented.canSign.some((scheme) => signatureAlgorithms.includes(scheme));
  if (!fits)
    return `the server wants none of the signatures that a key of type ${presented.keyType} can make (it wants ${signatureAlgorithms.slice(0, 6).join(', ')})`;
  const type = presented.keyType.startsWith('rsa') ? 'rsa_sign' : 'ecdsa_sign';
  if (certificateTypes && !certificateTypes.includes(type))
    return `the server wants certificates of the types ${certificateTypes.join(', ')} and ours is ${type}`;
  if (request.when === 'post-handshake')
    return 'the server asks after the handshake, which this client does not support (post-handshake authentication, RFC 8446, section 4.2.6)';
  return 'the connection ended before it could be';
}

function judgeKeyless(connection: SeenConnection): Part {
  const alert = refusingAlert(connection);
  const aboutSignature = alert?.code === 51 || (alert?.code === 40 && connection.stage === 'signature');
  if (alert && !aboutSignature) {
    const refusal: Refusal = {
      phase: 'handshake',
      alert: { code: alert.code, name: alert.name },
      says: `the server refused the chain with the alert ${alert.name} (${alert.code})`,
    };
    return { outcome: 'refused', sent: true, accepted: 'no', refusal, keyless: 'refused', says: `Without the key: ${refusal.says}.` };
  }
  const keyless = alert ? 'accepted-or-not-yet-judged' : 'no-answer';
  const says = alert
    ? 'the server refused only the worthless signature: it accepts the chain, or judges it later (nginx, Node, Java HttpsServer and GnuTLS with TLS 1.3 do)'
    : 'the server did not say what it thinks of the chain (nginx, Node and Java HttpsServer judge after the handshake)';
  return { outcome: 'undecided', sent: true, accepted: 'unknown', keyless, says: `Without the key: ${says}.` };
}

function judgeWithout(requested: Verdict['requested'], without: SeenConnection | undefined, observation: Observation): Part {
  const part: Part = { outcome: 'undecided', sent: false, accepted: 'unknown', says: 'Nothing could be decided.' };
  const late = observation.connections.find(({ requests }) => requests.some(({ when }) => when !== 'handshake'));
  const refusal = without && refusalOf(without);
  if (requested === 'no')
    return without?.handshakeDone || !without
      ? { ...part, outcome: 'not-asked', says: 'The server does not ask for a client certificate.' }
      : {
          ...part,
          outcome: refusal ? 'refused' : 'undecided',
          ...(refusal && { refusal }),
          says: `The server does not ask for a client certificate, but the handshake does not come about: ${without.phases.at(-1)?.says ?? without.ending}.`,
        };
  if (refusal)
    return {
      ...part,
      outcome: 'refused',
      refusal,
      says: late
        ? `The server asks for a certificate only after the request, and refuses without one: ${refusal.says}.`
        : `Without a certificate the server refuses: ${refusal.says}.`,
    };
  if (without?.http && !NOT_REACHED.has(without.http.status) && without.http.status !== 400)
    return {
      ...part,
      outcome: 'accepted',
      says: `The server asks for a certificate and answers without one too (HTTP ${without.http.status}).`,
    };
  return {
    ...part,
    says: `The server asks for a certificate; what it does without one can't be told${without ? `: ${without.phases.at(-1)?.says ?? without.ending}` : ''}.`,
  };
}
