import type { Language } from '../../language.js';
import type { DiagnosisReport } from '../diagnosis.dto.js';
import { HEADINGS } from './headings.js';
import { lineToRegister, lookLines, pathLine, pathLines } from './looks.js';
import { percent } from '../percent.js';

const EXPLAINED = 3;

/** A report as plain text, for a ticket field or a terminal. */
export function plainText(report: DiagnosisReport, language: Language): string {
  const { verdict, summary, causes, questions, guides, path, warnings } = report;
  const words = HEADINGS[language];
  const lines = [summary];
  if (verdict !== 'no-match') {
    lines.push('', `${words.path}: ${pathLine(path, words)}`, ...pathLines(path, words).map((line) => `   ${line}`));
  }
  causes.slice(0, EXPLAINED).forEach(({ title, probability, explanation, evidence, steps, verify }, index) => {
    lines.push('', `${index + 1}. ${title} (${percent(probability)})`, `   ${explanation}`);
    for (const { says, weight } of evidence) lines.push(`   ${words.evidence} (${weight > 0 ? '+' : ''}${weight} dB): ${says}`);
    steps.forEach(({ action, where, who, risk }, at) =>
      lines.push(`   ${words.step} ${at + 1}: ${action} [${where}; ${who}]${risk ? ` ${words.risk}: ${risk}` : ''}`),
    );
    for (const check of verify) lines.push(`   ${words.mended}: ${check}`);
  });
  for (const look of lookLines(report, words)) lines.push('', look.title, ...look.lines.map((line) => `   ${line}`));
  const line = lineToRegister(report);
  if (line) lines.push('', words.singleLine, line);
  for (const { ask, how, answers } of questions) {
    lines.push(
      '',
      `${words.decide}: ${ask}`,
      ...how.map((way) => `   ${way}`),
      `   ${words.answers}: ${answers.map(({ label }) => label).join(' | ')}`,
    );
  }
  for (const { id, title } of guides) lines.push('', `${words.guides}: ${title} (GET /guides/${id})`);
  for (const warning of warnings) lines.push('', `${words.ignored}: ${warning}`);
  return `${lines.join('\n')}\n`;
}
