import type { DiagnosedCause, DiagnosedError, DiagnosisReport, EvidenceReport, PathReport, QuestionReport } from '../diagnosis.dto.js';
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

/** To be told when a reply was sent: what it was written into is used again. */
export const wasSent = (body: Buffer): void => reply.takeBack(body);

/**
 * A report as JSON in UTF-8: what JSON.stringify gives, from parts that are written once (steps, checks, sources, explanations).
 * @param report whose parts of the knowledge are the entries' own objects
 */
export function json(report: DiagnosisReport): Buffer {
  const { verdict, summary, causes, rest, path, errors, questions, ...others } = report;
  facts = new Map();
  reply.say(`{"verdict":"${verdict}","summary":`).quote(summary).say(',"causes":');
  list(causes, addCause);
  reply.say(`,"rest":${rest},"path":`);
  list(path, addStage);
  reply.say(',"errors":');
  list(errors, addError);
  reply.say(',"questions":');
  list(questions, addQuestion);
  return reply.say(`,${JSON.stringify(others).slice(1)}`).finish();
}

function list<T>(items: readonly T[], add: (item: T) => void): void {
  reply.say('[');
  for (let at = 0; at < items.length; at++) {
    if (at > 0) reply.say(',');
    add(items[at] as T);
  }
  reply.say(']');
}

const addText = (text: string) => reply.quote(text);

function addCause({ id, title, hop, probability, explanation, evidence, steps, verify, citations }: DiagnosedCause): void {
  reply
    .say(`{"id":"${id}","title":`)
    .put(quoted(title))
    .say(`,"hop":"${hop}","probability":${probability},"explanation":`)
    .put(quoted(explanation))
    .say(',"evidence":');
  list(evidence, addEvidence);
  reply.say(',"steps":').put(known(steps)).say(',"verify":').put(known(verify)).say(',"citations":').put(known(citations)).say('}');
}

/** Where in the reply each fact stands: several causes show the same. New for each reply, since a map that has grown old clears into old memory. */
let facts = new Map<string, { from: number; until: number }>();

function addEvidence({ fact, source, excerpt, offset, length, weight, says }: EvidenceReport): void {
  const before = facts.get(fact);
  if (before) reply.again(before.from, before.until);
  else {
    const from = reply.end;
    reply.say('{"fact":').quote(fact).say(`,"source":"${source}"`);
    if (excerpt !== undefined) reply.say(',"excerpt":').quote(excerpt);
    if (offset !== undefined) reply.say(`,"offset":${offset}`);
    if (length !== undefined) reply.say(`,"length":${length}`);
    facts.set(fact, { from, until: reply.end });
  }
  reply.put(weighing(weight));
  const sentence = sentences.get(says);
  if (sentence) reply.put(sentence);
  else reply.quote(says).say('}');
}

/** Weights are tenths between some tens, so that there are few. */
const weighings = new Map<number, Buffer>();

function weighing(weight: number): Buffer {
  let part = weighings.get(weight);
  if (part === undefined) weighings.set(weight, (part = Buffer.from(`,"weight":${weight},"says":`)));
  return part;
}

/** What is said of facts in which nothing of a request stands, with what follows it. */
const sentences = new Map<string, Buffer>();

/**
 * Writes a sentence down for all replies to come.
 * @param says made of the knowledge alone, so that there is an end to them
 */
export function willSay(says: string): string {
  sentences.set(says, Buffer.from(`${JSON.stringify(says)}}`));
  return says;
}

function addStage({ hop, proof, says, evidence }: PathReport): void {
  reply.say(`{"hop":"${hop}","proof":"${proof}","says":`).quote(says).say(',"evidence":');
  list(evidence, addText);
  reply.say('}');
}

function addError({ id, title, excerpt, offset, length, parameters }: DiagnosedError): void {
  reply.say('{"id":').quote(id).say(',"title":').put(quoted(title)).say(',"excerpt":').quote(excerpt);
  reply.say(`,"offset":${offset},"length":${length},"parameters":${JSON.stringify(parameters)}}`);
}

function addQuestion({ id, ask, why, how, answers, separates }: QuestionReport): void {
  reply
    .say(`{"id":"${id}","ask":`)
    .put(quoted(ask))
    .say(',"why":')
    .put(quoted(why))
    .say(',"how":')
    .put(known(how))
    .say(',"answers":')
    .put(known(answers))
    .say(',"separates":');
  list(separates, addText);
  reply.say('}');
}
