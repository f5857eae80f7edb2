import type { ErrorEntry } from './error-entry.dto.js';
import type { FoldedText } from './matching/fold.js';
import { parametersOf } from './matching/parameters.js';
import { phraseOf, phrasesOfCue } from './matching/phrase.js';
import { ENOUGH, GO_ON, PhraseMatcher, type MatcherTables } from './matching/phrase-matcher.js';
import { placeOf, type Span } from './matching/span.js';
import { toldByCode } from './told-by-code.js';

/** An entry in a text. */
export interface FoundError {
  entry: ErrorEntry;
  offset: number;
  length: number;
  /** Whether the text breaks off inside the message. */
  cut: boolean;
  parameters: Record<string, string>;
}

/** An id that the product itself prints: FINS_MAP031, SSSLERR_SSL_READ, 1S540. Ours have hyphens. */
const PUBLISHED_ID = /^(?=.*[A-Za-z])[A-Za-z0-9_]*(?:_[A-Za-z0-9_]*|\d{3})$/;

/** A message number without letters counts only behind one of these. */
const BEFORE_A_NUMBER = [
  'message no',
  'message number',
  'msg no',
  'message',
  'error no',
  'Nachricht Nr',
  'Nachrichtennummer',
  'Meldung',
  'Meldungsnr',
  'Meldung Nr',
];

/** Finds the entries of the catalogue in a text, all in one pass. */
export class ErrorMatcher {
  /** What the entries are found by; the number of an entry owns its phrases. */
  readonly phrases: PhraseMatcher;

  /** @param tables from `tablesOf` these entries */
  constructor(
    private readonly entries: readonly ErrorEntry[],
    tables: MatcherTables,
  ) {
    this.phrases = new PhraseMatcher(tables);
  }

  /** @returns what the entries are found by */
  static tablesOf(entries: readonly ErrorEntry[]): MatcherTables {
    return PhraseMatcher.of(entries.flatMap(phrasesOf)).tables;
  }

  /**
   * @param folded the text
   * @param most how many matches to report at most
   * @returns the entries in the order of the text; where one message contains another, only the longer
   */
  find(folded: FoldedText, most: number): FoundError[] {
    const spans: Span[] = [];
    this.phrases.scan(folded, (span) => (spans.push(span) < most ? GO_ON : ENOUGH));
    return this.foundAt(spans, folded);
  }

  /**
   * @param spans where phrases of entries were found
   * @returns as `find`
   */
  foundAt(spans: Span[], folded: FoldedText): FoundError[] {
    return mostSpecific(spans).map((span) => {
      const { offset, length } = placeOf(span, folded);
      const entry = this.entries[span.phrase.owner] as ErrorEntry;
      return { entry, offset, length, cut: span.cut, parameters: parametersOf(span, folded) };
    });
  }
}

const phrasesOf = (entry: ErrorEntry, owner: number) => [
  ...textsOf(entry)
    .map((text) => phraseOf(text, owner))
    .filter((phrase) => phrase !== undefined),
  ...toldByCode(entry).flatMap((told) => phrasesOfCue(told, owner)),
];

/** Everything an entry is found by. A `condition` has no text of its own, only its published id. */
function textsOf({ id, aliases, kind, texts }: ErrorEntry): string[] {
  const ids = PUBLISHED_ID.test(id) ? [id] : /^\d{4,}$/.test(id) ? BEFORE_A_NUMBER.map((before) => `${before} ${id}`) : [];
  if (kind === 'condition') return ids;
  return [texts.en, ...(texts.de ? [texts.de] : []), ...aliases, ...ids];
}

/** Leaves out what lies within a longer match; of two with the same span a whole one counts more than one that is cut off. */
function mostSpecific(spans: Span[]): Span[] {
  spans.sort((a, b) => a.start - b.start || b.end - a.end || Number(a.cut) - Number(b.cut) || b.phrase.weight - a.phrase.weight);
  let end = -1;
  return spans.filter((span) => {
    if (span.end <= end) return false;
    end = span.end;
    return true;
  });
}
