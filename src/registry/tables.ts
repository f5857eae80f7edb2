import { readFileSync, writeFileSync } from 'node:fs';

/** Kinds of rows of numbers, by the name that a file calls them. */
const KINDS = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array };
type Numbers = InstanceType<(typeof KINDS)[keyof typeof KINDS]>;

/** What JSON holds, with rows of numbers among it. */
export type Tables = Numbers | string | number | boolean | null | readonly Tables[] | { readonly [name: string]: Tables };

/** Where a row of numbers stands in the file. */
interface Place {
  $row: keyof typeof KINDS;
  at: number;
  length: number;
}

/** Every row begins at such a place, since a view of a buffer has to. */
const ALIGNED = 8;
const aligned = (bytes: number) => Math.ceil(bytes / ALIGNED) * ALIGNED;

/**
 * Writes what `readTables` reads: how long the description is, the description as JSON, then the rows of numbers as they are in memory.
 * @param path of the file
 * @param tables what to write; rows of numbers may stand anywhere in it
 */
export function writeTables(path: string, tables: object): void {
  const rows: Numbers[] = [];
  let end = 0;
  const description = Buffer.from(
    JSON.stringify(tables, (_, value: unknown) => {
      if (!isNumbers(value)) return value;
      const place: Place = { $row: value.constructor.name as Place['$row'], at: end, length: value.length };
      rows.push(value);
      end += aligned(value.byteLength);
      return place;
    }),
  );
  const begin = aligned(ALIGNED + description.length);
  const bytes = Buffer.alloc(begin + end);
  bytes.writeUInt32LE(description.length);
  description.copy(bytes, ALIGNED);
  let at = begin;
  for (const row of rows) {
    bytes.set(new Uint8Array(row.buffer, row.byteOffset, row.byteLength), at);
    at += aligned(row.byteLength);
  }
  writeFileSync(path, bytes);
}

/**
 * @param path of a file that `writeTables` wrote on a machine with the same order of bytes
 * @returns what was written; the rows of numbers are views of the file's bytes, so that nothing is copied or made
 */
export function readTables(path: string): Record<string, Tables> {
  const read = readFileSync(path);
  // A small file may have come in a buffer that it shares with others.
  const bytes = read.byteOffset % ALIGNED === 0 ? read : Buffer.from(new Uint8Array(read).buffer);
  const length = bytes.readUInt32LE();
  const begin = bytes.byteOffset + aligned(ALIGNED + length);
  return JSON.parse(bytes.toString('utf8', ALIGNED, ALIGNED + length), (_, value: unknown) =>
    isPlace(value) ? new KINDS[value.$row](bytes.buffer, begin + value.at, value.length) : value,
  ) as Record<string, Tables>;
}

const isNumbers = (value: unknown): value is Numbers => ArrayBuffer.isView(value) && value.constructor.name in KINDS;
const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null && '$row' in value;
