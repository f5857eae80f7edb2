// Writes below each curl of the README the reply that the built service gives now: every new piece of knowledge may move a digit of it.
//   npm run build && npm run readme
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { readConfig } from '../dist/config.js';
import { createApp } from '../dist/create-app.js';

const app = await createApp(readConfig({}), { logger: false });
await app.listen(0, '127.0.0.1');
let readme = readFileSync('README.md', 'utf8');
for (const [shown, before, command, between, reply] of readme.matchAll(
  /(```sh\n)(curl [^`]*?)(\n```\n\n```(?:text|json)\n)([^`]*)(?=```)/g,
)) {
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    command.replaceAll('http://localhost:3000', `http://127.0.0.1:${app.getHttpServer().address().port}`),
  ]);
  if (stdout !== reply) readme = readme.replace(shown, () => before + command + between + stdout);
}
writeFileSync('README.md', readme);
await app.close();
