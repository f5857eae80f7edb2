import type { ErrorEntry } from '../error-catalog/error-entry.dto.js';
import type { Language } from '../language.js';

/** Where a fact was seen. */
export type FactSource = 'text' | 'transcript' | 'http' | 'certificate' | 'probe' | 'answer' | 'hint';

/** Something that was seen: plain, without judgement. */
export interface Fact {
  /** What it is, in the form that signs name: `cue:works-in-postman`, `status:401`, `error:WSS040`. */
  id: string;
  source: FactSource;
  /** What was seen, as a sentence or title. */
  says: string;
  /** The same in German, where somebody has written it. */
  de?: string;
  /** The words it was seen in, with their place in the source. */
  excerpt?: string;
  offset?: number;
  length?: number;
  /** The values of the message's placeholders. */
  parameters?: Record<string, string>;
  /** The entry, where the fact is a known message. */
  error?: ErrorEntry;
  /** Whether the text breaks off inside the message and it stands nowhere else: everyday words begin many messages, so that a begin proves nothing. */
  partial?: boolean;
  /** Whether the message is a line of a transcript whose meaning the report of the connection tells: then that is weighed, and not the message. */
  understood?: boolean;
  /** What it says of causes by itself, where no sign names it. */
  weighs?: Weighing;
}

/** What a fact says of every cause. */
export interface Weighing {
  /** Decibans for each cause, in the order of the causes. */
  weights: readonly number[];
  /** Why it speaks for one, by its position; worked out where it is asked for, since few are shown. */
  why: (cause: number, language: Language) => string | undefined;
}
