import { factsOf, type CauseIndex, type Inference } from './infer.js';
import type { ProductId } from '../registry/products.js';
import type { Question } from './question.dto.js';

/** What the answers of a question would tell about each cause. */
export interface QuestionModel {
  question: Question;
  /** likelihood[cause][answer]: how probable the answer is under the cause; undefined where all answers are equally so. */
  likelihood: readonly (readonly number[] | undefined)[];
  /** Entropy in bits of the answers under each cause. */
  entropy: readonly number[];
  /** The facts that the answers stand for. */
  facts: readonly string[];
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
const LEADING = 0.02;

/** An answer must move the odds of a cause by this factor for the question to be said to separate it. */
const SEPARATES = 2;

/** A question that tells less is not asked. */
const LEAST_INFORMATION = 0.02;

/** The fact that an answer always stands for. */
export const answerFact = (question: string, answer: string) => `question:${question}/${answer}`;

/**
 * Works out once what the answers of a question tell of each cause, from the signs that name their facts.
 * @param index the causes, from `indexCauses`
 */
export function modelQuestion(question: Question, { causes, signs }: CauseIndex): QuestionModel {
  const answers = question.answers.map(({ id, facts }) => [answerFact(question.id, id), ...facts]);
  const likelihood = causes.map((_, cause) => {
    const weights = answers.map((facts) => weightOf(facts, cause, signs));
    if (weights.every((weight) => weight === 0)) return undefined;
    const ratios = weights.map((weight) => 10 ** (weight / 10));
    const sum = ratios.reduce((total, ratio) => total + ratio, 0);
    return ratios.map((ratio) => ratio / sum);
  });
  const uniform = Math.log2(answers.length);
  return { question, likelihood, entropy: likelihood.map((shares) => (shares ? entropyOf(shares) : uniform)), facts: answers.flat() };
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

function entropyOf(shares: readonly number[]): number {
  let sum = 0;
  for (const share of shares) if (share > 0) sum -= share * Math.log2(share);
  return sum;
}

/**
 * Ranks the questions by expected information: the entropy of the answers as things stand, less what would be left
 * of it if the cause were known (Lindley, "On a Measure of the Information Provided by an Experiment", 1956).
 * @param models all questions
 * @param place the position of each cause by its id, which is also that in `likelihood`
 * @param inference the causes as they stand
 * @param seen the ids of the facts that are known; a question whose answer is among them is not asked
 * @param products the products at hand, with those they are built on
 * @param most how many to name
 */
export function nextQuestions(
  models: readonly QuestionModel[],
  place: ReadonlyMap<string, number>,
  inference: Inference,
  seen: ReadonlySet<string>,
  products: ReadonlySet<ProductId>,
  most: number,
): RankedQuestion[] {
  const leading = inference.ranked
    .filter(({ probability }) => probability >= LEADING)
    .map(({ cause, probability }) => ({ id: cause.id, at: place.get(cause.id) ?? -1, probability }));
  const rest = 1 - leading.reduce((sum, { probability }) => sum + probability, 0);
  const asked: RankedQuestion[] = [];
  const ranked = models
    .filter(({ facts, question }) => !facts.some((fact) => seen.has(fact)) && (question.products?.some((id) => products.has(id)) ?? true))
    .map((model) => ({ model, ...expectedOf(model, leading, rest) }))
    .filter(({ information }) => information >= LEAST_INFORMATION)
    .toSorted((a, b) => b.information - a.information);
  for (const { model, information, mixed } of ranked) {
    const separates = leading.filter(({ at }) => isSeparated(model.likelihood[at], mixed)).map(({ id }) => id);
    if (separates.length > 0) asked.push({ question: model.question, information, separates });
    if (asked.length === most) break;
  }
  return asked;
}

/** @returns the information of the answer in bits, and how probable each answer is as things stand */
function expectedOf(
  { question, likelihood, entropy }: QuestionModel,
  leading: readonly { at: number; probability: number }[],
  rest: number,
): { information: number; mixed: readonly number[] } {
  const count = question.answers.length;
  const mixed = question.answers.map(() => rest / count);
  let left = rest * Math.log2(count);
  for (const { at, probability } of leading) {
    const shares = likelihood[at];
    for (let answer = 0; answer < count; answer++)
      mixed[answer] = (mixed[answer] as number) + probability * (shares ? (shares[answer] as number) : 1 / count);
    left += probability * (entropy[at] as number);
  }
  return { information: entropyOf(mixed) - left, mixed };
}

const isSeparated = (shares: readonly number[] | undefined, mixed: readonly number[]): boolean =>
  shares?.some((share, answer) => share > SEPARATES * (mixed[answer] ?? 0) || share * SEPARATES < (mixed[answer] ?? 0)) ?? false;
