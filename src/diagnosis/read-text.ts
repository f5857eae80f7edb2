import { MOST_MATCHES, type ErrorCatalogService } from '../error-catalog/error-catalog.service.js';
import type { FoundError } from '../error-catalog/error-matcher.js';
import { foldText, type FoldedText } from '../error-catalog/matching/fold.js';
import { GO_ON, PhraseMatcher, SETTLED, type MatcherTables } from '../error-catalog/matching/phrase-matcher.js';
import { placeOf, type Span } from '../error-catalog/matching/span.js';
import type { Cue } from './cue.dto.js';
import type { Fact, FactSource } from './fact.js';
import { meaningsOf, type Meaning } from './meanings.js';
import { isTold } from './negation.js';
import { pastedCertificates } from './pasted-certificates.js';
import { isOfAProxy, statusBehind } from './status-in-text.js';
import { validityIn, type ValidityLabel } from './validity-in-text.js';
import type { WordReader } from './word-reader.js';
import { OTHER_WORDING } from './wording.js';

/** How many bounds of validities of one text are looked at. */
const MOST_LABELS = 100;

/** Reads a text into facts: messages of the catalogue, circumstances, statuses, products, certificates. */
export class TextReader {
  /** Finds messages and circumstances in one pass; the owners of the latter come behind those of the former. */
  private readonly matcher: PhraseMatcher;
  /** By the owner of the phrase, less the number of messages. */
  private readonly meanings: readonly Meaning[];
  private readonly messages: number;
  private readonly paraphrases = new Set<string>();
  /** Circumstances that count also where they are told by a message. */
  private readonly withinMessages = new Set<string>();

  /** @param tables from `tablesOf` this catalogue and these cues */
  constructor(
    private readonly catalog: ErrorCatalogService,
    cues: readonly Cue[],
    private readonly words: WordReader,
    tables: MatcherTables,
  ) {
    this.messages = catalog.entries.length;
    this.meanings = meaningsOf(cues);
    for (const { id, paraphrase, withinMessages } of cues) {
      if (paraphrase) this.paraphrases.add(`cue:${id}`);
      if (withinMessages) this.withinMessages.add(`cue:${id}`);
    }
    this.matcher = new PhraseMatcher(tables);
  }

  /** @returns what messages and circumstances are found by */
  static tablesOf({ entries, matcher }: ErrorCatalogService, cues: readonly Cue[]): MatcherTables {
    const phrases = meaningsOf(cues).flatMap((meaning, at) => meaning.phrases(entries.length + at));
    return matcher.phrases.with(
      phrases,
      cues.flatMap(({ examples, counterExamples = [] }) => [...examples, ...counterExamples]),
    ).tables;
  }

  /**
   * @param text what was pasted
   * @param source where it stands in the request
   * @param now milliseconds since 1970, by which validities are judged where the text has no date of its own
   * @returns what was seen, each fact once, in the order of the text
   */
  read(text: string, source: FactSource, now: number): Fact[] {
    const folded = foldText(text);
    const { messages, said, labels } = this.found(folded, source);
    const whole = new Set(messages.filter(({ cut }) => !cut).map(({ entry }) => entry));
    const errors = messages.map((message) => errorFact(message, text, source, !whole.has(message.entry)));
    // What a message says is weighed with the message; its words are no circumstance besides.
    const circumstances = said.filter(
      (fact) =>
        !isCue(fact) ||
        this.withinMessages.has(fact.id) ||
        (!errors.some((error) => isWithin(fact, error)) && (errors.length === 0 || !this.paraphrases.has(fact.id))),
    );
    const words = this.words.read(text, errors, source);
    const isOther = words.some(({ id }) => id === OTHER_WORDING);
    const facts = [
      ...errors.filter((error) => !isOther || !isBareResult(error)),
      ...circumstances,
      ...validityIn(text, labels, source, now),
      ...pastedCertificates(text, source),
      ...words,
    ];
    const seen = new Set<string>();
    return facts.toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0)).filter(({ id }) => !seen.has(id) && seen.add(id));
  }

  private found(folded: FoldedText, source: FactSource): { messages: FoundError[]; said: Fact[]; labels: ValidityLabel[] } {
    const messages: Span[] = [];
    const labels: ValidityLabel[] = [];
    const facts = new Map<string, Fact>();
    this.matcher.scan(folded, (span) => {
      const { owner } = span.phrase;
      if (owner < this.messages) {
        if (messages.length < MOST_MATCHES) messages.push(span);
        return GO_ON;
      }
      const meaning = this.meanings[owner - this.messages] as Meaning;
      const { fact: known, bound } = meaning;
      if (bound) {
        if (labels.length < MOST_LABELS) labels.push({ of: bound, ...placeOf(span, folded) });
        return GO_ON;
      }
      // What a log says on every line is looked at once.
      if (known && facts.has(known.id)) return SETTLED;
      const fact = this.factOf(meaning, span, folded, source);
      if (fact && !facts.has(fact.id)) facts.set(fact.id, fact);
      // A status may be followed by another one.
      return known !== undefined && fact !== undefined ? SETTLED : GO_ON;
    });
    return { messages: this.catalog.matcher.foundAt(messages, folded), said: [...facts.values()], labels };
  }

  private factOf({ fact, said }: Meaning, span: Span, folded: FoldedText, source: FactSource): Fact | undefined {
    const { text } = folded;
    // Most of the words that may stand before a status don't.
    if (!fact && !folded.hasDigitAt(span.end)) return undefined;
    const { offset, length } = placeOf(span, folded);
    if (!fact) return statusBehind(text, offset, length, source);
    if (fact.id.startsWith('status:') && isOfAProxy({ id: fact.id, offset, length }, text)) return undefined;
    const excerpt = text.slice(offset, offset + length);
    if (!isTold(said, text, offset, excerpt)) return undefined;
    // Named one by one: an object that is spread gets a hidden class of its own each time, which takes long and stays until the next full collection.
    return fact.de === undefined
      ? { id: fact.id, source, says: fact.says, excerpt, offset, length }
      : { id: fact.id, source, says: fact.says, de: fact.de, excerpt, offset, length };
  }
}

const errorFact = ({ entry, offset, length, parameters }: FoundError, text: string, source: FactSource, partial: boolean): Fact => ({
  id: `error:${entry.id}`,
  source,
  says: entry.title,
  excerpt: text.slice(offset, offset + length),
  offset,
  length,
  parameters,
  partial,
  error: entry,
});

const isCue = ({ id }: Fact) => id.startsWith('cue:');

const isWithin = ({ offset = 0, length = 0 }: Fact, { offset: from = 0, length: all = 0 }: Fact) =>
  offset >= from && offset + length <= from + all;

/** Windows gives the same results (HRESULT) for programs that are signed, so that where a text sounds like other trouble the number alone is no message. */
const isBareResult = ({ excerpt = '' }: Fact) => /^(?:0x8[\da-f]{7}|-?2\d{9})$/i.test(excerpt);
