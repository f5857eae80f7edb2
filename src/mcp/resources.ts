import { ResourceTemplate, type McpServer, type ReadResourceResult } from '@modelcontextprotocol/server';
import type { Abilities } from './abilities.js';

/** How many ids are offered while one is typed. */
const MOST_COMPLETIONS = 50;

const MEDIA_TYPE = 'application/json';

interface Titled {
  id: string;
  title: string;
}

const matching = (entries: readonly Titled[], begun: string) =>
  entries.flatMap(({ id }) => (id.toLowerCase().startsWith(begun.toLowerCase()) ? [id] : [])).slice(0, MOST_COMPLETIONS);

const read = (uri: URL, article: object): ReadResourceResult => ({
  contents: [{ uri: uri.href, mimeType: MEDIA_TYPE, text: JSON.stringify(article) }],
});

/**
 * Offers errors, causes and guides as resources. The errors are too many for a list: their ids are completed instead.
 * @param server of one request
 */
export function offerResources(server: McpServer, { catalog, causes, knowledge }: Abilities): void {
  const listOf = (kind: string, entries: readonly Titled[]) => () => ({
    resources: entries.map(({ id, title }) => ({ uri: `mtls-doctor://${kind}/${id}`, name: id, title, mimeType: MEDIA_TYPE })),
  });
  const offer = (kind: string, title: string, entries: readonly Titled[], listed: boolean, article: (id: string) => object) =>
    server.registerResource(
      kind,
      new ResourceTemplate(`mtls-doctor://${kind}/{id}`, {
        list: listed ? listOf(kind, entries) : undefined,
        complete: { id: (begun) => matching(entries, begun) },
      }),
      { title, mimeType: MEDIA_TYPE },
      (uri, { id }) => read(uri, article(decodeURIComponent(String(id)))),
    );
  offer('errors', 'What an error message means', catalog.entries, false, (id) => catalog.explain(id, 'en'));
  offer('causes', 'What may have to be changed', causes.causes, true, (id) => causes.explain(id, 'en'));
  offer('guides', 'A set-up from start to end', knowledge.guides, true, (id) => knowledge.guide(id, 'en'));
}
