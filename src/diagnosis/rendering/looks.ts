import type { ProbeReport } from '../../connectivity-probe/probe-report.dto.js';
import type { DiagnosisReport, PathReport } from '../diagnosis.dto.js';
import type { Headings } from './headings.js';

/** What was looked at, as lines that every rendering can show. */
export interface LookLines {
  title: string;
  lines: string[];
}

/** So much of each look is shown; the rest stands in the JSON. */
const CHECKS_SHOWN = 6;
const STEPS_SHOWN = 16;
const CERTIFICATES_SHOWN = 4;
const FINDINGS_SHOWN = 4;
const DIFFERENCES_SHOWN = 6;

const MARKS: Readonly<Record<PathReport['proof'], string>> = { holds: '✓', breaks: '✗', unknown: '?' };

/** The whole way in one line: `client ✓ → proxy ? → server ✗ → user mapping ?`. */
export const pathLine = (path: readonly PathReport[], { stages }: Headings): string =>
  path.map(({ hop, proof }) => `${stages[hop]} ${MARKS[proof]}`).join(' → ');

/** What is known of each stage of which something is. */
export const pathLines = (path: readonly PathReport[], { stages }: Headings): string[] =>
  path.filter(({ evidence }) => evidence.length > 0).map(({ hop, says }) => `${stages[hop]}: ${says}`);

/** The looks of a report: live, transcript, certificates, comparison. */
export function lookLines({ probe, transcript, certificates = [], comparison }: DiagnosisReport, words: Headings): LookLines[] {
  return [
    ...(probe ? [{ title: `${words.look} ${probe.target.host}:${probe.target.port}`, lines: linesOf(probe) }] : []),
    ...(transcript
      ? [
          {
            title: `${words.transcript}${transcript.tool ? ` (${transcript.tool})` : ''}`,
            lines: [...linesOf(transcript), stepsOf(transcript)],
          },
        ]
      : []),
    ...(certificates.length > 0 ? [{ title: words.certificates, lines: certificateLines(certificates, words) }] : []),
    ...(comparison
      ? [
          {
            title: words.comparison,
            lines: [
              `${comparison.relation}: ${comparison.advice}`,
              ...comparison.differences
                .slice(0, DIFFERENCES_SHOWN)
                .map(({ field, first, second }) => `${field}: ${words.registered} ${first || '-'}; ${words.used} ${second || '-'}`),
            ],
          },
        ]
      : []),
  ];
}

/** The used certificate in the form for a service key, where another one is registered. */
export function lineToRegister({ certificates = [], comparison }: DiagnosisReport): string | undefined {
  if (!comparison || comparison.relation === 'identical') return undefined;
  return certificates.find(({ role }) => role === 'client')?.singleLine;
}

function linesOf({ summary, checks }: ProbeReport): string[] {
  const failed = checks.filter(({ passed, severity }) => !passed && severity !== 'information');
  return [summary, ...failed.slice(0, CHECKS_SHOWN).map(({ title, says }) => `✗ ${title}: ${says}`)];
}

function stepsOf({ steps = [] }: ProbeReport): string {
  const shown = steps.slice(0, STEPS_SHOWN).map(({ who, says }) => `${who}: ${says}`);
  return [...shown, ...(steps.length > STEPS_SHOWN ? ['…'] : [])].join(' → ');
}

function certificateLines(certificates: NonNullable<DiagnosisReport['certificates']>, { roles, until }: Headings): string[] {
  return certificates.slice(0, CERTIFICATES_SHOWN).map(({ role, subject, validity, findings }) => {
    const grave = findings.filter(({ severity }) => severity !== 'notice').slice(0, FINDINGS_SHOWN);
    const said = grave.map(({ says }) => says).join(' ');
    return `${role ? `${roles[role]}: ` : ''}${subject.rfc4514}, ${until} ${validity.notAfter}${said ? `. ${said}` : ''}`;
  });
}
