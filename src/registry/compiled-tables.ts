import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MODULES_FOLDER } from './load-entries.js';
import { readTables, writeTables } from './tables.js';

/** Tables that were made of entries, and of which ones. */
export interface Compiled<T extends object> {
  /** What the tables are for; the name of their file. */
  name: string;
  /** Changes with the text of any of the entries. */
  of: string;
  tables: T;
}

const pathOf = (name: string) => join(MODULES_FOLDER, `compiled-${name}.tables`);

/**
 * Takes what the build has made of entries, or makes it, where some are others now.
 * @param name what the tables are for
 * @param digests of the texts of all entries that they are made of
 * @param make makes them, which takes a while
 */
export function compiled<T extends object>(name: string, digests: readonly string[], make: () => T): Compiled<T> {
  const of = createHash('sha256').update(digests.join()).digest('base64');
  const path = pathOf(name);
  const built = existsSync(path) ? (readTables(path) as object as Compiled<T>) : undefined;
  return built?.of === of ? built : { name, of, tables: make() };
}

/** Writes what `compiled` takes from then on. */
export function writeCompiledTables(compiledTables: Compiled<object>): void {
  writeTables(pathOf(compiledTables.name), compiledTables);
}
