import type { Language } from '../../language.js';
import type { DiagnosedCause, DiagnosisReport, QuestionReport } from '../diagnosis.dto.js';
import { HEADINGS, type Headings } from './headings.js';
import { lineToRegister, lookLines, pathLine, pathLines } from './looks.js';
import { percent } from '../percent.js';

const EXPLAINED = 3;

/** Teams refuses a message of more than 28 KB; the card is not all of it. */
const LARGEST = 24_000;

/** A report as an Adaptive Card 1.5, which Teams and other chats show: with as many causes explained as fit into a message. */
export function adaptiveCard(report: DiagnosisReport, language: Language): object {
  for (let explained = EXPLAINED; explained > 1; explained--) {
    const card = cardWith(report, explained, LONGEST, language);
    if (Buffer.byteLength(JSON.stringify(card)) <= LARGEST) return card;
  }
  return cardWith(report, 1, SHORTENED, language);
}

/** Characters of one text, where all fits and where it does not. */
const LONGEST = 2500;
const SHORTENED = 400;

function cardWith(report: DiagnosisReport, explained: number, longest: number, language: Language): object {
  const { verdict, summary, causes, questions, guides, path, warnings } = report;
  const words = HEADINGS[language];
  const text = (value: string, style: object = {}) => ({ type: 'TextBlock', text: shortened(value, longest), wrap: true, ...style });
  const line = lineToRegister(report);
  const looks = [
    ...(verdict === 'no-match' ? [] : [{ title: `${words.path}: ${pathLine(path, words)}`, lines: pathLines(path, words) }]),
    ...lookLines(report, words),
    ...(line ? [{ title: words.singleLine, lines: [line] }] : []),
    ...(warnings.length > 0 ? [{ title: words.ignored, lines: warnings.slice(0, 5) }] : []),
  ];
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: shortened(summary, longest),
    body: [
      text(summary, { weight: 'Bolder', size: 'Medium' }),
      ...causes.slice(0, explained).map((cause) => causeContainer(cause, text)),
      ...looks.map(({ title, lines }) => ({
        type: 'Container',
        separator: true,
        items: [text(title, { weight: 'Bolder' }), ...lines.map((one) => text(`- ${one}`))],
      })),
      ...questions.slice(0, 1).map((question) => questionContainer(question, words, text)),
      ...(guides.length > 0 ? [text(`${words.guides}: ${guides.map(({ title }) => title).join('; ')}`, { isSubtle: true })] : []),
    ],
  };
}

type Text = (value: string, style?: object) => object;

function causeContainer({ title, probability, explanation, steps, evidence }: DiagnosedCause, text: Text): object {
  return {
    type: 'Container',
    separator: true,
    items: [
      text(`${title} (${percent(probability)})`, { weight: 'Bolder' }),
      text(explanation),
      ...steps.map(({ action, where, who }, index) => text(`${index + 1}. ${action} (${where}; ${who})`)),
      ...(evidence.length > 0
        ? [
            {
              type: 'FactSet',
              facts: evidence
                .slice(0, EVIDENCE_SHOWN)
                .map(({ says, weight }) => ({ title: `${weight > 0 ? '+' : ''}${weight} dB`, value: shortened(says, SHORTENED) })),
            },
          ]
        : []),
    ],
  };
}

const EVIDENCE_SHOWN = 8;

function questionContainer({ ask, why, how, answers }: QuestionReport, words: Headings, text: Text): object {
  return {
    type: 'Container',
    separator: true,
    items: [
      text(ask, { weight: 'Bolder' }),
      text(why),
      ...how.map((way) => text(`- ${way}`)),
      text(`${words.answers}: ${answers.map(({ label }) => label).join(' | ')}`, { isSubtle: true }),
    ],
  };
}

const shortened = (text: string, longest: number) => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
