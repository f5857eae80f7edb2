import MiniSearch from 'minisearch';
import type { ErrorEntry } from './error-entry.dto.js';

/** Full-text search over the entries that forgives typos and does not mind the order of words. */
export class ErrorSearchIndex {
  private readonly byId: ReadonlyMap<string, ErrorEntry>;
  private readonly index = new MiniSearch<{ id: string }>({
    fields: ['id', 'text', 'title', 'aliases', 'meaning'],
    searchOptions: {
      boost: { id: 6, text: 4, title: 3, aliases: 2 },
      prefix: (term) => term.length >= 3,
      // One typo in five letters; numbers are exact.
      fuzzy: (term) => (/\d/.test(term) ? false : term.length >= 5 ? 0.2 : false),
    },
  });

  constructor(entries: readonly ErrorEntry[]) {
    this.byId = new Map(entries.map((entry) => [entry.id, entry]));
    this.index.addAll(
      entries.map(({ id, texts, title, aliases, meaning, de }) => ({
        id,
        text: `${texts.en} ${texts.de ?? ''}`,
        title: `${title} ${de?.title ?? ''}`,
        aliases: aliases.join(' '),
        meaning: `${meaning} ${de?.meaning ?? ''}`,
      })),
    );
  }

  /** @returns the entries that have all words of the query, the best first, then those that have some */
  search(query: string): ErrorEntry[] {
    const all = this.index.search(query, { combineWith: 'AND' });
    const found = all.length > 0 ? all : this.index.search(query, { combineWith: 'OR' });
    return found.flatMap(({ id }) => this.byId.get(id as string) ?? []);
  }
}
