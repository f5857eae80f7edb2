import { Injectable } from '@nestjs/common';
import type { Cause } from '../causes/cause.dto.js';
import { remedyFor, whyInGerman } from '../causes/causes.service.js';
import type { ErrorEntry } from '../error-catalog/error-entry.dto.js';
import { inGerman } from '../german/in-german.js';
import type { Language } from '../language.js';
import { lineOf, type ProductId } from '../registry/products.js';
import type { Step } from '../registry/step.dto.js';
import {
  type AnswerReport,
  type DiagnosedCause,
  type DiagnosedError,
  type DiagnoseRequest,
  type DiagnosisReport,
  type EvidenceReport,
  type GuideSummary,
  type QuestionReport,
} from './diagnosis.dto.js';
import { NO_CERTIFICATES, type CertificateFacts } from './certificate-look.js';
import { isComplaint } from './complaint.js';
import type { ConnectionFacts } from './connection-look.js';
import type { Fact } from './fact.js';
import { gatherFacts } from './gather-facts.js';
import { infer, type Evidence, type Inference, type RankedCause } from './infer.js';
import { Knowledge } from './knowledge.js';
import { nextQuestions, type RankedQuestion } from './next-question.js';
import type { Answer } from './question.dto.js';
import { pathOf } from './path.js';
import { predictionOf } from './prediction.js';
import { willSay } from './rendering/json.js';
import { reportInGerman } from './report-in-german.js';
import { showsFault } from './soundness.js';
import { summaryOf } from './summary.js';

const CAUSES_SHOWN = 5;
const QUESTIONS_SHOWN = 4;
const GUIDES_SHOWN = 3;

/** From here on a cause with a conclusive sign counts as identified, and any as likely. */
const IDENTIFIED = 0.8;
const LIKELY = 0.5;

/** A message with this weight for a cause, in decibans, names it outright. */
const NAMES_THE_CAUSE = 15;

/**
 * A cause less probable than this is not worth a helpdesk's time, unless it is the first. Where none is proved, the two behind it are worth more:
 * of fresh cases every hundredth had its cause there, below one percent.
 */
const LEAST_PROBABLE = 0.01;
const RUNNER_UP = 0.002;
const WITH_RUNNERS_UP = 3;

/** Names the cause of a failed certificate logon. */
@Injectable()
export class DiagnosisService {
  constructor(private readonly knowledge: Knowledge) {}

  /**
   * Reads, weighs, names, prescribes and asks. The same request gives the same report; nothing of it is kept.
   * @param request validated
   * @param language of the prose
   * @param looked what its certificates and connections say; `Consultation` looks at them
   */
  diagnose(
    request: DiagnoseRequest,
    language: Language = 'en',
    looked: CertificateFacts & ConnectionFacts = NO_CERTIFICATES,
  ): DiagnosisReport {
    const { catalog, reader, questions, index, questionIndex } = this.knowledge;
    const { facts: said, products, warnings } = gatherFacts(request, reader, questions, Date.now(), looked);
    const facts = looked.facts.length > 0 ? onceEach([...looked.facts, ...said]) : said;
    const inference = infer(index, facts);
    const verdict = verdictOf(inference, isComplaint(said, this.knowledge) || showsFault(inference, facts));
    const shown = verdict === 'no-match' ? [] : worthShowing(inference, request.maxCauses ?? CAUSES_SHOWN, verdict);
    const asked =
      verdict === 'no-match' ? [] : nextQuestions(questionIndex, inference, facts, new Set(products.flatMap(lineOf)), QUESTIONS_SHOWN);
    const diagnosed = shown.map((ranked) => diagnosedCause(ranked, products, language));
    const line: ProductId[] = [...products.flatMap((product) => lineOf(product).filter((step) => step !== 'generic')), 'generic'];
    const asking = asked.map((question) => questionReport(question, line, language));
    const prediction = predictionOf(looked.probe, facts, language);
    const report: DiagnosisReport = {
      verdict,
      summary: summaryOf({ verdict, causes: diagnosed, questions: asking, facts, prediction }, language),
      causes: diagnosed,
      rest: rounded(1 - shown.reduce((sum, { probability }) => sum + probability, 0)),
      path: pathOf(facts, diagnosed, verdict, language),
      errors: facts.flatMap((fact) => diagnosedError(fact, language) ?? []),
      questions: asking,
      guides: this.guidesFor(shown, products, language),
      warnings: [...warnings, ...looked.warnings],
      catalogVersion: catalog.version,
    };
    if (looked.certificates.length > 0) report.certificates = looked.certificates;
    if (looked.comparison) report.comparison = looked.comparison;
    if (looked.probe) report.probe = looked.probe;
    if (prediction) report.prediction = prediction;
    if (looked.transcript) report.transcript = looked.transcript;
    return language === 'de' ? reportInGerman(report) : report;
  }

  private guidesFor(shown: readonly RankedCause[], products: readonly ProductId[], language: Language): GuideSummary[] {
    const leading = shown.slice(0, 3).map(({ cause }) => cause.id);
    return this.knowledge.guides
      .filter((guide) => guide.products.some((product) => products.includes(product)))
      .map((guide) => ({
        guide,
        common: leading.filter((id) => guide.causes.includes(id)).length,
        products: guide.products.filter((product) => products.includes(product)).length,
      }))
      .filter(({ common }) => common > 0)
      .toSorted((a, b) => b.products - a.products || b.common - a.common)
      .slice(0, GUIDES_SHOWN)
      .map(({ guide: { id, title, de } }) => ({ id, title: language === 'de' ? (de?.title ?? title) : title }));
  }
}

/** @param ofTheField whether anything that was seen belongs to TLS or to certificate logon at all */
function verdictOf({ ranked: [first], evidenceFor }: Inference, ofTheField: boolean): DiagnosisReport['verdict'] {
  if (!first || !ofTheField) return 'no-match';
  if (first.probability >= IDENTIFIED && evidenceFor(first).some(({ conclusive, weight }) => conclusive && weight > 0)) return 'identified';
  return first.probability >= LIKELY ? 'likely' : 'uncertain';
}

/** The most probable, as far as something speaks for them. */
function worthShowing({ ranked, evidenceFor }: Inference, most: number, verdict: DiagnosisReport['verdict']): ShownCause[] {
  const shown: ShownCause[] = [];
  for (const ranks of ranked.slice(0, most)) {
    const isRunnerUp = verdict !== 'identified' && shown.length < WITH_RUNNERS_UP;
    if (shown.length > 0 && ranks.probability < (isRunnerUp ? RUNNER_UP : LEAST_PROBABLE)) break;
    const evidence = evidenceFor(ranks);
    if (shown.length === 0 || evidence.some(({ weight }) => weight > 0))
      shown.push({ cause: ranks.cause, place: ranks.place, probability: ranks.probability, evidence });
  }
  return shown;
}

/** A cause with what was seen for and against it. */
interface ShownCause extends RankedCause {
  evidence: Evidence[];
}

function diagnosedCause(
  { cause, place, probability, evidence }: ShownCause,
  products: readonly ProductId[],
  language: Language,
): DiagnosedCause {
  const { id, title, hop, explanation, remedies, verify, citations, de } = cause;
  const prose = language === 'de' ? de : undefined;
  return {
    id,
    title: prose?.title ?? title,
    hop,
    probability: rounded(probability),
    explanation: prose?.explanation ?? explanation,
    evidence: evidence.map((item) => evidenceReport(item, cause, place, language)),
    steps: stepsOfMessage(cause, evidence, products, language) ?? stepsFor(prose?.remedies ?? [], remedies, products),
    verify: prose?.verify ?? verify,
    citations,
  };
}

/** A message that names the cause outright, in the product at hand, has steps more exact than any remedy of the cause. */
function stepsOfMessage(
  { id }: Cause,
  evidence: readonly Evidence[],
  products: readonly ProductId[],
  language: Language,
): Step[] | undefined {
  const [message] = evidence.flatMap(({ fact: { error }, weight }) =>
    error && weight >= NAMES_THE_CAUSE && error.product === products[0] && foremostCause(error) === id ? [error] : [],
  );
  // The steps of the cause are German where those of the message are not.
  return language === 'de' ? message?.de?.steps : message?.steps;
}

const foremostCause = ({ causes }: ErrorEntry) => causes.reduce((best, next) => (next.weight > best.weight ? next : best)).id;

/** The steps of the first product at hand that has a way of its own, in the wanted language if there is one; else of the nearest parent. */
function stepsFor(translated: Cause['remedies'], remedies: Cause['remedies'], products: readonly ProductId[]): Step[] {
  const chosen =
    firstOf(products, (product) => ownOf(translated, product)) ??
    firstOf(products, (product) => ownOf(remedies, product)) ??
    firstOf(products, (product) => inheritedBy(translated, product)) ??
    firstOf(products, (product) => inheritedBy(remedies, product)) ??
    remedyFor(translated, 'generic') ??
    remedyFor(remedies, 'generic');
  return chosen?.steps ?? [];
}

const ownOf = (remedies: Cause['remedies'], product: ProductId) => remedies.find((remedy) => remedy.product === product);

function inheritedBy(remedies: Cause['remedies'], product: ProductId) {
  const remedy = remedyFor(remedies, product);
  return remedy?.product === 'generic' ? undefined : remedy;
}

/** What is found first, for the first of the products for which there is something. */
function firstOf<T>(products: readonly ProductId[], find: (product: ProductId) => T | undefined): T | undefined {
  for (const product of products) {
    const found = find(product);
    if (found) return found;
  }
  return undefined;
}

function evidenceReport(evidence: Evidence, cause: Cause, place: number, language: Language): EvidenceReport {
  const { fact, weight } = evidence;
  const { id, source, excerpt, offset, length } = fact;
  const seen = language === 'de' ? seenInGerman(fact) : fact.says;
  const why = whyOf(evidence, cause, language);
  // What is read from a text says a sentence of ours; in what was looked at the names of others stand.
  const isOurs = source === 'text' && excerpt !== undefined;
  const says = isOurs ? sentenceOf(seen, why) : together(seen, why ?? fact.weighs?.why(place, language));
  if (excerpt === undefined) return { fact: id, source, weight, says };
  return { fact: id, source, excerpt: excerpt.slice(0, LONGEST_EXCERPT), offset, length, weight, says };
}

const together = (seen: string, why: string | undefined) => (why ? `${seen.replace(SENTENCE_END, '')}. ${why}` : seen);

/** What was seen and why it speaks for a cause, put together once: both are sentences of the knowledge. */
function sentenceOf(seen: string, why = ''): string {
  let known = SENTENCES.get(why);
  if (!known) SENTENCES.set(why, (known = new Map()));
  let sentence = known.get(seen);
  if (sentence === undefined) known.set(seen, (sentence = willSay(together(seen, why))));
  return sentence;
}

const SENTENCES = new Map<string, Map<string, string>>();

/** Why it speaks for or against a cause, as the sign or the message says. */
function whyOf({ fact: { error }, why, sign }: Evidence, cause: Cause, language: Language): string | undefined {
  if (language === 'en' || why === undefined) return why;
  // What was seen says enough where nobody has said in German why it counts.
  if (sign) return whyInGerman(cause, sign);
  return error?.de?.causes?.find(({ id }) => id === cause.id)?.why;
}

/** A message that has no German title is called by its id. */
const seenInGerman = ({ error, de, says }: Fact): string =>
  error ? (error.de?.title ?? `Die Meldung ${error.id}`) : (de ?? inGerman(says) ?? says);

const LONGEST_EXCERPT = 300;
const SENTENCE_END = /[.!?]$/;

function diagnosedError(
  { error, excerpt = '', offset = 0, length = 0, parameters = {} }: Fact,
  language: Language,
): DiagnosedError | undefined {
  if (!error) return undefined;
  const title = language === 'de' ? (error.de?.title ?? `Meldung ${error.id}: ${textOf(error)}`) : error.title;
  return { id: error.id, title, excerpt: excerpt.slice(0, LONGEST_EXCERPT), offset, length, parameters };
}

/** A message in its own words, which are those of the product. */
const textOf = ({ texts }: ErrorEntry): string => texts.de ?? texts.en;

/** @param line the products at hand, each with those it is built on */
function questionReport({ question, separates }: RankedQuestion, line: readonly ProductId[], language: Language): QuestionReport {
  const { id, ask, why, how, answers, de } = question;
  const prose = language === 'de' ? de : undefined;
  const way = firstOf(line, (product) => how.find((candidate) => candidate.product === product));
  return {
    id,
    ask: prose?.ask ?? ask,
    why: prose?.why ?? why,
    how: (language === 'de' ? way?.de : undefined) ?? way?.steps ?? [],
    answers: labelsOf(answers, language),
    separates,
  };
}

/** The answers as they are shown; written once for each question and language. */
function labelsOf(answers: readonly Answer[], language: Language): AnswerReport[] {
  const known = LABELS[language].get(answers);
  if (known) return known;
  const labels = answers.map(({ id, label, de }) => ({ id, label: language === 'de' ? (de ?? label) : label }));
  LABELS[language].set(answers, labels);
  return labels;
}

const LABELS: Readonly<Record<Language, WeakMap<readonly Answer[], AnswerReport[]>>> = { en: new WeakMap(), de: new WeakMap() };

/** Each fact once; what comes first counts. */
function onceEach(facts: readonly Fact[]): Fact[] {
  const seen = new Set<string>();
  return facts.filter(({ id }) => !seen.has(id) && seen.add(id));
}

const rounded = (share: number) => Math.max(0, Math.round(share * 10_000) / 10_000);
