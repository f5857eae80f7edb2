import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** What the tool prints, with the service as it was built. */
const readings = (...asked: string[]) => execFileSync(process.execPath, ['tools/readings.mjs', ...asked], { encoding: 'utf8' });

describe('tools/readings.mjs', () => {
  it('tells of a circumstance, phrase by phrase, and of a message where they are read and what the texts were about', () => {
    const printed = readings('password-has-special-characters', 'OSSL-05800074');
    expect(printed).toMatch(/cue:password-has-special-characters: \d+ cases, \d+ tickets/);
    expect(printed).toMatch(/^ +\d+ +\d+ +10 {2}keystore-password-wrong$/m);
    expect(printed).toMatch(/under another cause \d+ cases, \d+ tickets/);
    expect(printed).toMatch(/error:OSSL-05800074: \d+ cases, \d+ tickets/);
    expect(printed).toMatch(/h012 key-certificate-mismatch: .*\[error:0B080074\]/);
  });

  it('lists phrases that are read mostly under causes for which their cue does not speak', () => {
    expect(readings('--doubtful')).toMatch(
      /^trust-store-named: .*\n +\d+ cases, \d+ tickets; under another cause \d+ cases, \d+ tickets$/m,
    );
  });
});
