import { validate } from 'dockerfile-utils';
import { isBuiltin } from 'node:module';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { billOfMaterials, licenceList, shippedPackages } from '../tools/supply-chain.mjs';

const read = (path: string) => readFileSync(path, 'utf8');
const shipped = shippedPackages();

it('the list of licences is that of what ships (npm run build, then node tools/supply-chain.mjs --docs)', () => {
  expect(read('docs/LICENCES.md')).toBe(licenceList(shipped));
});

it('the bill of materials names each package that ships with its digest, and is the same for the same packages', () => {
  const { components } = billOfMaterials(shipped);
  expect(components.length).toBeGreaterThan(50);
  expect(components.filter(({ hashes }) => !/^[0-9a-f]{128}$/.test(hashes?.[0]?.content ?? '')).map(({ name }) => name)).toEqual([]);
  expect(components.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['fastify', '@nestjs/core', 'jose', 'prom-client', 'swagger-ui-dist']),
  );
  expect(JSON.parse(read('dist/sbom.cdx.json'))).toEqual(billOfMaterials(shippedPackages()));
});

it('the files that are started need no packages beside them', () => {
  const chunks = readdirSync('dist/chunks').map((name) => `dist/chunks/${name}`);
  for (const file of ['dist/main.js', 'dist/certificate-inspection/containers/container-thread.js', ...chunks]) {
    const imported = [...read(file).matchAll(/(?:^|;)import(?:[\w\s{},*$]*from)?\s*["']([^"'\n]+)["']/gm)].map(([, from = '']) => from);
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((from) => !from.startsWith('.') && !isBuiltin(from))).toEqual([]);
  }
});

it.each(['bullmq', 'ioredis', 'jose', '@modelcontextprotocol/server', '@opentelemetry/sdk-trace-base', 'ics', '@fastify/static'])(
  '%s ships and is read when it is first used, not at the start',
  (name) => {
    const packages = (list: string) => JSON.parse(read(`dist/${list}.json`)) as string[];
    expect(packages('bundled-packages')).toContain(`node_modules/${name}`);
    expect(packages('packages-at-start')).toContain('node_modules/fastify');
    expect(packages('packages-at-start')).not.toContain(`node_modules/${name}`);
  },
);

it.each([
  ['ioredis', 'Redis', 'Cluster'],
  ['bullmq', 'Queue', 'Worker'],
  ['jose', 'jwtVerify', 'createRemoteJWKSet'],
  ['ics', 'createEvents'],
])('the file of %s gives what is asked of the package', async (name, ...exported) => {
  const file = readdirSync('dist/chunks').find((chunk) => chunk.startsWith(`${name}-`)) ?? 'none';
  const given = (await import(`../dist/chunks/${file}`)) as Record<string, unknown>;
  for (const each of exported) expect(given[each]).toBeTypeOf('function');
});

it('nothing that only builds or tests ships', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
  // Fastify itself brings ajv along.
  const ofFastify = new Set(['ajv', 'ajv-formats']);
  expect(shipped.filter(({ name }) => name in devDependencies && !ofFastify.has(name)).map(({ name }) => name)).toEqual([]);
});

it('the lock file names no registry and pins every package by digest', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>;
  };
  expect(
    Object.entries(packages).filter(
      ([path, { resolved, integrity }]) => path !== '' && (resolved !== undefined || integrity === undefined),
    ),
  ).toEqual([]);
});

it('dependencies are named by exact version', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  expect(Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it('the Dockerfile has no fault that the linter knows', () => {
  expect(validate(read('Dockerfile')).map(({ message, range }) => `${range.start.line + 1}: ${JSON.stringify(message)}`)).toEqual([]);
});

it('the Dockerfile ends as a user that is not root, with a health check, without install scripts', () => {
  const last =
    read('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? '';
  expect(last).toMatch(/^USER 1000:1000$/m);
  expect(last).toMatch(/^HEALTHCHECK /m);
  expect(last).not.toMatch(/^RUN /m);
  expect(read('Dockerfile')).toContain('npm ci --no-audit --no-fund --ignore-scripts');
});

it('every test that the threat model names is there', () => {
  const named = [...read('docs/THREATS.md').matchAll(/`((?:test|src|acceptance|tools)\/[\w./-]+)`(?:: "([^"]+)")?/g)];
  expect(named.length).toBeGreaterThan(10);
  const missing = named.filter(([, path = '', title]) => !existsSync(path) || (title !== undefined && !read(path).includes(title)));
  expect(missing.map(([whole]) => whole)).toEqual([]);
});

it('there are a licence and a policy for reports', () => {
  expect(read('LICENSE')).toContain('Version 2.0, January 2004');
  expect(readdirSync('.')).toContain('SECURITY.md');
});
