import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { clientExtensions, inDays, issue, pem } from './certificates/pki.js';
import { startService } from './service.js';

const run = promisify(execFile);
const bin = (name: string) => resolve('node_modules/.bin', name);

/** The compiler takes its time on a busy machine. */
const COMPILING = 240_000;

const folder = mkdtempSync(join(tmpdir(), 'client-'));
const { app, url } = await startService();
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const COMPILER_OPTIONS = {
  module: 'nodenext',
  target: 'es2023',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  types: ['node'],
  outDir: 'out',
  rootDir: '.',
};

describe('a client generated from the served document', () => {
  beforeAll(async () => {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    copyFileSync('test/client/seed-stories.ts', join(folder, 'seed-stories.ts'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['*.ts'] }));
    await run(bin('openapi-typescript'), [`${url}/openapi.json`, '-o', join(folder, 'api.d.ts')]);
  }, COMPILING);

  it(
    'compiles strictly, and refuses a field that the API does not have',
    async () => {
      await run(bin('tsc'), ['-p', folder]);
      writeFileSync(
        join(folder, 'wrong.ts'),
        "import type { components } from './api.js';\nexport const x: components['schemas']['DiagnoseRequest'] = { txet: '' };\n",
      );
      await expect(run(bin('tsc'), ['-p', folder])).rejects.toMatchObject({ stdout: expect.stringContaining("'txet'") as string });
      rmSync(join(folder, 'wrong.ts'));
    },
    COMPILING,
  );

  it('does the seed stories', async () => {
    const sent = pem(issue({ extensions: clientExtensions(), notBefore: inDays(-1), notAfter: inDays(364) })).replaceAll('\n', '');
    const registered = pem(issue({ extensions: clientExtensions(), notBefore: inDays(-360), notAfter: inDays(5) })).replaceAll('\n', '');
    const { stdout } = await run(process.execPath, [join(folder, 'out/seed-stories.js'), url, sent, registered]);
    expect(JSON.parse(stdout)).toMatchObject({
      serviceKey: {
        cause: expect.stringMatching(/^client-certificate-(?:not-registered-at-service|rotated-not-updated-at-peer)$/) as string,
        relation: 'renewed-same-key',
      },
      map: { verdict: expect.not.stringMatching('no-match') as string },
      wss: { cause: 'pse-or-keystore-missing', where: expect.arrayContaining([expect.stringContaining('STRUST')]) as string[] },
      unauthorized: { asks: expect.any(String) as string },
      article: 'WSS040',
      refusal: 'ERROR_NOT_FOUND',
    });
  });
});
