import type { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import { inGerman } from '../german/in-german.js';
import type { DiagnosisReport } from './diagnosis.dto.js';

/** A sentence in German where this service has said it; names, numbers and what a product printed stay. */
const german = (text: string): string => inGerman(text) ?? text;

/**
 * Says in German what the looks, the certificates and the warnings of a report say; what the entries say is German already.
 * Nothing is added or left out, so that facts, numbers and places are those of the English reply.
 */
export function reportInGerman(report: DiagnosisReport): DiagnosisReport {
  const { probe, transcript, certificates, comparison, warnings } = report;
  return {
    ...report,
    ...(certificates && {
      certificates: certificates.map((certificate) => ({
        ...certificate,
        ...(certificate.label !== undefined && { label: german(certificate.label) }),
        findings: certificate.findings.map((finding) => ({ ...finding, says: german(finding.says), remedy: german(finding.remedy) })),
        usable: { ...certificate.usable, because: usableInGerman(certificate.usable.because) },
      })),
    }),
    ...(comparison && { comparison: { ...comparison, advice: german(comparison.advice) } }),
    ...(probe && { probe: lookInGerman(probe) }),
    ...(transcript && { transcript: lookInGerman(transcript) }),
    warnings: warnings.map(german),
  };
}

/** The reasons are titles of findings that begin in lower case and are joined by commas and "and". */
function usableInGerman(because: string): string {
  const [, reasons] = /^Usable as .*: (?:no|doubtful), because (.*)\.$/.exec(because) ?? [];
  if (reasons === undefined) return german(because);
  const [, shown = reasons, left] = /^(.*) and (\d+) more$/.exec(reasons) ?? [];
  const titles = shown.split(/(?:, | and )(?=(?:it|its|a|an|the|one|several|certificates) )/).map((reason) => german(upperFirst(reason)));
  const joined = [...titles, ...(left ? [`und ${left} weitere`] : [])].join('; ');
  return german(because.replace(`because ${reasons}.`, 'because §.')).replace('§', joined);
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function lookInGerman(look: ProbeReport): ProbeReport {
  const { summary, clientCertificate, server, phases, checks, connections, sweep, steps } = look;
  const { notSentBecause, refusal, otherClients } = clientCertificate;
  const saysOf = <T extends { says: string }>(one: T): T => ({ ...one, says: german(one.says) });
  return {
    ...look,
    summary: german(summary),
    clientCertificate: {
      ...clientCertificate,
      ...(notSentBecause && { notSentBecause: german(notSentBecause) }),
      ...(refusal && { refusal: { ...saysOf(refusal), ...(refusal.http && { http: saysOf(refusal.http) }) } }),
      ...(otherClients && {
        otherClients: otherClients.map((client) => ({ ...client, who: german(client.who), because: german(client.because) })),
      }),
    },
    server: { ...server, ...(server.says !== undefined && { says: german(server.says) }) },
    phases: phases.map(saysOf),
    checks: checks.map((check) => ({
      ...saysOf(check),
      title: german(check.title),
      ...(check.remedy !== undefined && { remedy: german(check.remedy) }),
    })),
    connections: connections.map((connection) => ({
      ...connection,
      alerts: connection.alerts.map((alert) => ({ ...alert, after: german(alert.after) })),
      needed: connection.needed.map(german),
      steps: connection.steps.map(saysOf),
    })),
    ...(steps && { steps: steps.map(saysOf) }),
    ...(sweep && {
      sweep: {
        ...sweep,
        versions: sweep.versions.map(saysOf),
        ...(sweep.withoutServerName && { withoutServerName: saysOf(sweep.withoutServerName) }),
      },
    }),
  };
}
