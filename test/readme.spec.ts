import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { exec } from 'node:child_process';
import { startService } from './service.js';

const readme = readFileSync('README.md', 'utf8');
const { app, url } = await startService();
afterAll(() => app.close());

it('every curl of the README gives the reply that stands below it', async () => {
  const pairs = [...readme.matchAll(/```sh\n(curl [^`]*?)\n```\n\n```(?:text|json)\n([^`]*)```/g)];
  expect(pairs.length).toBeGreaterThan(0);
  for (const [, command = '', reply] of pairs) {
    const { stdout } = await promisify(exec)(command.replaceAll('http://localhost:3000', url));
    expect(stdout).toBe(reply);
  }
});

it('every npm script that the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const named = [...readme.matchAll(/npm (?:run )?([a-z][\w:]*)/g)].map(([, name]) => name ?? '').filter((name) => name !== 'ci');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('every variable of the README is read, and every one that is read stands there', () => {
  const listed = [...readme.matchAll(/^\| `([A-Z_]+)` \| (?:`|none)/gm)]
    .map(([, name]) => name ?? '')
    .toSorted((a, b) => a.localeCompare(b));
  const read = [...readFileSync('src/config.ts', 'utf8').matchAll(/environment\['([A-Z_]+)'\]/g)]
    .map(([, name]) => name ?? '')
    .toSorted((a, b) => a.localeCompare(b));
  expect(listed).toEqual(read);
});

it('names no registry host and no path of the machine it was made on', () => {
  const files = execFileSync('git', ['ls-files', '-z', '--', '.', ':!test/fact-ids.txt', ':!test/readme.spec.ts'], { encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  const named =
    /\/work\/(?:main|shared)|registry\.npmjs|npmjs\.(?:org|com)|npmmirror|pypi\.org|(?:deb|security|ftp)\.debian\.org|registry-1\.docker\.io/;
  expect(files.filter((file) => named.test(readFileSync(file, 'utf8')))).toEqual([]);
});
