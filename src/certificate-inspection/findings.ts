import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MODULES_FOLDER } from '../registry/load-entries.js';
import type { Finding } from './finding.js';

/** The folder whose files are the findings. */
export const FINDINGS_FOLDER = join(MODULES_FOLDER, 'certificate-inspection', 'findings');

/**
 * Every finding, by id: a file is a finding and the folder its registry.
 * @throws Error at the start, when a file is none or its id is not its name
 */
export const findings: readonly Finding[] = await loadFindings();

async function loadFindings(): Promise<Finding[]> {
  const files = readdirSync(FINDINGS_FOLDER).filter((file) => /\.[jt]s$/.test(file) && !/\.(?:spec|d)\.ts$/.test(file));
  return Promise.all(files.toSorted().map(load));
}

async function load(file: string): Promise<Finding> {
  const path = join(FINDINGS_FOLDER, file);
  const { default: finding } = (await import(pathToFileURL(path).href)) as { default?: Finding };
  if (finding?.id !== parse(file).name) throw new Error(`${path}: the default export must be a finding whose id is the name of the file.`);
  return finding;
}
