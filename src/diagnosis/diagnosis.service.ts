import { Injectable } from '@nestjs/common';
import type { Cause } from '../causes/cause.dto.js';
import { remedyFor } from '../causes/causes.service.js';
import type { ErrorEntry } from '../error-catalog/error-entry.dto.js';
import type { Language } from '../language.js';
import { lineOf, type ProductId } from '../registry/products.js';
import type { Step } from '../registry/step.dto.js';
import {
  PATH,
  type AnswerReport,
  type DiagnosedCause,
  type DiagnosedError,
  type DiagnoseRequest,
  type DiagnosisReport,
  type EvidenceReport,
  type GuideSummary,
  type PathReport,
  type QuestionReport,
} from './diagnosis.dto.js';
import { NO_CERTIFICATES, type CertificateFacts } from './certificate-look.js';
import type { Fact } from './fact.js';
import { gatherFacts } from './gather-facts.js';
import { infer, type Evidence, type Inference, type RankedCause } from './infer.js';
import { Knowledge } from './knowledge.js';
import { nextQuestions, type RankedQuestion } from './next-question.js';
import type { Answer } from './question.dto.js';
import { summaryOf } from './summary.js';
import { OTHER_WORDING, UNCLEAR_WORDING } from './wording.js';

const CAUSES_SHOWN = 5;
const QUESTIONS_SHOWN = 4;
const GUIDES_SHOWN = 3;

/** From here on a cause with a conclusive sign counts as identified, and any as likely. */
const IDENTIFIED = 0.8;
const LIKELY = 0.5;

/** A message with this weight for a cause, in decibans, names it outright. */
const NAMES_THE_CAUSE = 15;

/** A cause less probable than this is not worth a helpdesk's time, unless it is the first. */
const LEAST_PROBABLE = 0.01;

/** Names the cause of a failed certificate logon. */
@Injectable()
export class DiagnosisService {
  constructor(private readonly knowledge: Knowledge) {}

  /**
   * Reads, weighs, names, prescribes and asks. The same request gives the same report; nothing of it is kept.
   * @param request validated
   * @param language of the prose
   * @param looked what its certificates say, from `CertificateLook`
   */
  diagnose(request: DiagnoseRequest, language: Language = 'en', looked: CertificateFacts = NO_CERTIFICATES): DiagnosisReport {
    const { catalog, reader, questions, index, questionIndex } = this.knowledge;
    const { facts: said, products, warnings } = gatherFacts(request, reader, questions);
    const facts = looked.facts.length > 0 ? [...said, ...looked.facts] : said;
    const inference = infer(index, facts);
    const verdict = verdictOf(inference, this.isOfTheField(facts));
    const shown =
      verdict === 'no-match'
        ? []
        : inference.ranked
            .slice(0, request.maxCauses ?? CAUSES_SHOWN)
            .filter(({ probability }, at) => at === 0 || probability >= LEAST_PROBABLE);
    const asked =
      verdict === 'no-match'
        ? []
        : nextQuestions(questionIndex, index.place, inference, facts, new Set(products.flatMap(lineOf)), QUESTIONS_SHOWN);
    const diagnosed = shown.map((ranked) => diagnosedCause(ranked, products, language));
    const line: ProductId[] = [...products.flatMap((product) => lineOf(product).filter((step) => step !== 'generic')), 'generic'];
    const asking = asked.map((question) => questionReport(question, line, language));
    return {
      verdict,
      summary: summaryOf(verdict, diagnosed, asking, language),
      causes: diagnosed,
      rest: rounded(1 - shown.reduce((sum, { probability }) => sum + probability, 0)),
      path: pathOf(inference, facts, verdict),
      errors: facts.flatMap((fact) => diagnosedError(fact) ?? []),
      questions: asking,
      guides: this.guidesFor(shown, products, language),
      ...(looked.certificates.length > 0 && { certificates: looked.certificates }),
      ...(looked.comparison && { comparison: looked.comparison }),
      warnings: [...warnings, ...looked.warnings],
      catalogVersion: catalog.version,
    };
  }

  /**
   * A message of the catalogue, a certificate and an answer always are. A status that speaks of a cause, a circumstance that is not everyday
   * and words of this field are, unless the whole text sounds like other trouble.
   */
  private isOfTheField(facts: readonly Fact[]): boolean {
    if (facts.some(({ error, source }) => error || source === 'answer' || source === 'certificate')) return true;
    if (facts.some(({ id }) => id === OTHER_WORDING)) return false;
    return facts.some(({ id }) => {
      if (id.startsWith('status:')) return this.knowledge.index.signs.has(id);
      return id !== UNCLEAR_WORDING && !id.startsWith('product:') && !id.startsWith('direction:') && !this.knowledge.everyday.has(id);
    });
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
function verdictOf({ ranked: [first] }: Inference, ofTheField: boolean): DiagnosisReport['verdict'] {
  if (!first || !ofTheField) return 'no-match';
  if (first.probability >= IDENTIFIED && first.evidence.some(({ conclusive, weight }) => conclusive && weight > 0)) return 'identified';
  return first.probability >= LIKELY ? 'likely' : 'uncertain';
}

function diagnosedCause({ cause, probability, evidence }: RankedCause, products: readonly ProductId[], language: Language): DiagnosedCause {
  const { id, title, hop, explanation, remedies, verify, citations, de } = cause;
  const prose = language === 'de' ? de : undefined;
  return {
    id,
    title: prose?.title ?? title,
    hop,
    probability: rounded(probability),
    explanation: prose?.explanation ?? explanation,
    evidence: evidence.map(evidenceReport),
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
  return (language === 'de' ? message?.de?.steps : undefined) ?? message?.steps;
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

function evidenceReport({ fact, weight, why }: Evidence): EvidenceReport {
  const { id, source, excerpt, offset, length } = fact;
  const says = why ? `${fact.says}. ${why}` : fact.says;
  if (excerpt === undefined) return { fact: id, source, weight, says };
  return { fact: id, source, excerpt: excerpt.slice(0, LONGEST_EXCERPT), offset, length, weight, says };
}

const LONGEST_EXCERPT = 300;

function diagnosedError({ error, excerpt = '', offset = 0, length = 0, parameters = {} }: Fact): DiagnosedError | undefined {
  return error && { id: error.id, title: error.title, excerpt: excerpt.slice(0, LONGEST_EXCERPT), offset, length, parameters };
}

/** @param line the products at hand, each with those it is built on */
function questionReport({ question, separates }: RankedQuestion, line: readonly ProductId[], language: Language): QuestionReport {
  const { id, ask, why, how, answers, de } = question;
  const prose = language === 'de' ? de : undefined;
  const way = firstOf(line, (product) => how.find((candidate) => candidate.product === product));
  return {
    id,
    ask: prose?.ask ?? ask,
    why: prose?.why ?? why,
    how: way?.steps ?? [],
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

/** What the causes say of each stage of the connection; the proof breaks where most of the probability lies. */
function pathOf({ ranked }: Inference, facts: readonly Fact[], verdict: DiagnosisReport['verdict']): PathReport[] {
  const shares = PATH.map(([, hop]) => {
    let share = 0;
    for (const { cause, probability } of ranked) if (cause.hop === hop) share += probability;
    return share;
  });
  const worst = shares.indexOf(Math.max(...shares));
  return PATH.map(([hop, of], at) => {
    const first = ranked.find(({ cause, evidence }) => cause.hop === of && evidence.some(({ weight }) => weight > 0));
    if (verdict === 'no-match' || !first) return { hop, says: 'Nothing is known of it.', evidence: [] };
    const evidence = first.evidence.filter(({ weight }) => weight > 0).map(({ fact }) => fact.id);
    const share = Math.round(100 * (shares[at] ?? 0));
    const suspicion = `${share} % of the suspicion lies here, foremost: ${first.cause.title}.`;
    return { hop, says: at === worst ? `The chain of proof breaks here. ${suspicion}` : suspicion, evidence };
  });
}

const rounded = (share: number) => Math.max(0, Math.round(share * 10_000) / 10_000);
