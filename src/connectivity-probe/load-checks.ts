import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MODULES_FOLDER } from '../registry/load-entries.js';
import type { Check } from './check.js';

/** Where the checks stand, as source and as compiled files. */
export const CHECKS_FOLDER = join(MODULES_FOLDER, 'connectivity-probe', 'checks');

/**
 * Loads every check.
 * @returns by id
 * @throws Error when a file is no check, or its id is not its name
 */
export async function loadChecks(): Promise<Check[]> {
  const files = readdirSync(CHECKS_FOLDER).filter((name) => /^[^.]+\.(?:ts|js)$/.test(name));
  const strangers = readdirSync(CHECKS_FOLDER).filter((name) => !/\.(?:ts|js|js\.map)$/.test(name));
  if (strangers.length > 0)
    throw new Error(`${join(CHECKS_FOLDER, strangers[0] ?? '')}: only checks may stand in this folder; move this file elsewhere.`);
  return Promise.all(
    files.toSorted().map(async (name) => {
      const { default: check } = (await import(pathToFileURL(join(CHECKS_FOLDER, name)).href)) as { default?: Check };
      if (!check?.look || !check.citation)
        throw new Error(`${join(CHECKS_FOLDER, name)}: a check exports itself as default, with a citation.`);
      if (check.id !== parse(name).name)
        throw new Error(`${join(CHECKS_FOLDER, name)}: the id is "${check.id}"; rename the file or correct the id.`);
      return check;
    }),
  );
}
