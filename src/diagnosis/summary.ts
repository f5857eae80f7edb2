import type { Language } from '../language.js';
import type { DiagnosedCause, DiagnosisReport, QuestionReport } from './diagnosis.dto.js';

/** How many open causes a summary names. */
const NAMED = 3;

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** The wording of the summary, by language. */
const WORDING = {
  en: {
    nothing:
      'Nothing in this belongs to a certificate logon or to TLS as far as this service knows. Paste the exact error text, the log lines around it, or the HTTP response.',
    identified: (title: string) => `The cause is found: ${title}.`,
    likely: (title: string, share: string) => `Most likely (${share}): ${title}.`,
    uncertain: (titles: string) => `The evidence does not decide yet. In question are: ${titles}.`,
    begin: (action: string) => ` Begin with: ${action}`,
    ask: (question: string) => ` To decide, find out: ${question}`,
  },
  de: {
    nothing:
      'Nichts hierin gehört, soweit dieser Dienst weiß, zu einer Zertifikatsanmeldung oder zu TLS. Bitte den genauen Fehlertext, die Zeilen des Protokolls darum herum oder die HTTP-Antwort einfügen.',
    identified: (title: string) => `Die Ursache ist gefunden: ${title}.`,
    likely: (title: string, share: string) => `Am wahrscheinlichsten (${share}): ${title}.`,
    uncertain: (titles: string) => `Die Hinweise entscheiden noch nicht. In Frage kommen: ${titles}.`,
    begin: (action: string) => ` Beginnen mit: ${action}`,
    ask: (question: string) => ` Zur Entscheidung klären: ${question}`,
  },
} as const;

/** One or two sentences for a person: what it is, and what to do or to find out next. */
export function summaryOf(
  verdict: DiagnosisReport['verdict'],
  causes: readonly DiagnosedCause[],
  questions: readonly QuestionReport[],
  language: Language,
): string {
  const say = WORDING[language];
  const [first] = causes;
  const [question] = questions;
  if (verdict === 'no-match' || !first) return say.nothing;
  const begin = first.steps[0] ? say.begin(first.steps[0].action) : '';
  const ask = question ? say.ask(question.ask) : begin;
  if (verdict === 'identified') return say.identified(first.title) + begin;
  if (verdict === 'likely') return say.likely(first.title, percent(first.probability)) + ask;
  return (
    say.uncertain(
      causes
        .slice(0, NAMED)
        .map(({ title, probability }) => `${title} (${percent(probability)})`)
        .join('; '),
    ) + ask
  );
}
