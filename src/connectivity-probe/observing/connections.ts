import { DerElement, DerError } from '../../certificate-inspection/der/der.js';
import { readName } from '../../certificate-inspection/names/distinguished-name.js';
import { rfc4514 } from '../../certificate-inspection/names/spellings.js';
import { suiteName } from '../handshake/cipher-suites.js';
import type { Flight } from '../handshake/first-flight.js';
import type { Sighting } from '../handshake/sighting.js';
import { groupName, versionName, VERSION } from '../handshake/tls-names.js';
import type { ConnectionEnding, ConnectionPurpose, Phase, SeenConnection } from '../observation.js';
import type { Attempted } from './attempt.js';

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

/** The plain form of what our own reader saw. */
export function seenInFlight(purpose: ConnectionPurpose, phases: Phase[], flight: Flight): SeenConnection {
  const { sighting, ending, flightRead, detail, opening, stage, response } = flight;
  const speaks = opening && spokenIn(opening);
  const status = /^HTTP\/\d\.\d (\d{3}) ?(.*)\r?$/m.exec(response);
  const tls: Phase = {
    name: 'tls',
    outcome: flightRead ? 'ok' : 'failed',
    ...(!flightRead && { code: codeOf(ending, sighting) }),
    says: flightRead ? `${versionName(sighting.version)}, ${suiteName(sighting.suite)}` : saysOf(ending, sighting, detail, speaks),
    ms: sighting.ms,
  };
  return {
    purpose,
    phases: [...phases, tls],
    ending,
    ...(detail && { detail }),
    ...plainly(sighting),
    flightRead,
    handshakeDone: false,
    ...(purpose === 'keyless' && { certificatesSent: 1 }),
    ...(status && { http: { status: Number(status[1]), reason: status[2] ?? '', headers: {}, excerpt: '' } }),
    needed: [],
    ...(speaks && { speaks }),
    ...(purpose === 'keyless' && { stage }),
    unreadable: [],
  };
}

/** The plain form of what one attempt with Node's TLS showed. */
export function seenInAttempt(purpose: ConnectionPurpose, phases: Phase[], attempted: Attempted, legacy: boolean): SeenConnection {
  const { observer, handshakeDone, handshakeMs, lateRefusalMs, requestMs, http, detail } = attempted;
  const { sighting, certificatesSent, renegotiations, unreadable } = observer;
  // Bytes that are no TLS end Node's handshake with an error; our reader knows better.
  const foreign = sighting.version === 0 && unreadable.some((says) => says.includes('does not speak TLS'));
  const ending: ConnectionEnding = foreign ? 'not-tls' : attempted.ending;
  const tls: Phase = {
    name: 'tls',
    outcome: handshakeDone ? 'ok' : 'failed',
    ...(!handshakeDone && { code: codeOf(ending, sighting, detail) }),
    says: handshakeDone ? `${versionName(sighting.version)}, ${suiteName(sighting.suite)}` : saysOf(ending, sighting, detail),
    ms: handshakeMs ?? sighting.ms,
  };
  const web: Phase[] = handshakeDone
    ? [
        {
          name: 'http',
          outcome: http ? 'ok' : 'failed',
          ...(!http && { code: codeOf(ending, sighting, detail) }),
          says: http ? `HTTP ${http.status} ${http.reason}`.trim() : saysOf(ending, sighting, detail),
          ms: requestMs ?? 0,
        },
      ]
    : [];
  return {
    purpose,
    phases: [...phases, tls, ...web],
    ending,
    ...(detail && { detail }),
    ...plainly(sighting),
    flightRead: sighting.steps.some(({ says, from }) => from === 'server' && (says === 'ServerHelloDone' || says === 'Finished')),
    handshakeDone,
    ...(certificatesSent !== undefined && { certificatesSent }),
    ...(http && { http }),
    ...(lateRefusalMs !== undefined && { lateRefusalMs }),
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

function codeOf(ending: ConnectionEnding, { alerts }: Sighting, detail?: string): string {
  const alert = alerts.findLast(({ from }) => from === 'server');
  if (ending === 'refused' && alert) return alert.name;
  return ending === 'failed' && detail ? detail : ending;
}

function saysOf(ending: ConnectionEnding, { alerts, last }: Sighting, detail?: string, speaks?: string): string {
  const alert = alerts.findLast(({ from }) => from === 'server');
  const says: Record<ConnectionEnding, string> = {
    refused: alert ? `the server sent the alert ${alert.name} (${alert.code}) after ${alert.after}` : 'the server refused',
    closed: `the server closed the connection without a word after ${last}`,
    reset: `the connection was reset after ${last}`,
    silent: `no answer to ${last}`,
    'not-tls': `the server does not speak TLS; it speaks ${speaks ?? 'another protocol'}`,
    malformed: `what the server sends is no valid TLS: ${detail ?? 'unreadable'}`,
    failed: `our side gave up${detail ? ` (${detail})` : ''} after ${last}`,
    answered: 'the server answered with something else than HTTP',
    complete: 'the server said all',
    'not-connected': 'no connection',
  };
  return says[ending];
}
