import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { CausesService } from '../causes/causes.service.js';
import { Config } from '../config.js';
import { refused } from '../http/refused.js';
import { compiled, type Compiled } from '../registry/compiled-tables.js';
import { loadEntries, MODULES_FOLDER, refuse, type Loaded } from '../registry/load-entries.js';
import type { ProductId } from '../registry/products.js';
import type { ErrorArticle, ErrorHit, ErrorPage, ErrorSearch, ErrorSummary } from './error-catalog.dto.js';
import { ErrorEntry, type WeighedCause } from './error-entry.dto.js';
import { ErrorMatcher, type FoundError } from './error-matcher.js';
import { ErrorSearchIndex } from './error-search-index.js';
import { foldText, type FoldedText } from './matching/fold.js';
import type { MatcherTables } from './matching/phrase-matcher.js';

/** The folder of the errors that ship with the service. */
export const ERRORS_FOLDER = join(MODULES_FOLDER, 'error-catalog', 'entries');

/** How many matches one text is searched for. */
export const MOST_MATCHES = 1000;

/** How many neighbours of its message class an article names on each side. */
const NEIGHBOURS_EACH_SIDE = 2;

/** How many entries of an ambiguous id a reply names. */
const MOST_CANDIDATES = 20;

/** Knows what every message means. */
@Injectable()
export class ErrorCatalogService {
  readonly entries: readonly ErrorEntry[];
  /** Of the text of each. */
  readonly digests: readonly string[];
  /** Changes whenever an entry does. */
  readonly version: string;
  /** What messages are found by. */
  readonly compiled: Compiled<MatcherTables>;
  private readonly families: ReadonlyMap<string, string>;
  readonly matcher: ErrorMatcher;
  private readonly bySpelling: ReadonlyMap<string, readonly ErrorEntry[]>;
  private searchIndex?: ErrorSearchIndex;

  constructor(
    config: Config,
    private readonly causes: CausesService,
  ) {
    const loaded = loadEntries(ErrorEntry, [ERRORS_FOLDER, ...(config.catalogDir ? [join(config.catalogDir, 'errors')] : [])]);
    refuse(this.unknownCauses(loaded));
    this.entries = loaded.map(({ entry }) => entry);
    this.families = new Map(loaded.map(({ entry, group }) => [entry.id, group]));
    this.digests = loaded.map(({ digest }) => digest);
    this.version = versionOf([...this.digests, ...causes.digests]);
    this.compiled = compiled('messages', this.digests, () => ErrorMatcher.tablesOf(this.entries));
    this.matcher = new ErrorMatcher(this.entries, this.compiled.tables);
    this.bySpelling = spellings(this.entries);
  }

  /** Takes over what another one has loaded, in one step. */
  become(other: ErrorCatalogService): void {
    // Made at the first search, so that the other one may not have it yet.
    Object.assign(this, { searchIndex: undefined }, other);
  }

  /**
   * Finds the messages of the catalogue in a text.
   * @param text as it was pasted, or folded already
   * @returns the entries in the order of the text, the most specific of those that lie in one another
   */
  match(text: string | FoldedText, most = MOST_MATCHES): FoundError[] {
    return this.matcher.find(typeof text === 'string' ? foldText(text) : text, most);
  }

  /**
   * Every entry that answers to a spelling of an id: `WSS 040`, `wss(040)`, `SSSLERR_PEER_CERT_UNTRUSTED`, `-102`.
   * @returns one entry, several where the spelling is ambiguous, none where nobody has it
   */
  called(spelling: string): readonly ErrorEntry[] {
    const wanted = spelling.trim();
    const answering = this.bySpelling.get(fold(wanted)) ?? [];
    const exact = [
      answering.filter(({ id }) => fold(id) === fold(wanted)),
      answering.filter(({ codes = [] }) => codes.includes(wanted)),
    ].find((entries) => entries.length > 0);
    return exact ?? answering;
  }

  /**
   * The article on the one entry that answers to a spelling of an id.
   * @param spelling as for `called`
   * @throws HttpException 404 where no entry answers to it, 409 with the candidates where several do
   */
  explain(spelling: string, language: 'en' | 'de'): ErrorArticle {
    const [entry, ...others] = this.called(spelling);
    const quoted = `"${spelling.slice(0, 80)}"`;
    if (!entry)
      throw refused('ERROR_NOT_FOUND', `No error is called ${quoted}; search with GET /errors?q=, or post the text to /errors/match.`);
    if (others.length > 0) {
      const candidates = [entry, ...others].slice(0, MOST_CANDIDATES).map(({ id, title }) => ({ id, title }));
      throw refused('AMBIGUOUS_ID', `${quoted} may mean several errors; ask for one of the candidates.`, { candidates });
    }
    return this.article(entry, language);
  }

  /**
   * @param search what to look for, in English or German; without `q` everything, by id
   * @param language of the titles
   * @returns a page of hits, the best first, and the cursor of the next one
   */
  search({ q = '', family, product, limit = 20, cursor = '0' }: ErrorSearch, language: 'en' | 'de' = 'en'): ErrorPage {
    const offset = Number(cursor);
    const hits = this.ranked(q).filter(
      (entry) => (!family || this.families.get(entry.id) === family) && (!product || entry.product === product),
    );
    const items = hits.slice(offset, offset + limit).map((entry) => this.hit(entry, language));
    return offset + limit < hits.length ? { items, nextCursor: String(offset + limit) } : { items };
  }

  /** Everything known of an entry, with the titles of what it refers to; `lang` de takes German prose where there is some. */
  article(entry: ErrorEntry, lang: 'en' | 'de' = 'en'): ErrorArticle {
    const { de, ...english } = entry;
    const prose = lang === 'de' ? de : undefined;
    const germanOf = (product: ProductId) => prose?.inProducts?.find((other) => other.product === product);
    return {
      ...english,
      ...prose,
      ...(entry.inProducts && { inProducts: entry.inProducts.map((difference) => germanOf(difference.product) ?? difference) }),
      family: this.families.get(entry.id) ?? '',
      causes: entry.causes
        .toSorted((a, b) => b.weight - a.weight)
        .map((cause) => {
          const { title = '', hop = 'server' as const, de: german } = this.causes.find(cause.id) ?? {};
          return { ...cause, ...inLanguage(entry, cause, lang), title: lang === 'de' ? (german?.title ?? title) : title, hop };
        }),
      neighbours: this.neighbours(entry, lang),
    };
  }

  private ranked(q: string): readonly ErrorEntry[] {
    if (q.trim() === '') return this.entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.searchIndex ??= new ErrorSearchIndex(this.entries);
    const named = this.called(q);
    return [...named, ...this.searchIndex.search(q).filter((entry) => !named.includes(entry))];
  }

  private hit({ id, title, texts, product, severity, de }: ErrorEntry, language: 'en' | 'de'): ErrorHit {
    return {
      id,
      title: (language === 'de' ? de?.title : undefined) ?? title,
      text: texts.en,
      family: this.families.get(id) ?? '',
      product,
      severity,
    };
  }

  private neighbours(entry: ErrorEntry, lang: 'en' | 'de'): ErrorSummary[] {
    const family = this.families.get(entry.id);
    const ofClass = this.entries
      .filter(({ id }) => this.families.get(id) === family && messageClass(id) === messageClass(entry.id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const at = ofClass.indexOf(entry);
    const beside = ofClass.slice(Math.max(0, at - NEIGHBOURS_EACH_SIDE), at + NEIGHBOURS_EACH_SIDE + 1);
    const related = entry.related.flatMap((id) => this.entries.find((other) => other.id === id) ?? []);
    return [...new Set([...related, ...beside])]
      .filter((other) => other !== entry)
      .map(({ id, title, de }) => ({ id, title: lang === 'de' ? (de?.title ?? title) : title }));
  }

  /** A cause that does not exist would make the judgement wrong; a neighbour that does not is merely not shown. */
  private unknownCauses(loaded: readonly Loaded<ErrorEntry>[]): string[] {
    return loaded.flatMap(({ entry, path }) =>
      entry.causes
        .filter(({ id }) => !this.causes.find(id))
        .map(({ id }) => `${path}: causes names "${id}", which is no cause; correct it or add causes/entries/${id}.yaml.`),
    );
  }
}

/** @returns why a message speaks for or against a cause and what decides it, in German where that is wanted and there is some */
export function inLanguage(
  { de }: ErrorEntry,
  { id, why, decidedBy }: WeighedCause,
  language: 'en' | 'de',
): Pick<WeighedCause, 'why' | 'decidedBy'> {
  const german = language === 'de' ? de?.causes?.find((cause) => cause.id === id) : undefined;
  const decided = german?.decidedBy ?? decidedBy;
  return { why: german?.why ?? why, ...(decided !== undefined && { decidedBy: decided }) };
}

/** WSS of WSS040, FINS_MAP of FINS_MAP031, X509-V of X509-V-26. */
const messageClass = (id: string) => id.replace(/[-_]?\d+$/, '');

/** Without case and punctuation: the spellings that people use are the same. */
const fold = (spelling: string) => spelling.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** @returns what changes with the text of any entry */
const versionOf = (digests: readonly string[]): string => createHash('sha256').update(digests.join()).digest('hex').slice(0, 12);

function spellings(entries: readonly ErrorEntry[]): Map<string, ErrorEntry[]> {
  const map = new Map<string, ErrorEntry[]>();
  for (const entry of entries) {
    for (const spelling of new Set([entry.id, ...entry.aliases, ...(entry.codes ?? [])].map(fold))) {
      if (spelling === '') continue;
      const others = map.get(spelling);
      if (others) others.push(entry);
      else map.set(spelling, [entry]);
    }
  }
  return map;
}
