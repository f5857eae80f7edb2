import type { ProbeReport } from './probe-report.dto.js';

const OUTCOMES = ['accepted', 'not-asked', 'refused', 'unreachable', 'not-tls', 'forbidden-by-policy', 'undecided'] as const;

type Labels = Record<string, string>;

/**
 * Whether a logon can work: the server answered, it took the certificate where one was to be shown, and its own is in time.
 * @param withCredential whether a client certificate was at hand
 */
export function isSuccess({ outcome, checks, http }: ProbeReport, withCredential: boolean): boolean {
  const inTime = !checks.some(({ id, passed }) => id === 'server-certificate-is-in-time' && !passed);
  const served = outcome === 'accepted' || (outcome === 'not-asked' && !withCredential);
  return served && inTime && (http?.status ?? 200) < 500;
}

/**
 * A report in Prometheus' text format, with blackbox_exporter's names where it has them.
 * @param withCredential whether a client certificate was at hand
 * @param seconds that the whole request took
 */
export function metricsOf(report: ProbeReport, withCredential: boolean, seconds: number): string {
  const lines: string[] = [];
  const gauge = (name: string, help: string, ...samples: [value: number, labels?: Labels][]) => {
    if (samples.length === 0) return;
    lines.push(
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...samples.map(([value, labels]) => `${name}${labelsOf(labels)} ${value}`),
    );
  };
  const { clientCertificate: client, server, http, phases } = report;
  const dates = server.chain.map(({ notAfter }) => Date.parse(notAfter) / 1000);
  gauge('probe_success', 'Whether a logon can work: never 1 when the client certificate is refused', [
    isSuccess(report, withCredential) ? 1 : 0,
  ]);
  gauge('probe_duration_seconds', 'How long the probe took', [seconds]);
  gauge(
    'probe_phase_duration_seconds',
    'How long each phase took, by connection',
    ...phases
      .map(({ name, ms, connection = 'all' }): [number, Labels] => [Number((ms / 1000).toFixed(4)), { phase: name, connection }])
      .filter(
        ([, { phase, connection }], at, all) =>
          all.findIndex(([, other]) => other['phase'] === phase && other['connection'] === connection) === at,
      ),
  );
  gauge(
    'probe_outcome',
    '1 for the outcome, 0 for the others',
    ...OUTCOMES.map((outcome): [number, Labels] => [report.outcome === outcome ? 1 : 0, { outcome }]),
  );
  gauge('probe_client_certificate_info', 'What the server thinks of client certificates, and by what it refused', [
    1,
    {
      requested: client.requested,
      sent: String(client.sent),
      accepted: client.accepted,
      refusal: client.refusal?.alert?.name ?? (client.refusal?.http ? `http_${client.refusal.http.status}` : (client.refusal?.phase ?? '')),
    },
  ]);
  if (client.presented?.[0])
    gauge('probe_client_certificate_not_after', 'When our certificate expires, in seconds since 1970', [
      Date.parse(client.presented[0].notAfter) / 1000,
    ]);
  if (dates.length > 0)
    gauge('probe_ssl_earliest_cert_expiry', 'When the first certificate of the server expires, in seconds since 1970', [
      Math.min(...dates),
    ]);
  if (server.valid !== undefined)
    gauge('probe_ssl_chain_valid', 'Whether the chain of the server is trusted, in time and for the host', [
      server.valid ? 1 : 0,
      { reason: server.reason ?? '' },
    ]);
  if (server.version)
    gauge('probe_tls_version_info', 'The version that was agreed on', [
      1,
      { version: server.version.replace('TLSv', 'TLS '), cipher: server.cipher ?? '' },
    ]);
  if (http) gauge('probe_http_status_code', 'The status of the answer', [http.status]);
  gauge(
    'probe_failed_checks',
    'How many checks did not pass, by severity',
    ...(['error', 'warning', 'information'] as const).map((severity): [number, Labels] => [
      report.checks.filter((check) => !check.passed && check.severity === severity).length,
      { severity },
    ]),
  );
  return `${lines.join('\n')}\n`;
}

function labelsOf(labels: Labels | undefined): string {
  if (!labels) return '';
  return `{${Object.entries(labels)
    .map(
      ([name, value]) =>
        `${name}="${value
          .replaceAll('\\', '\\\\')
          .replaceAll('"', '\\"')
          .replaceAll('\n', String.raw`\n`)}"`,
    )
    .join(',')}}`;
}

/**
 * Reads a target as Prometheus' relabelling hands it over: host, host:port, or an https URL.
 * @returns undefined when it is none of them
 */
export function targetOf(text: string): { host: string; port?: number; path?: string } | undefined {
  const url = text.startsWith('https://') ? text : `https://${text}`;
  try {
    const { hostname, port, pathname, search, username, protocol } = new URL(url);
    if (username || protocol !== 'https:' || !hostname) return undefined;
    return {
      host: hostname.replace(/^\[|\]$/g, ''),
      ...(port && { port: Number(port) }),
      ...(pathname !== '/' || search ? { path: pathname + search } : {}),
    };
  } catch {
    return undefined;
  }
}
