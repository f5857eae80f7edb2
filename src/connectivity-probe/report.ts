import type { Certificate } from '../certificate-inspection/certificate.js';
import type { Check, CheckInput } from './check.js';
import { missingLink } from './judging/missing-link.js';
import { judgeIssuer, matchingAuthority, otherClients, type OtherClient } from './judging/other-clients.js';
import { viewServer } from './judging/server-view.js';
import { connectionFor, judge, type Verdict } from './judging/verdict.js';
import type { Observation, SeenCertificate, SeenConnection } from './observation.js';
import type { CertificateSummary, ClientCertificateReport } from './client-certificate-report.dto.js';
import type { CheckReport, PhaseReport, ProbeReport, ServerReport } from './probe-report.dto.js';

/** The connection that shows most of what matters: with our certificate, else without, else the first. */
const tellingConnection = (observation: Observation): SeenConnection | undefined =>
  (['with-certificate', 'transcript', 'keyless', 'without-certificate', 'first-flight'] as const)
    .map((purpose) => connectionFor(observation, purpose))
    .find((connection) => connection?.version);

/**
 * Judges an observation and writes the reply. The same observation, checks and anchors give the same report.
 * @param anchors whom the server's chain may lead to
 * @param now for dates of certificates
 * @param sharing how the look was come by
 */
export function reportOf(
  observation: Observation,
  checks: readonly Check[],
  anchors: readonly Certificate[],
  now: Date,
  sharing: Pick<ProbeReport, 'cache' | 'degraded' | 'steps' | 'tool'> = {},
): ProbeReport {
  const verdict = judge(observation);
  const { target, connections, presented } = observation;
  const view = viewServer(observation, anchors, now);
  const told = connections.find((connection) => connection.told)?.told?.certificates;
  const ownCheck = connections.find((connection) => connection.ownCheck)?.ownCheck;
  const [request] = connections.flatMap(({ requests }) => requests);
  const clients = request && presented ? otherClients(request, presented) : [];
  const described = view?.certificates ?? [];
  const link = request && presented && missingLink(request, presented, described);
  const issuerIsNamed = request !== undefined && presented !== undefined && matchingAuthority(request, presented) !== undefined;
  const input: CheckInput = {
    observation,
    verdict,
    otherClients: clients,
    issuerIsNamed,
    ...(request && presented && { issuer: judgeIssuer(request, presented) }),
    ...(view && { server: view }),
    ...(link && { missingLink: link }),
  };
  const telling = tellingConnection(observation);
  const http = (telling?.http && telling) ?? connections.findLast((connection) => connection.http);
  const server: ServerReport = {
    chain: (view?.shown ?? []).map(summaryOf),
    ...(told && { told: told.map(({ subject, issuer, notBefore, notAfter }) => ({ subject, issuer, ...dates(notBefore, notAfter) })) }),
    ...view?.verdict,
    ...(telling && { ...pick(telling, ['version', 'cipher', 'group', 'alpn']), ocspStapled: telling.ocspStapled }),
    ...(ownCheck && { ownCheck }),
  };
  return {
    outcome: verdict.outcome,
    summary: verdict.says,
    target: { ...target, addresses: observation.addresses.map(({ address }) => address) },
    clientCertificate: clientCertificateOf(observation, verdict, clients),
    server,
    ...(http?.http && { http: http.http }),
    phases: phasesOf(observation),
    checks: checks.flatMap((check) => checkReport(check, input)),
    connections: connections.map((connection) => ({
      ...pick(connection, ['purpose', 'ending', 'version', 'cipher', 'handshakeDone', 'certificatesSent', 'alerts', 'needed']),
      steps: connection.steps.map(({ from, says, ms }) => ({ who: from, says, ms })),
    })),
    ...(observation.sweep && { sweep: observation.sweep }),
    ...(observation.source === 'live' && { at: observation.at }),
    ...(observation.cutShort && { cutShort: true }),
    ...sharing,
  };
}

function clientCertificateOf(observation: Observation, verdict: Verdict, clients: OtherClient[]): ClientCertificateReport {
  const { connections, presented } = observation;
  const { requested, requestedWhen, sent, sentUntold, notSentBecause, accepted, refusal, keyless } = verdict;
  const [request] = connections.flatMap(({ requests }) => requests);
  const sentTold = connections.find((connection) => connection.sent)?.sent;
  const late = tellingConnection(observation)?.lateRefusalMs;
  return {
    requested,
    ...(requestedWhen && { requestedWhen }),
    acceptableIssuers: request?.authorities ?? [],
    signatureAlgorithms: request?.signatureAlgorithms ?? [],
    ...(request?.certificateTypes && { certificateTypes: request.certificateTypes }),
    sent,
    ...(sentUntold && { sentUntold }),
    ...(connections.some((connection) => connection.noneFits) && { noneFits: true }),
    ...(notSentBecause && { notSentBecause }),
    accepted,
    ...(refusal && { refusal: { ...refusal, ...(refusal.phase === 'after-handshake' && late !== undefined && { afterMs: late }) } }),
    ...(keyless && { keyless }),
    ...(presented && { presented: presented.chain.map(summaryOf) }),
    ...(sentTold && {
      told: sentTold.map(({ subject, issuer, notBefore, notAfter, usages }) => ({
        subject,
        issuer,
        ...dates(notBefore, notAfter),
        ...(usages && { usages }),
      })),
    }),
    ...(clients.length > 0 && { otherClients: clients }),
  };
}

const summaryOf = ({ subject, issuer, notBefore, notAfter, sha256 }: SeenCertificate): CertificateSummary => ({
  subject,
  issuer,
  notBefore,
  notAfter,
  sha256,
});

const dates = (notBefore?: string, notAfter?: string) => ({ ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) });

const phasesOf = ({ phases, connections }: Observation): PhaseReport[] => [
  ...phases,
  ...connections.flatMap(({ phases: own, purpose }) => own.map((phase) => ({ ...phase, connection: purpose }))),
];

function checkReport(check: Check, input: CheckInput): CheckReport[] {
  const { id, title, severity, remedy, citation } = check;
  const result = check.look(input);
  return result ? [{ id, title, passed: result.passed, severity, says: result.says, ...(!result.passed && { remedy }), citation }] : [];
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as Pick<T, K>;
}
