import { factsOf, type CauseIndex } from './cause-index.js';
import type { Inference } from './infer.js';
import type { ProductId } from '../registry/products.js';
import type { Question } from './question.dto.js';

/** What the answers of a question would tell about each cause. */
export interface QuestionModel {
  question: Question;
  /** How many answers it has. */
  count: number;
  /** likelihood[cause * count + answer]: how probable the answer is under the cause. */
  likelihood: Float64Array;
  /** Entropy in bits of the answers under each cause. */
  entropy: Float64Array;
  /** Whether the answers differ under the cause, by its position; under the others all are equally probable. */
  tells: Uint8Array;
  /** The facts that the answers stand for. */
  facts: readonly string[];
}

/** All questions, and those that need not be asked once a fact is known. */
export interface QuestionIndex {
  models: readonly QuestionModel[];
  answeredBy: ReadonlyMap<string, readonly QuestionModel[]>;
  /** most[cause * models + model]: what a question can tell at most if this cause alone were probable, in bits. */
  most: Float64Array;
}

export interface RankedQuestion {
  question: Question;
  /** How much the answer is expected to tell, in bits. */
  information: number;
  /** The leading causes that the answers tell apart. */
  separates: string[];
}

/** An answer of a user may be wrong, so no answer excludes a cause by more than this, in decibans. */
const MOST_OF_AN_ANSWER = 15;

/** Causes less probable than this do not decide what to ask. */
const LEADING = 0.01;

/** An answer must move the odds of a cause by this factor for the question to be said to separate it. */
const SEPARATES = 2;

/** A question that tells less is not asked. */
const LEAST_INFORMATION = 0.02;

/** What adding up in another order may change. */
const ROUNDING = 1e-9;

/** The fact that an answer always stands for. */
export const answerFact = (question: string, answer: string) => `question:${question}/${answer}`;

/**
 * Works out once what the answers of questions tell of each cause, from the signs that name their facts.
 * @param index the causes, from `indexCauses`
 */
export function indexQuestions(questions: readonly Question[], index: CauseIndex): QuestionIndex {
  const models = questions.map((question) => modelQuestion(question, index));
  const answeredBy = new Map<string, QuestionModel[]>();
  for (const model of models) for (const fact of new Set(model.facts)) answeredBy.set(fact, [...(answeredBy.get(fact) ?? []), model]);
  const most = new Float64Array(index.causes.length * models.length);
  models.forEach(({ count, entropy }, model) =>
    entropy.forEach((left, cause) => (most[cause * models.length + model] = Math.log2(count) - left)),
  );
  return { models, answeredBy, most };
}

function modelQuestion(question: Question, { causes, signs }: CauseIndex): QuestionModel {
  const answers = question.answers.map(({ id, facts }) => [answerFact(question.id, id), ...facts]);
  const count = answers.length;
  const likelihood = new Float64Array(causes.length * count).fill(1 / count);
  const entropy = new Float64Array(causes.length).fill(Math.log2(count));
  const tells = new Uint8Array(causes.length);
  for (let cause = 0; cause < causes.length; cause++) {
    const weights = answers.map((facts) => weightOf(facts, cause, signs));
    if (weights.every((weight) => weight === 0)) continue;
    const ratios = weights.map((weight) => 10 ** (weight / 10));
    const sum = ratios.reduce((total, ratio) => total + ratio, 0);
    const shares = ratios.map((ratio) => ratio / sum);
    likelihood.set(shares, cause * count);
    entropy[cause] = entropyOf(shares);
    tells[cause] = 1;
  }
  return { question, count, likelihood, entropy, tells, facts: answers.flat() };
}

function weightOf(facts: readonly string[], cause: number, signs: CauseIndex['signs']): number {
  const weight = facts
    .flatMap((id) =>
      (signs.get(id) ?? []).filter(
        (entry) => entry.cause === cause && factsOf(entry.sign).every((named) => facts.includes(named) || entry.sign.any),
      ),
    )
    .reduce((sum, { sign }) => sum + sign.weight, 0);
  return Math.max(-MOST_OF_AN_ANSWER, Math.min(MOST_OF_AN_ANSWER, weight));
}

function entropyOf(shares: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < shares.length; at++) {
    const share = shares[at] as number;
    if (share > 0) sum -= share * Math.log2(share);
  }
  return sum;
}

/**
 * Ranks the questions by expected information: the entropy of the answers as things stand, less what would be left
 * of it if the cause were known (Lindley, "On a Measure of the Information Provided by an Experiment", 1956).
 * @param index all questions, from `indexQuestions`
 * @param inference the causes as they stand
 * @param seen what is known; a question whose answer is among it is not asked
 * @param products the products at hand, with those they are built on
 * @param most how many to name
 */
export function nextQuestions(
  { models, answeredBy, most: mostOf }: QuestionIndex,
  { ranked }: Inference,
  seen: readonly { id: string }[],
  products: ReadonlySet<ProductId>,
  most: number,
): RankedQuestion[] {
  const behind = ranked.findIndex(({ probability }) => probability < LEADING);
  const leading = behind < 0 ? ranked : ranked.slice(0, behind);
  const rest = 1 - leading.reduce((sum, { probability }) => sum + probability, 0);
  const answered = new Set<QuestionModel>();
  for (const { id } of seen) for (const model of answeredBy.get(id) ?? []) answered.add(model);
  const asked: RankedQuestion[] = [];
  models.forEach((model, number) => {
    // No question tells more than under each cause by itself (the divergence from even odds bounds it), so that few need to be worked out.
    let bound = 0;
    for (const { place, probability } of leading) bound += probability * (mostOf[place * models.length + number] as number);
    const least = asked.length < most ? LEAST_INFORMATION : (asked.at(-1) as RankedQuestion).information;
    if (bound + ROUNDING < least || answered.has(model)) return;
    const { question } = model;
    if (question.products && !question.products.some((id) => products.has(id))) return;
    const mixed = mixedOf(model, leading, rest);
    const information = entropyOf(mixed) - leftOf(model, leading, rest);
    if (information < least || (information === least && asked.length === most)) return;
    const separates = leading.filter(({ place }) => isSeparated(model, place, mixed)).map(({ cause }) => cause.id);
    if (separates.length === 0) return;
    const behindAll = asked.findIndex((other) => other.information < information);
    asked.splice(behindAll < 0 ? asked.length : behindAll, 0, { question, information, separates });
    if (asked.length > most) asked.pop();
  });
  return asked;
}

type Leading = readonly { place: number; probability: number }[];

/** By the number of answers: what was worked out last. */
const mixtures: Float64Array[] = [];

/** How probable each answer is as things stand; to be read before it is asked again. */
function mixedOf({ count, likelihood }: QuestionModel, leading: Leading, rest: number): Float64Array {
  const mixture = (mixtures[count] ??= new Float64Array(count));
  for (let answer = 0; answer < count; answer++) {
    let share = rest / count;
    for (const { place, probability } of leading) share += probability * (likelihood[place * count + answer] as number);
    mixture[answer] = share;
  }
  return mixture;
}

/** The entropy in bits that would be left if the cause were known. */
function leftOf({ count, entropy }: QuestionModel, leading: Leading, rest: number): number {
  let left = rest * Math.log2(count);
  for (const { place, probability } of leading) left += probability * (entropy[place] as number);
  return left;
}

function isSeparated({ count, likelihood, tells }: QuestionModel, place: number, mixed: Float64Array): boolean {
  if (tells[place] !== 1) return false;
  return mixed.some((average, answer) => {
    const share = likelihood[place * count + answer] as number;
    return share > SEPARATES * average || share * SEPARATES < average;
  });
}
