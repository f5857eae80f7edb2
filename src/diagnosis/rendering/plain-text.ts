import type { DiagnosisReport } from '../diagnosis.dto.js';

const EXPLAINED = 3;

/** A report as plain text, for a ticket field or a terminal. */
export function plainText({ summary, causes, questions, guides }: DiagnosisReport): string {
  const lines = [summary];
  causes.slice(0, EXPLAINED).forEach(({ title, probability, explanation, evidence, steps, verify }, index) => {
    lines.push('', `${index + 1}. ${title} (${Math.round(probability * 100)} %)`, `   ${explanation}`);
    for (const { says, weight } of evidence) lines.push(`   Evidence (${weight > 0 ? '+' : ''}${weight} dB): ${says}`);
    steps.forEach(({ action, where, who, risk }, at) =>
      lines.push(`   Step ${at + 1}: ${action} [${where}; ${who}]${risk ? ` Risk: ${risk}` : ''}`),
    );
    for (const check of verify) lines.push(`   Mended when: ${check}`);
  });
  for (const { ask, how, answers } of questions) {
    lines.push('', `To decide: ${ask}`, ...how.map((way) => `   ${way}`), `   Answers: ${answers.map(({ label }) => label).join(' | ')}`);
  }
  for (const { id, title } of guides) lines.push('', `Guide: ${title} (GET /guides/${id})`);
  return `${lines.join('\n')}\n`;
}
