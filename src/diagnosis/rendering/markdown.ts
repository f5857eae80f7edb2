import { escaped, link, oneLine } from '../../articles/markup.js';
import type { Language } from '../../language.js';
import type { Step } from '../../registry/step.dto.js';
import type { DiagnosedCause, DiagnosisReport, EvidenceReport, QuestionReport } from '../diagnosis.dto.js';
import { HEADINGS, type Headings } from './headings.js';
import { lineToRegister, lookLines, pathLine, pathLines, type LookLines } from './looks.js';
import { percent } from '../percent.js';

/** How many causes a chat message explains in full; the others are named. */
const EXPLAINED = 3;

/**
 * A report as Markdown (CommonMark).
 * @returns text for a ticket or a chat; what users pasted stands in it escaped, so that it can't become markup
 */
export function markdown(report: DiagnosisReport, language: Language): string {
  const { verdict, summary, causes, questions, guides, warnings } = report;
  const words = HEADINGS[language];
  const line = lineToRegister(report);
  const parts = [
    `**${words.verdicts[verdict]}.** ${escaped(summary)}`,
    ...(verdict === 'no-match' ? [] : [drawn(report, words)]),
    ...causes.slice(0, EXPLAINED).map((one, index) => cause(one, index, words)),
    ...(causes.length > EXPLAINED
      ? [
          `${words.also}: ${causes
            .slice(EXPLAINED)
            .map(({ title, probability }) => `${escaped(title)} (${percent(probability)})`)
            .join('; ')}.`,
        ]
      : []),
    ...lookLines(report, words).map(look),
    ...(line ? [`## ${words.singleLine}\n\n    ${line}`] : []),
    ...(questions.length > 0 ? [`## ${words.decide}\n\n${questions.map((one) => question(one, words)).join('\n\n')}`] : []),
    ...(guides.length > 0
      ? [`## ${words.guides}\n\n${guides.map(({ id, title }) => `- ${escaped(title)} (\`GET /guides/${id}\`)`).join('\n')}`]
      : []),
    ...(warnings.length > 0 ? [`## ${words.ignored}\n\n${warnings.map((warning) => `- ${escaped(warning)}`).join('\n')}`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function drawn({ path }: DiagnosisReport, words: Headings): string {
  const known = pathLines(path, words).map((line) => `- ${escaped(line)}`);
  return [`${words.path}: ${pathLine(path, words)}`, ...(known.length > 0 ? [known.join('\n')] : [])].join('\n\n');
}

const look = ({ title, lines }: LookLines) => `## ${escaped(title)}\n\n${lines.map((line) => `- ${escaped(oneLine(line))}`).join('\n')}`;

function cause(
  { title, probability, explanation, evidence, steps, verify, citations }: DiagnosedCause,
  index: number,
  words: Headings,
): string {
  return [
    `## ${index + 1}. ${escaped(title)} (${percent(probability)})`,
    escaped(explanation),
    ...(evidence.length > 0 ? [`${words.evidence}:\n${evidence.map(evidenceLine).join('\n')}`] : []),
    `${words.steps}:\n${steps.map((one, at) => step(one, at, words)).join('\n')}`,
    `${words.mended}:\n${verify.map((line) => `- ${escaped(line)}`).join('\n')}`,
    `${words.sources}: ${citations.map(({ title: source, url }) => link(source, url)).join(', ')}`,
  ].join('\n\n');
}

const evidenceLine = ({ says, excerpt, weight }: EvidenceReport) =>
  `- ${weight > 0 ? '+' : ''}${weight} dB ${escaped(oneLine(says))}${excerpt ? ` ("${escaped(oneLine(excerpt))}")` : ''}`;

const step = ({ action, where, who, risk }: Step, index: number, words: Headings) =>
  `${index + 1}. ${escaped(action)}\n   ${words.where}: ${escaped(where)}. ${words.who}: ${escaped(who)}.${risk ? ` ${words.risk}: ${escaped(risk)}` : ''}`;

function question({ ask, why, how, answers }: QuestionReport, words: Headings): string {
  return [
    `**${escaped(ask)}** ${escaped(why)}`,
    how.map((way) => `- ${escaped(way)}`).join('\n'),
    `${words.answers}: ${answers.map(({ label }) => escaped(label)).join(' | ')}`,
  ].join('\n\n');
}
