import { isSuccess } from '../connectivity-probe/exporter.js';
import type { CertificateSummary } from '../connectivity-probe/client-certificate-report.dto.js';
import type { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import type { Sighting } from './sightings.js';
import type { WatchedCertificate, WatchedTargetReport } from './watch.dto.js';
import type { Watched } from './watch-list.js';

const DAY = 86_400_000;

/** How many sentences on failed checks one report repeats. */
const MOST_CHECKS = 20;

/**
 * What a sighting means, by the rules of the probe.
 * @param report the probe's judgement; undefined where there is no look to judge
 * @param now in milliseconds since 1970
 */
export function targetReport(
  target: Watched['targets'][number],
  sighting: Sighting | undefined,
  report: ProbeReport | undefined,
  warnDays: number,
  now: number,
): WatchedTargetReport {
  const { name, host, port = 443, credential } = target;
  return {
    name,
    host,
    port,
    ...(credential !== undefined && { credential }),
    ...(sighting && { works: report !== undefined && isSuccess(report, credential !== undefined), lookedAt: iso(sighting.looked) }),
    ...(report && { outcome: report.outcome, summary: report.summary }),
    ...(sighting?.changed !== undefined && { changedAt: iso(sighting.changed) }),
    ...(sighting?.problem && { problem: sighting.problem }),
    failedChecks: (report?.checks ?? [])
      .filter(({ passed }) => !passed)
      .slice(0, MOST_CHECKS)
      .map(({ id, severity, says }) => ({ id, severity, says })),
    certificates: (report?.server.chain ?? []).map((certificate) => watchedCertificate(certificate, warnDays, now)),
  };
}

/** A certificate and how long it has. @param now in milliseconds since 1970 */
export function watchedCertificate(
  { subject, issuer, notAfter, sha256 }: Pick<CertificateSummary, 'subject' | 'issuer' | 'notAfter' | 'sha256'>,
  warnDays: number,
  now: number,
): WatchedCertificate {
  const left = (Date.parse(notAfter) - now) / DAY;
  const state = left < 0 ? 'expired' : left < warnDays ? 'expiring' : 'valid';
  return { subject, issuer, notAfter, daysLeft: Math.floor(left), sha256, state };
}

const iso = (time: number) => new Date(time).toISOString();
