import type { DiagnosedCause, DiagnosisReport, EvidenceReport, QuestionReport } from '../diagnosis.dto.js';
import { Utf8Writer } from './utf8-writer.js';

/** What the knowledge says never changes while it is in force, so each list of it is written once. */
const written = new WeakMap<object, Buffer>();

function known(value: object): Buffer {
  let part = written.get(value);
  if (part === undefined) written.set(value, (part = Buffer.from(JSON.stringify(value))));
  return part;
}

/** Prose is written once too; the texts are those of the entries, so their number is bounded. */
const prose = new Map<string, Buffer>();

function quoted(text: string): Buffer {
  let part = prose.get(text);
  if (part === undefined) prose.set(text, (part = Buffer.from(JSON.stringify(text))));
  return part;
}

const reply = new Utf8Writer();

/**
 * A report as JSON in UTF-8: what JSON.stringify gives, from parts that are written once (steps, checks, sources, explanations).
 * @param report whose parts of the knowledge are the entries' own objects
 */
export function json(report: DiagnosisReport): Buffer {
  const { verdict, summary, causes, rest, path, errors, questions, ...others } = report;
  reply.say(`{"verdict":"${verdict}","summary":${JSON.stringify(summary)},"causes":[`);
  causes.forEach(addCause);
  reply.say(`],"rest":${rest},"path":${JSON.stringify(path)},"errors":${JSON.stringify(errors)},"questions":[`);
  questions.forEach(addQuestion);
  return reply.say(`],${JSON.stringify(others).slice(1)}`).finish();
}

function addCause({ id, title, hop, probability, explanation, evidence, steps, verify, citations }: DiagnosedCause, at: number): void {
  reply
    .say(`${at > 0 ? ',' : ''}{"id":"${id}","title":`)
    .put(quoted(title))
    .say(`,"hop":"${hop}","probability":${probability},"explanation":`)
    .put(quoted(explanation))
    .say(`,"evidence":[${evidence.map(evidenceJson).join(',')}],"steps":`)
    .put(known(steps))
    .say(',"verify":')
    .put(known(verify))
    .say(',"citations":')
    .put(known(citations))
    .say('}');
}

function evidenceJson(evidence: EvidenceReport): string {
  const { fact, source, excerpt, offset, length, weight, says } = evidence;
  if (excerpt !== undefined && (offset === undefined || length === undefined)) return JSON.stringify(evidence);
  const place = excerpt === undefined ? '' : `"excerpt":${JSON.stringify(excerpt)},"offset":${offset},"length":${length},`;
  return `{"fact":${JSON.stringify(fact)},"source":"${source}",${place}"weight":${weight},"says":${JSON.stringify(says)}}`;
}

function addQuestion({ id, ask, why, how, answers, separates }: QuestionReport, at: number): void {
  reply
    .say(`${at > 0 ? ',' : ''}{"id":"${id}","ask":`)
    .put(quoted(ask))
    .say(',"why":')
    .put(quoted(why))
    .say(',"how":')
    .put(known(how))
    .say(',"answers":')
    .put(known(answers))
    .say(`,"separates":${JSON.stringify(separates)}}`);
}
