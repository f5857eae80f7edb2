import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'accuracy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').filter(Boolean);

/** What the tool prints for these cases, with the service as it was built. */
function accuracyOf(cases: readonly string[], ...flags: string[]): string {
  const path = join(folder, 'cases.jsonl');
  writeFileSync(path, cases.join('\n'));
  return execFileSync(process.execPath, ['tools/accuracy.mjs', path, ...flags], { encoding: 'utf8' });
}

describe('tools/accuracy.mjs', () => {
  it('measures cases with all that is known and without their own lessons', () => {
    const printed = accuracyOf(linesOf('test/cases/held-back.jsonl').slice(0, 6));
    expect(printed).toContain('6 cases');
    expect(printed).toMatch(/all that is known: top-1 [\d.]+ %, top-3 [\d.]+ %/);
    expect(printed).toMatch(/without what the case alone had taught: top-1 [\d.]+ %/);
    expect(printed).toMatch(/calibration error 0\.\d{3}; identified \d+, of them wrong 0/);
  });

  it('counts a control right when nothing is accused, and a wrong expectation as a miss', () => {
    const controls = linesOf('test/cases/controls.jsonl').slice(0, 3);
    expect(accuracyOf(controls)).toMatch(/all that is known: top-1 100\.0 %/);
    const wrong = {
      id: 'wrong',
      input_text: 'The client certificate has expired, notAfter=Mar 28 06:39:47 2019 GMT.',
      root_cause: 'dns-tcp-firewall',
    };
    const printed = accuracyOf([JSON.stringify(wrong)], '--misses');
    expect(printed).toMatch(/all that is known: top-1 0\.0 %/);
    expect(printed).toContain('wrong expected dns-tcp-firewall');
  });
});
