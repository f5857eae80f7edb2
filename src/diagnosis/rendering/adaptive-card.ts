import type { DiagnosedCause, DiagnosisReport, QuestionReport } from '../diagnosis.dto.js';

const EXPLAINED = 3;

/** A report as an Adaptive Card 1.5, which Teams and other chats show. */
export function adaptiveCard({ summary, causes, questions, guides }: DiagnosisReport): object {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: summary,
    body: [
      text(summary, { weight: 'Bolder', size: 'Medium' }),
      ...causes.slice(0, EXPLAINED).map(causeContainer),
      ...questions.slice(0, 1).map(questionContainer),
      ...(guides.length > 0 ? [text(`Guides: ${guides.map(({ title }) => title).join('; ')}`, { isSubtle: true })] : []),
    ],
  };
}

function causeContainer({ title, probability, explanation, steps, evidence }: DiagnosedCause): object {
  return {
    type: 'Container',
    separator: true,
    items: [
      text(`${title} (${Math.round(probability * 100)} %)`, { weight: 'Bolder' }),
      text(explanation),
      ...steps.map(({ action, where, who }, index) => text(`${index + 1}. ${action} (${where}; ${who})`)),
      ...(evidence.length > 0
        ? [{ type: 'FactSet', facts: evidence.map(({ says, weight }) => ({ title: `${weight > 0 ? '+' : ''}${weight} dB`, value: says })) }]
        : []),
    ],
  };
}

function questionContainer({ ask, why, how, answers }: QuestionReport): object {
  return {
    type: 'Container',
    separator: true,
    items: [
      text(ask, { weight: 'Bolder' }),
      text(why),
      ...how.map((way) => text(`- ${way}`)),
      text(`Answers: ${answers.map(({ label }) => label).join(' | ')}`, { isSubtle: true }),
    ],
  };
}

const text = (value: string, style: object = {}) => ({ type: 'TextBlock', text: value, wrap: true, ...style });
