import { DerElement, DerError } from '../../certificate-inspection/der/der.js';
import { readName } from '../../certificate-inspection/names/distinguished-name.js';
import { rfc4514 } from '../../certificate-inspection/names/spellings.js';
import { suiteName } from '../handshake/cipher-suites.js';
import type { Flight } from '../handshake/first-flight.js';
import type { Sighting } from '../handshake/sighting.js';
import { groupName, versionName, VERSION } from '../handshake/tls-names.js';
import type { ConnectionEnding, ConnectionPurpose, Phase, SeenConnection } from '../observation.js';
import type { Attempted } from './attempt.js';
import type { Exchange } from './exchange.js';

/** Lists of acceptable issuers that were read lately; a list of 150 names takes a millisecond, and each look meets it twice. */
const LISTS_KEPT = 100;
const lists = new Map<string, ReturnType<typeof readAuthority>[]>();

function readNames(authorities: readonly Buffer[]): ReturnType<typeof readAuthority>[] {
  const key = Buffer.concat(authorities).toString('latin1');
  const names = lists.get(key) ?? authorities.map(readAuthority);
  lists.delete(key);
  lists.set(key, names);
  const [oldest] = lists.keys();
  if (lists.size > LISTS_KEPT && oldest !== undefined) lists.delete(oldest);
  return names;
}

/** How protocols that are not TLS introduce themselves. */
const OPENINGS: readonly [RegExp, string][] = [
  [/^HTTP\/|^<(?:!DOCTYPE|html)/i, 'HTTP without TLS'],
  [/^SSH-/, 'SSH'],
  [/^220[ -].*(?:SMTP|ESMTP|mail)/i, 'SMTP'],
  [/^220[ -]/, 'FTP or SMTP'],
  [/^\+OK/, 'POP3'],
  [/^\* OK/, 'IMAP'],
  [/^-(?:ERR|DENIED|NOAUTH)/, 'Redis'],
  [/^(?:\0\0\0.|....)NI_|DPTMMSG/s, 'the SAP NI protocol'],
  [/^.\0\0\0\n?[0-9]\.[0-9]+\./s, 'MySQL'],
];

/** What a peer spoke by its first bytes. */
export const spokenIn = (opening: Buffer): string =>
  OPENINGS.find(([pattern]) => pattern.test(opening.toString('latin1')))?.[1] ?? 'another protocol';

const EMPTY = {
  flightRead: false,
  handshakeDone: false,
  helloRetry: false,
  ocspStapled: false,
  chain: [],
  requests: [],
  alerts: [],
  tickets: 0,
  needed: [],
  steps: [],
  unreadable: [],
};

/** A connection that never came about. */
export const notConnected = (purpose: ConnectionPurpose, phases: Phase[]): SeenConnection => ({
  purpose,
  phases,
  ending: 'not-connected',
  ...structuredClone(EMPTY),
});

/** The plain form of what our own reader saw. @param exchange what went on after its handshake */
export function seenInFlight(purpose: ConnectionPurpose, phases: Phase[], flight: Flight, exchange?: Exchange): SeenConnection {
  const { sighting, ending, flightRead, handshakeDone, certificatesSent, detail, opening, stage } = flight;
  const speaks = opening && spokenIn(opening);
  const said = { ending, sighting, ...(detail && { detail }), ...(speaks && { speaks }) };
  return {
    purpose,
    phases: [...phases, ...phasesOf(said, flightRead, handshakeDone ? exchange : undefined)],
    ending,
    ...(detail && { detail }),
    ...plainly(sighting),
    flightRead,
    handshakeDone,
    ...(certificatesSent !== undefined && { certificatesSent }),
    ...afterHandshake(said, exchange),
    needed: [],
    ...(speaks && { speaks }),
    ...(purpose === 'keyless' && { stage }),
    unreadable: [],
  };
}

/** The plain form of what one attempt with Node's TLS showed. */
export function seenInAttempt(purpose: ConnectionPurpose, phases: Phase[], attempted: Attempted, legacy: boolean): SeenConnection {
  const { observer, handshakeDone, exchange, detail } = attempted;
  const { sighting, certificatesSent, renegotiations, unreadable } = observer;
  // Bytes that are no TLS end Node's handshake with an error; our reader knows better.
  const foreign = sighting.version === 0 && unreadable.some((says) => says.includes('does not speak TLS'));
  const ending: ConnectionEnding = foreign ? 'not-tls' : attempted.ending;
  const said = { ending, sighting, ...(detail && { detail }) };
  return {
    purpose,
    phases: [...phases, ...phasesOf(said, handshakeDone, handshakeDone ? exchange : undefined)],
    ending,
    ...(detail && { detail }),
    ...plainly(sighting),
    flightRead: sighting.steps.some(({ says, from }) => from === 'server' && (says === 'ServerHelloDone' || says === 'Finished')),
    handshakeDone,
    ...(certificatesSent !== undefined && { certificatesSent }),
    ...afterHandshake(said, exchange),
    needed:
      legacy && handshakeDone
        ? [
            sighting.version < VERSION.tls12
              ? `${versionName(sighting.version)} allowed`
              : 'old parameters allowed (security level 0, unsafe renegotiation)',
          ]
        : [],
    unreadable: [...unreadable, ...(renegotiations > 1 ? [`${renegotiations} renegotiations`] : [])],
  };
}

/** How a connection ended, for its phases. */
interface Said {
  ending: ConnectionEnding;
  sighting: Sighting;
  detail?: string;
  speaks?: string;
}

/** @param exchange what went on after the handshake, undefined where it was not done */
function phasesOf(said: Said, tlsIsRead: boolean, exchange: Exchange | undefined): Phase[] {
  const { sighting } = said;
  const failed = () => ({ outcome: 'failed' as const, code: codeOf(said), says: saysOf(said) });
  const tls: Phase = {
    name: 'tls',
    ...(tlsIsRead ? { outcome: 'ok', says: `${versionName(sighting.version)}, ${suiteName(sighting.suite)}` } : failed()),
    ms: exchange?.securedMs ?? sighting.ms,
  };
  if (!exchange) return [tls];
  const { answer, askedMs } = exchange;
  const http: Phase = {
    name: 'http',
    ...(answer ? { outcome: 'ok', says: `HTTP ${answer.status} ${answer.reason}`.trim() } : failed()),
    ms: askedMs === undefined ? 0 : tenth(sighting.ms - askedMs),
  };
  return [tls, http];
}

/** The answer, and how long after the handshake a refusal came. */
function afterHandshake({ ending, sighting }: Said, exchange: Exchange | undefined): Pick<SeenConnection, 'http' | 'lateRefusalMs'> {
  const refusal = sighting.alerts.findLast(({ from }) => from === 'server');
  const late = ending === 'refused' && exchange?.securedMs !== undefined && refusal ? refusal.ms - exchange.securedMs : undefined;
  return { ...(exchange?.answer && { http: exchange.answer }), ...(late !== undefined && { lateRefusalMs: Math.max(0, tenth(late)) }) };
}

const tenth = (ms: number) => Math.round(ms * 10) / 10;

function plainly(
  sighting: Sighting,
): Pick<
  SeenConnection,
  'version' | 'cipher' | 'group' | 'alpn' | 'helloRetry' | 'ocspStapled' | 'chain' | 'requests' | 'alerts' | 'tickets' | 'steps'
> {
  return {
    ...(sighting.version && { version: versionName(sighting.version) }),
    ...(sighting.suite && { cipher: suiteName(sighting.suite) }),
    ...(sighting.group !== undefined && { group: groupName(sighting.group) }),
    ...(sighting.protocol && { alpn: sighting.protocol }),
    helloRetry: sighting.helloRetry,
    ocspStapled: sighting.ocsp !== undefined,
    chain: sighting.chain.map((der) => der.toString('base64')),
    requests: sighting.requests.map(({ when, request }) => {
      const names = readNames(request.authorities);
      return {
        when,
        authorities: names.map(({ text }) => text),
        authorityKeys: names.map(({ key }) => key),
        signatureAlgorithms: request.signatureAlgorithms,
        ...(request.certificateTypes && { certificateTypes: request.certificateTypes }),
      };
    }),
    alerts: sighting.alerts,
    tickets: sighting.tickets,
    steps: sighting.steps,
  };
}

/** An acceptable issuer as text and, made comparable, as key; servers do send names that can't be read, which are told in hexadecimal. */
function readAuthority(der: Buffer): { text: string; key: string } {
  try {
    const name = readName(DerElement.only(der));
    return { text: rfc4514(name), key: name.key };
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    const hex = der.toString('hex');
    return { text: `#${hex.slice(0, 200)}`, key: `#${hex}` };
  }
}

function codeOf({ ending, sighting: { alerts }, detail }: Said): string {
  const alert = alerts.findLast(({ from }) => from === 'server');
  if (ending === 'refused' && alert) return alert.name;
  return ending === 'failed' && detail ? detail : ending;
}

/** Why our own side gave up, where a constant alone says too little. */
const OWN_REASONS: Readonly<Record<string, string>> = {
  BAD_SERVER_SIGNATURE: 'the server does not have the key of its certificate',
  BAD_SERVER_FINISHED: 'the server saw another handshake than we did: something on the way changes it',
};

function saysOf({ ending, sighting: { alerts, last }, detail, speaks }: Said): string {
  const alert = alerts.findLast(({ from }) => from === 'server');
  const says: Record<ConnectionEnding, string> = {
    refused: alert ? `the server sent the alert ${alert.name} (${alert.code}) after ${alert.after}` : 'the server refused',
    closed: `the server closed the connection without a word after ${last}`,
    reset: `the connection was reset after ${last}`,
    silent: `no answer to ${last}`,
    'not-tls': `the server does not speak TLS; it speaks ${speaks ?? 'another protocol'}`,
    malformed: `what the server sends is no valid TLS: ${detail ?? 'unreadable'}`,
    failed: `our side gave up${detail ? ` (${OWN_REASONS[detail] ?? detail})` : ''} after ${last}`,
    answered: 'the server answered with something else than HTTP',
    complete: 'the server said all',
    'not-connected': 'no connection',
  };
  return says[ending];
}
