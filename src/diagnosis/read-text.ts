import type { ErrorCatalogService } from '../error-catalog/error-catalog.service.js';
import { foldText, type FoldedText } from '../error-catalog/matching/fold.js';
import { alternativesOf, phraseOf, type Phrase } from '../error-catalog/matching/phrase.js';
import { PhraseMatcher, type Occurrence } from '../error-catalog/matching/phrase-matcher.js';
import { PRODUCT_IDS, PRODUCTS } from '../registry/products.js';
import type { Cue } from './cue.dto.js';
import type { Fact, FactSource } from './fact.js';
import { holdsNegation, isNegated } from './negation.js';
import { pastedCertificates } from './pasted-certificates.js';

/** Statuses that mean something for a certificate logon. */
const STATUSES = [400, 401, 403, 404, 407, 421, 426, 495, 496, 500, 502, 503, 504];

/** How people and programs write that a status came back. */
const STATUS_SPELLINGS = [
  'HTTP {}',
  'HTTP error {}',
  'HTTP status {}',
  'HTTP code {}',
  'HTTP response {}',
  'HTTP/1.1 {}',
  'HTTP/1.0 {}',
  'HTTP/2 {}',
  'status {}',
  'status code {}',
  'statusCode {}',
  'response code {}',
  'responded with {}',
  'answers {}',
  'answered {}',
  'returns {}',
  'returned {}',
  'gives {}',
  'error {}',
  'error code {}',
  'Fehler {}',
  'Antwort {}',
];

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
const SENTENCE_END = /[a-z)"'][.!?]\s+[A-Z]|\n\s*\n/;

/** Reads a text into facts: messages of the catalogue, circumstances, statuses, products, certificates. */
export class TextReader {
  private readonly matcher: PhraseMatcher;
  /** What the phrases stand for, by their owner. */
  private readonly meanings: { fact: Omit<Fact, 'source'>; said: 'anywhere' | 'in-one-sentence' | 'and-not-denied' }[] = [];

  constructor(
    private readonly catalog: ErrorCatalogService,
    cues: readonly Cue[],
  ) {
    const phrases: Phrase[] = [];
    const add = (
      id: string,
      says: string,
      texts: readonly string[],
      said: 'anywhere' | 'in-one-sentence' | 'and-not-denied' = 'anywhere',
    ) => {
      const owner = this.meanings.push({ fact: { id, says }, said }) - 1;
      phrases.push(...texts.map((text) => phraseOf(text, owner)).filter((phrase) => phrase !== undefined));
    };
    for (const {
      id,
      title,
      phrases: { en, de = [] },
      negation = 'refuse',
    } of cues) {
      const written = [...new Set([...en, ...de].flatMap(alternativesOf))];
      // A phrase with a "not" of its own can't be denied by a "not" inside.
      add(
        `cue:${id}`,
        title,
        written.filter((text) => negation === 'ignore' || holdsNegation(text)),
        'in-one-sentence',
      );
      add(
        `cue:${id}`,
        title,
        written.filter((text) => negation === 'refuse' && !holdsNegation(text)),
        'and-not-denied',
      );
    }
    for (const status of STATUSES) {
      const word = STATUS_WORDS[status];
      add(`status:${status}`, `HTTP status ${status}`, [
        ...STATUS_SPELLINGS.map((spelling) => spelling.replace('{}', String(status))),
        ...(word ? [`${status} ${word}`] : []),
      ]);
    }
    for (const id of PRODUCT_IDS) add(`product:${id}`, PRODUCTS[id].title, PRODUCTS[id].names.flatMap(spellOut));
    this.matcher = new PhraseMatcher(phrases);
  }

  /**
   * @param text what was pasted
   * @param source where it stands in the request
   * @returns what was seen, each fact once, in the order of the text
   */
  read(text: string, source: FactSource): Fact[] {
    const folded = foldText(text);
    const facts = [...this.errors(folded, source), ...this.circumstances(folded, source), ...pastedCertificates(text, source)];
    const seen = new Set<string>();
    return facts.toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0)).filter(({ id }) => !seen.has(id) && seen.add(id));
  }

  private errors(folded: FoldedText, source: FactSource): Fact[] {
    return this.catalog.match(folded).map(({ entry, offset, length, parameters }) => ({
      id: `error:${entry.id}`,
      source,
      says: entry.title,
      excerpt: folded.text.slice(offset, offset + length),
      offset,
      length,
      parameters,
      error: entry,
    }));
  }

  private circumstances(folded: FoldedText, source: FactSource): Fact[] {
    return this.matcher.find(folded).flatMap((found) => this.factOf(found, folded, source) ?? []);
  }

  private factOf({ phrase, offset, length }: Occurrence, { text }: FoldedText, source: FactSource): Fact | undefined {
    const meaning = this.meanings[phrase.owner];
    const excerpt = text.slice(offset, offset + length);
    if (!meaning || (meaning.said !== 'anywhere' && SENTENCE_END.test(excerpt))) return undefined;
    if (meaning.said === 'and-not-denied' && (isNegated(text, offset) || holdsNegation(excerpt))) return undefined;
    return { ...meaning.fact, source, excerpt, offset, length };
  }
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
