import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, parse, relative, sep } from 'node:path';
import type { ClassConstructor } from 'class-transformer';
import { DocumentFaults, readDocument } from './read-document.js';

/** What every entry of every registry has. */
export interface Entry {
  /** The name of the file. Published, so it never changes. */
  id: string;
}

/** Where an entry came from; `group` is the folder below the registry's, empty at its top, and `digest` the SHA-256 of its text. */
export interface Loaded<T> {
  entry: T;
  path: string;
  group: string;
  digest: string;
}

/**
 * The folder that holds the modules, as source, as compiled files and as one bundle
 * (a bundle's `import.meta.dirname` is that folder itself, a module's is one below it).
 */
export const MODULES_FOLDER = existsSync(join(import.meta.dirname, 'registry')) ? import.meta.dirname : dirname(import.meta.dirname);

const COMPILED_ENTRIES = join(MODULES_FOLDER, 'compiled-entries.json');

/** Entries that the build has parsed and validated, by the digest of their text; read when first asked for, since `main` tells the engine before that to collect rather than to grow. */
let compiled: Record<string, unknown> | undefined;

/** A byte a letter: one letter beyond Latin-1 would make the megabytes that are parsed twice as large. */
function readCompiled(): Record<string, unknown> {
  return existsSync(COMPILED_ENTRIES) ? (JSON.parse(readFileSync(COMPILED_ENTRIES, 'latin1')) as Record<string, unknown>) : {};
}

/** Keeps what `compileEntries` made, for this process and for every start. */
export function writeCompiled(entries: Record<string, unknown>): void {
  compiled = { ...compiled, ...entries };
  const escaped = JSON.stringify(entries).replaceAll(
    /[\u0100-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  writeFileSync(COMPILED_ENTRIES, escaped, 'latin1');
}

/**
 * Loads every entry of the folders, each a registry of one kind: a file is an entry, its name the id.
 * Files whose text the build has seen are taken from its result; others are parsed and validated here,
 * so that a file which was dropped in counts after a restart.
 * @param shape the class that an entry must satisfy (class-validator decorators)
 * @param folders absolute paths; one that does not exist is empty
 * @returns the entries in the order of their paths
 * @throws Error naming every file that is wrong and what to do about it
 */
export function loadEntries<T extends Entry>(shape: ClassConstructor<T>, folders: readonly string[]): Loaded<T>[] {
  const faults: string[] = [];
  const loaded: Loaded<T>[] = [];
  const firstWith = new Map<string, string>();
  for (const folder of folders) {
    for (const path of filesBelow(folder)) {
      if (!path.endsWith('.yaml')) {
        faults.push(`${path}: only entries (*.yaml) may stand in a registry folder; move this file elsewhere.`);
        continue;
      }
      const bytes = bytesOf(path);
      const digest = digestOf(bytes);
      const found = loadEntry(shape, path, bytes, digest);
      if (Array.isArray(found)) {
        faults.push(...found);
        continue;
      }
      const twin = firstWith.get(found.id);
      if (twin) faults.push(`${path}: the id ${found.id} is taken by ${twin}; give this entry another id and file name.`);
      firstWith.set(found.id, path);
      loaded.push({ entry: found, path, group: relative(folder, dirname(path)).split(sep).join('/'), digest });
    }
  }
  refuse(faults);
  return loaded;
}

/** Thousands of files are read one after the other into this one, so that none of them is left behind. */
const sharedBuffer = Buffer.allocUnsafeSlow(1 << 18);

/** @returns what stands in a file; to be used before the next one is read */
function bytesOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, sharedBuffer);
    return length < sharedBuffer.length ? sharedBuffer.subarray(0, length) : readFileSync(path);
  } finally {
    closeSync(file);
  }
}

/** Stops the start when there are faults, with all of them in the message. @throws Error */
export function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`The knowledge can't be loaded:\n- ${faults.join('\n- ')}`);
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return (
    readdirSync(folder, { withFileTypes: true })
      // Kubernetes mounts a ConfigMap as links beside folders named ..data and ..<timestamp>.
      .filter(({ name }) => !name.startsWith('..'))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((found) => {
        const path = join(folder, found.name);
        return found.isDirectory() ? filesBelow(path) : [path];
      })
  );
}

/** @returns the entry, or the faults of the file */
function loadEntry<T extends Entry>(shape: ClassConstructor<T>, path: string, bytes: Buffer, digest: string): T | string[] {
  compiled ??= readCompiled();
  const known = compiled[digest] as T | undefined;
  if (known) return known.id === parse(path).name ? known : [misnamed(path, known.id)];
  return parseEntry(shape, path, bytes.toString());
}

function parseEntry<T extends Entry>(shape: ClassConstructor<T>, path: string, text: string): T | string[] {
  try {
    const entry = readDocument(shape, text, `an entry is a YAML map that starts with "id: ${parse(path).name}".`);
    return entry.id === parse(path).name ? entry : [misnamed(path, entry.id)];
  } catch (error) {
    if (error instanceof DocumentFaults) return error.faults.map((fault) => `${path}: ${fault}`);
    throw error;
  }
}

const misnamed = (path: string, id: string) =>
  `${path}: the id is "${id}" and the file name says "${parse(path).name}"; rename the file or correct the id.`;

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');

/**
 * What the build keeps of the entries of some folders, for `compiled-entries.json`.
 * @returns the parsed entries by the digest that `loadEntries` looks them up by
 * @throws Error like `loadEntries`
 */
export function compileEntries<T extends Entry>(shape: ClassConstructor<T>, folder: string): Record<string, unknown> {
  return Object.fromEntries(loadEntries(shape, [folder]).map(({ entry, digest }) => [digest, entry]));
}
