import { MOST_MATCHES, type ErrorCatalogService } from '../error-catalog/error-catalog.service.js';
import type { FoundError } from '../error-catalog/error-matcher.js';
import { foldText, type FoldedText } from '../error-catalog/matching/fold.js';
import { phrasesOfCue, type Phrase } from '../error-catalog/matching/phrase.js';
import { GO_ON, SETTLED, type PhraseMatcher } from '../error-catalog/matching/phrase-matcher.js';
import { placeOf, type Span } from '../error-catalog/matching/span.js';
import { PRODUCT_IDS, PRODUCTS } from '../registry/products.js';
import type { Cue } from './cue.dto.js';
import type { Fact, FactSource } from './fact.js';
import { apart, holdsNegation, isNegated, isNegatedBehind } from './negation.js';
import { pastedCertificates } from './pasted-certificates.js';
import type { Resemblance } from './resemblance.js';
import type { Vocabulary } from './vocabulary.js';
import type { Wording } from './wording.js';

/** Statuses that mean something for a certificate logon. */
const STATUSES = new Set([400, 401, 403, 404, 407, 421, 426, 495, 496, 500, 502, 503, 504]);

/** How people and programs write that a status came back; three digits follow. */
const BEFORE_A_STATUS =
  '(HTTP|HTTP error|HTTP status|HTTP status code|HTTP code|HTTP response|HTTP response code|HTTP/1.1|HTTP/1.0|HTTP/2|status|status code|statusCode|response code|responded with|answers|answered|returns|returned|gives|error|error code|Fehler|Antwort)';

/** What may stand between these words and the digits, and how far it may reach. */
const STATUS_BEHIND = /^[^A-Za-z0-9]{1,6}(\d{3})(?![A-Za-z0-9])/;
const STATUS_WITHIN = 10;

/** With a status a proxy speaks of the tunnel and not of the service; only 407 is its own (RFC 9110, section 15.5.8). */
const SAID_BY_A_PROXY = /proxy (returned|returns|answered|answers|responded with) [^\n]{0,12}\d{3}/i;
const SAID_ABOUT_A_PROXY = /^[^\n]{0,12} from (the )?proxy/i;
const STATUS_OF_A_PROXY = 'status:407';
const BESIDE_A_STATUS = 24;

/** The words that follow a status (RFC 9110, section 15). */
const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  421: 'Misdirected Request',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** A circumstance is told in one sentence; a gap of its phrase must not reach into the next. */
const SENTENCE_END = /[a-z)"'][.!?]\s+[A-Z]|\n\s*\n|\n[A-Z[#$*>]/;

/** What a phrase stands for, and how it has to be said to count. */
interface Meaning {
  /** Undefined where a status follows the phrase. */
  fact?: Pick<Fact, 'id' | 'says' | 'de'>;
  said: 'anywhere' | 'in-one-sentence' | 'and-not-denied';
}

/** Reads a text into facts: messages of the catalogue, circumstances, statuses, products, certificates. */
export class TextReader {
  /** Finds messages and circumstances in one pass; the owners of the latter come behind those of the former. */
  private readonly matcher: PhraseMatcher;
  /** By the owner of the phrase, less the number of messages. */
  private readonly meanings: Meaning[] = [];
  private readonly messages: number;
  private readonly paraphrases = new Set<string>();
  /** Circumstances that count also where they are told by a message. */
  private readonly withinMessages = new Set<string>();

  constructor(
    private readonly catalog: ErrorCatalogService,
    cues: readonly Cue[],
    private readonly vocabulary: Vocabulary,
    private readonly wording: Wording,
    private readonly resemblance: Resemblance,
  ) {
    this.messages = catalog.entries.length;
    const phrases: Phrase[] = [];
    const add = (notations: readonly string[], meaning: Meaning) => {
      const owner = this.messages + this.meanings.push(meaning) - 1;
      for (const notation of notations) phrases.push(...phrasesOfCue(notation, owner));
    };
    for (const cue of cues) {
      const fact = { id: `cue:${cue.id}`, says: cue.title, ...(cue.de && { de: cue.de }) };
      if (cue.paraphrase) this.paraphrases.add(fact.id);
      if (cue.withinMessages) this.withinMessages.add(fact.id);
      const notations = [...cue.phrases.en, ...(cue.phrases.de ?? [])].flatMap(apart);
      // A phrase with a "not" of its own can't be denied by another.
      const mayBeDenied = (notation: string) => cue.negation !== 'ignore' && !holdsNegation(notation);
      try {
        add(
          notations.filter((notation) => !mayBeDenied(notation)),
          { fact, said: 'in-one-sentence' },
        );
        add(notations.filter(mayBeDenied), { fact, said: 'and-not-denied' });
      } catch (error) {
        throw new Error(`cues/${cue.id}.yaml: phrases: ${(error as Error).message}`, { cause: error });
      }
    }
    add([BEFORE_A_STATUS], { said: 'anywhere' });
    for (const [status, word] of Object.entries(STATUS_WORDS)) add([`${status} ${word}`], { fact: statusFact(status), said: 'anywhere' });
    for (const id of PRODUCT_IDS) {
      add(PRODUCTS[id].names.flatMap(spellOut), { fact: { id: `product:${id}`, says: PRODUCTS[id].title }, said: 'anywhere' });
    }
    const samples = cues.flatMap(({ examples, counterExamples = [] }) => [...examples, ...counterExamples]);
    this.matcher = catalog.matcher.phrases.with(phrases, samples);
  }

  /**
   * @param text what was pasted
   * @param source where it stands in the request
   * @returns what was seen, each fact once, in the order of the text
   */
  read(text: string, source: FactSource): Fact[] {
    const folded = foldText(text);
    const { messages, said } = this.found(folded, source);
    const whole = new Set(messages.filter(({ cut }) => !cut).map(({ entry }) => entry));
    const errors = messages.map((message) => errorFact(message, text, source, !whole.has(message.entry)));
    // What a message says is weighed with the message; its words are no circumstance besides.
    const circumstances = said.filter(
      (fact) =>
        !isCue(fact) ||
        this.withinMessages.has(fact.id) ||
        (!errors.some((error) => isWithin(fact, error)) && (errors.length === 0 || !this.paraphrases.has(fact.id))),
    );
    const words = this.vocabulary.read(text, errors);
    const ofWords = [this.wording.read(words, source), this.resemblance.read(words, source)].filter((fact) => fact !== undefined);
    const facts = [...errors, ...circumstances, ...pastedCertificates(text, source), ...ofWords];
    const seen = new Set<string>();
    return facts.toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0)).filter(({ id }) => !seen.has(id) && seen.add(id));
  }

  private found(folded: FoldedText, source: FactSource): { messages: FoundError[]; said: Fact[] } {
    const messages: Span[] = [];
    const facts = new Map<string, Fact>();
    this.matcher.scan(folded, (span) => {
      const { owner } = span.phrase;
      if (owner < this.messages) {
        if (messages.length < MOST_MATCHES) messages.push(span);
        return GO_ON;
      }
      const meaning = this.meanings[owner - this.messages] as Meaning;
      const { fact: known } = meaning;
      // What a log says on every line is looked at once.
      if (known && facts.has(known.id)) return SETTLED;
      const fact = this.factOf(meaning, span, folded, source);
      if (fact && !facts.has(fact.id)) facts.set(fact.id, fact);
      // A status may be followed by another one.
      return known !== undefined && fact !== undefined ? SETTLED : GO_ON;
    });
    return { messages: this.catalog.matcher.foundAt(messages, folded), said: [...facts.values()] };
  }

  private factOf({ fact, said }: Meaning, span: Span, folded: FoldedText, source: FactSource): Fact | undefined {
    const { text } = folded;
    // Most of the words that may stand before a status don't.
    if (!fact && !folded.hasDigitAt(span.end)) return undefined;
    const { offset, length } = placeOf(span, folded);
    if (!fact) {
      const status = statusBehind(text, offset, length, source);
      return status && isOfAProxy(status, text) ? undefined : status;
    }
    if (fact.id.startsWith('status:') && isOfAProxy({ id: fact.id, offset, length }, text)) return undefined;
    const excerpt = text.slice(offset, offset + length);
    if (said !== 'anywhere' && SENTENCE_END.test(excerpt)) return undefined;
    if (said === 'and-not-denied' && (isNegated(text, offset) || holdsNegation(excerpt) || isNegatedBehind(text, offset + length)))
      return undefined;
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

const statusFact = (status: string | number) => ({ id: `status:${status}`, says: `HTTP status ${status}`, de: `HTTP-Status ${status}` });

function statusBehind(text: string, offset: number, length: number, source: FactSource): Fact | undefined {
  const [found, digits = ''] = STATUS_BEHIND.exec(text.slice(offset + length, offset + length + STATUS_WITHIN)) ?? [];
  if (!found || !STATUSES.has(Number(digits))) return undefined;
  const whole = length + found.length;
  const { id, says, de } = statusFact(digits);
  return { id, source, says, de, excerpt: text.slice(offset, offset + whole), offset, length: whole };
}

function isOfAProxy({ id, offset = 0, length = 0 }: Pick<Fact, 'id' | 'offset' | 'length'>, text: string): boolean {
  const end = offset + length;
  return (
    id !== STATUS_OF_A_PROXY &&
    (SAID_BY_A_PROXY.test(text.slice(Math.max(0, offset - BESIDE_A_STATUS), end)) ||
      SAID_ABOUT_A_PROXY.test(text.slice(end, end + BESIDE_A_STATUS)))
  );
}

/** A name of three letters is too short to be looked for by itself, so it is with the words that stand beside it. */
function spellOut(name: string): string[] {
  if (name.replaceAll(/[^A-Za-z0-9]/g, '').length >= 4) return [name];
  return [
    'our {}',
    'the {}',
    'in {}',
    'from {}',
    'to {}',
    'via {}',
    'of {}',
    'on {}',
    'SAP {}',
    '{} tenant',
    '{} system',
    '{} subaccount',
    '{} outbound',
    '{} inbound',
    '{} trace',
    '{} side',
    '{} message',
    '{} key',
    '{} has',
    '{} is',
    '{} in',
    '{} from',
    '{} we',
    '{} to',
  ].map((spelling) => spelling.replace('{}', name));
}
