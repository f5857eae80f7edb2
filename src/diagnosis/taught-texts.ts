import type { Cause } from '../causes/cause.dto.js';
import type { ErrorEntry } from '../error-catalog/error-entry.dto.js';
import type { OtherTrouble } from './other-trouble.dto.js';
import type { SolvedCase } from './solved-case.dto.js';

/** A text of which it is known what it is about. */
export interface TaughtText {
  /** The position of the cause; undefined where the text is of another field. */
  cause?: number;
  text: string;
  /** How much its words count beside those of what a user wrote. */
  share: number;
  /** Where it was reported, if it was in public. */
  solved?: SolvedCase;
}

/** What somebody wrote who had a cause. */
export type Report = TaughtText & { cause: number };

/** What explains a cause counts less than what people write who have it. */
const EXPLANATION = 0.3;

/** From this weight on, in decibans, what a message says of a cause describes the cause. */
const SPEAKS_OF_THE_CAUSE = 6;

/**
 * @param causes their examples
 * @param solved what was reported in public, and what it was
 * @returns what people wrote who had a cause
 */
export function reportsOf(causes: readonly Cause[], solved: readonly SolvedCase[]): Report[] {
  const place = placesOf(causes);
  return [
    ...causes.flatMap(({ examples }, cause) => examples.map((text) => ({ cause, text, share: 1 }))),
    ...solved.map((of) => ({ cause: place.get(of.cause) ?? -1, text: of.text, share: 1, solved: of })),
  ];
}

/**
 * @param causes what explains them, why their signs speak for them
 * @param errors what they say of the causes
 * @param others what other trouble sounds like
 * @returns every text, beside reports, that words are learned from
 */
export function explanationsOf(causes: readonly Cause[], errors: readonly ErrorEntry[], others: readonly OtherTrouble[]): TaughtText[] {
  const place = placesOf(causes);
  const sentences = (cause: number, prose: readonly (string | undefined)[]) =>
    prose.flatMap((text = '') => text.split(/(?<=[.;:]) /).map((sentence) => ({ cause, text: sentence, share: EXPLANATION })));
  return [
    ...causes.flatMap(({ title, explanation, signs, de }, cause) =>
      sentences(cause, [title, explanation, de?.title, de?.explanation, ...signs.map(({ why }) => why)]),
    ),
    ...errors.flatMap((error) =>
      error.causes
        .filter(({ weight }) => weight >= SPEAKS_OF_THE_CAUSE)
        .flatMap(({ id, why, decidedBy }) => sentences(place.get(id) ?? -1, [error.title, why, decidedBy])),
    ),
    ...others.flatMap(({ examples }) => examples.map((text) => ({ text, share: 1 }))),
  ];
}

const placesOf = (causes: readonly Cause[]) => new Map(causes.map(({ id }, at) => [id, at]));
