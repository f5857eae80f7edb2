import type { Step } from '../../registry/step.dto.js';
import type { DiagnosedCause, DiagnosisReport, EvidenceReport, PathReport, QuestionReport } from '../diagnosis.dto.js';

/** How many causes a chat message explains in full; the others are named. */
const EXPLAINED = 3;

/**
 * A report as Markdown (CommonMark).
 * @returns text for a ticket or a chat; what users pasted stands in it escaped, so that it can't become markup
 */
export function markdown(report: DiagnosisReport): string {
  const { verdict, summary, causes, questions, guides, path, warnings } = report;
  const parts = [
    `**${verdict === 'no-match' ? 'No match' : capitalised(verdict)}.** ${escaped(summary)}`,
    ...(verdict === 'no-match' ? [] : [`Path: ${path.map(drawn).join(' → ')}`]),
    ...causes.slice(0, EXPLAINED).map(cause),
    ...(causes.length > EXPLAINED
      ? [
          `Also possible: ${causes
            .slice(EXPLAINED)
            .map(({ title, probability }) => `${escaped(title)} (${percent(probability)})`)
            .join('; ')}.`,
        ]
      : []),
    ...(questions.length > 0 ? [`## To decide\n\n${questions.map(question).join('\n\n')}`] : []),
    ...(guides.length > 0
      ? [`## Guides\n\n${guides.map(({ id, title }) => `- ${escaped(title)} (\`GET /guides/${id}\`)`).join('\n')}`]
      : []),
    ...(warnings.length > 0 ? [`## Ignored\n\n${warnings.map((warning) => `- ${escaped(warning)}`).join('\n')}`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const drawn = ({ hop, says }: PathReport) => (says.startsWith('The chain of proof breaks here') ? `**${hop} ✗**` : hop);

function cause({ title, probability, explanation, evidence, steps, verify, citations }: DiagnosedCause, index: number): string {
  return [
    `## ${index + 1}. ${escaped(title)} (${percent(probability)})`,
    escaped(explanation),
    ...(evidence.length > 0 ? [`Evidence:\n${evidence.map(evidenceLine).join('\n')}`] : []),
    `Steps:\n${steps.map(step).join('\n')}`,
    `Mended when:\n${verify.map((line) => `- ${escaped(line)}`).join('\n')}`,
    `Sources: ${citations.map(({ title: source, url }) => (url ? `[${escaped(source)}](<${url}>)` : escaped(source))).join(', ')}`,
  ].join('\n\n');
}

const evidenceLine = ({ says, excerpt, weight }: EvidenceReport) =>
  `- ${weight > 0 ? '+' : ''}${weight} dB ${escaped(says)}${excerpt ? ` ("${escaped(oneLine(excerpt))}")` : ''}`;

const step = ({ action, where, who, risk }: Step, index: number) =>
  `${index + 1}. ${escaped(action)}\n   Where: ${escaped(where)}. Who: ${escaped(who)}.${risk ? ` Risk: ${escaped(risk)}` : ''}`;

function question({ ask, why, how, answers }: QuestionReport): string {
  return [
    `**${escaped(ask)}** ${escaped(why)}`,
    how.map((way) => `- ${escaped(way)}`).join('\n'),
    `Answers: ${answers.map(({ label }) => escaped(label)).join(' | ')}`,
  ].join('\n\n');
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

/** Every ASCII punctuation that could open markup, escaped as CommonMark 2.4 allows. */
const escaped = (text: string) => text.replaceAll(/[\\`*_[\]<>#|~]/g, String.raw`\$&`);
