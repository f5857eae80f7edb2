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

const entropyOf = (shares: readonly number[]) => -shares.reduce((sum, share) => sum + (share > 0 ? share * Math.log2(share) : 0), 0);

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
  return models
    .filter(({ facts, question }) => !facts.some((fact) => seen.has(fact)) && (question.products?.some((id) => products.has(id)) ?? true))
    .map((model) => ({ question: model.question, ...expectedOf(model, leading, rest) }))
    .filter(({ information, separates }) => information >= LEAST_INFORMATION && separates.length >= 1)
    .toSorted((a, b) => b.information - a.information)
    .slice(0, most);
}

function expectedOf(
  model: QuestionModel,
  leading: readonly { id: string; at: number; probability: number }[],
  rest: number,
): { information: number; separates: string[] } {
  const count = model.question.answers.length;
  const even = 1 / count;
  const mixed: number[] = Array.from({ length: count }, () => rest * even);
  let left = rest * Math.log2(count);
  for (const { at, probability } of leading) {
    const shares = model.likelihood[at];
    for (let answer = 0; answer < count; answer++) mixed[answer] = (mixed[answer] ?? 0) + probability * (shares?.[answer] ?? even);
    left += probability * (model.entropy[at] ?? 0);
  }
  const separates = leading
    .filter(({ at }) =>
      model.likelihood[at]?.some((share, answer) => share > SEPARATES * (mixed[answer] ?? 0) || share * SEPARATES < (mixed[answer] ?? 0)),
    )
    .map(({ id }) => id);
  return { information: entropyOf(mixed) - left, separates };
}
