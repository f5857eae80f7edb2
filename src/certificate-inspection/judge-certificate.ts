import type { ReportedFinding, Usability } from './certificate-report.dto.js';
import type { Certificate } from './certificate.js';
import type { Circumstances, Finding, Severity } from './finding.js';
import { findings } from './findings.js';
import { wordsFor, type Purpose } from './purpose.js';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 };

/** The findings that can apply, by role and purpose. */
const applicable = { leaf: new Map<Purpose, readonly Finding[]>(), issuer: new Map<Purpose, readonly Finding[]>() };

function findingsFor(purpose: Purpose, role: Circumstances['role']): readonly Finding[] {
  const known = applicable[role].get(purpose);
  if (known) return known;
  const list = findings
    .filter((finding) => (finding.role === 'any' || finding.role === role) && (finding.purposes?.includes(purpose) ?? true))
    .toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
  applicable[role].set(purpose, list);
  return list;
}

/**
 * Judges a certificate.
 * @param certificate from `readCertificate`
 * @param circumstances what it is wanted for, when, and beside which others
 * @returns what is wrong, the gravest first, and whether it will do
 */
export function judgeCertificate(
  certificate: Certificate,
  circumstances: Circumstances,
): { findings: ReportedFinding[]; usable: Usability } {
  const found: ReportedFinding[] = [];
  const says: string[] = [];
  let verdict: Usability['verdict'] = 'yes';
  for (const { id, severity, remedy, citation, find, title } of findingsFor(circumstances.purpose, circumstances.role)) {
    const seen = find(certificate, circumstances);
    if (seen === undefined) continue;
    found.push({ id, severity, says: seen, remedy, citation });
    if (severity === 'error') verdict = 'no';
    else if (severity === 'warning' && verdict === 'yes') verdict = 'doubtful';
    // Where an error forbids it, warnings are no reasons.
    if (severity === 'error' || (severity === 'warning' && verdict === 'doubtful')) says.push(lowerFirst(title));
  }
  return { findings: found, usable: usability(circumstances, verdict, says) };
}

function usability({ purpose, role }: Circumstances, verdict: Usability['verdict'], reasons: readonly string[]): Usability {
  const words = role === 'issuer' ? 'an issuer in the chain of the certificate' : wordsFor(purpose);
  const because =
    verdict === 'yes'
      ? `Usable as ${words}: yes, nothing speaks against it.`
      : verdict === 'no'
        ? `Usable as ${words}: no, because ${listed(reasons)}.`
        : `Usable as ${words}: doubtful, because ${listed(reasons)}.`;
  return { purpose, verdict, because };
}

/** How many reasons one sentence holds. */
const MOST_REASONS = 3;

function listed(reasons: readonly string[]): string {
  const shown = reasons.slice(0, MOST_REASONS);
  const left = reasons.length - shown.length;
  if (left > 0) return `${shown.join(', ')} and ${left} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
