import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTables, writeTables } from './tables.js';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([1, 3, 100_000])('reads what was written, wherever rows of %i numbers stand', (length) => {
  const written = {
    name: 'Größe — ✓',
    letters: Uint8Array.from({ length }, (_, at) => at),
    parts: [{ numbers: Int32Array.from({ length }, (_, at) => -at), first: 7 }, { places: Uint16Array.from({ length }, (_, at) => at) }],
    shares: { near: Float32Array.from({ length }, (_, at) => at / 4), far: Float64Array.from({ length }, (_, at) => at / 3) },
    filter: new Uint32Array([0xffffffff, 0]),
    none: new Int32Array(0),
  };
  const path = join(folder, `${length}.tables`);
  writeTables(path, written);
  expect(readTables(path)).toEqual(written);
});
