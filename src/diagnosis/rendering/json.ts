import type { DiagnosedCause, DiagnosisReport, QuestionReport } from '../diagnosis.dto.js';

/** What the knowledge says never changes while the service runs, so each list of it is written once. */
const written = new WeakMap<object, string>();

function known(value: object): string {
  let part = written.get(value);
  if (part === undefined) written.set(value, (part = JSON.stringify(value)));
  return part;
}

/** Prose is written once too; the texts are those of the entries, so their number is bounded. */
const prose = new Map<string, string>();

function quoted(text: string): string {
  let part = prose.get(text);
  if (part === undefined) prose.set(text, (part = JSON.stringify(text)));
  return part;
}

/**
 * A report as JSON: what JSON.stringify gives, from parts that are written once (steps, checks, sources, explanations).
 * @param report whose parts of the knowledge are the entries' own objects
 */
export function json(report: DiagnosisReport): string {
  const { verdict, summary, causes, rest, path, errors, questions, ...others } = report;
  const tail = JSON.stringify(others);
  return (
    `{"verdict":"${verdict}","summary":${JSON.stringify(summary)},"causes":[${causes.map(causeJson).join(',')}],"rest":${rest},` +
    `"path":${JSON.stringify(path)},"errors":${JSON.stringify(errors)},"questions":[${questions.map(questionJson).join(',')}],${tail.slice(1)}`
  );
}

const causeJson = ({ id, title, hop, probability, explanation, evidence, steps, verify, citations }: DiagnosedCause) =>
  `{"id":"${id}","title":${quoted(title)},"hop":"${hop}","probability":${probability},"explanation":${quoted(explanation)},` +
  `"evidence":${JSON.stringify(evidence)},"steps":${known(steps)},"verify":${known(verify)},"citations":${known(citations)}}`;

const questionJson = ({ id, ask, why, how, answers, separates }: QuestionReport) =>
  `{"id":"${id}","ask":${quoted(ask)},"why":${quoted(why)},"how":${known(how)},"answers":${known(answers)},"separates":${JSON.stringify(separates)}}`;
