// What ships, after a build: dist/sbom.cdx.json (CycloneDX 1.6), dist/THIRD-PARTY-NOTICES.txt (licence texts) and, with --docs, docs/LICENCES.md.
// Stops when a package has a licence that nobody has agreed to. node tools/supply-chain.mjs [--docs]
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const read = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** Licences that ask for no more than to keep their text. */
const AGREED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
]);

/** Where there is a choice, ours. */
const CHOSEN = { '(BSD-3-Clause OR GPL-2.0)': 'BSD-3-Clause', '(MIT OR CC0-1.0)': 'MIT', '(MIT OR Apache-2.0)': 'MIT' };

/** @returns {{ name: string, version: string, licence: string, integrity?: string, home?: string, texts: string[] }[]} by name */
export function shippedPackages() {
  const lock = read('package-lock.json').packages;
  return read('dist/bundled-packages.json')
    .map((folder) => {
      const { name, version, license, licenses, homepage } = read(join(folder, 'package.json'));
      const stated = typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type ?? 'none');
      const files = readdirSync(join(ROOT, folder))
        .filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file))
        .toSorted();
      return {
        name,
        version,
        licence: CHOSEN[stated] ?? stated,
        integrity: lock[folder]?.integrity,
        home: homepage,
        texts: files.map((file) => readFileSync(join(ROOT, folder, file), 'utf8').trim()),
      };
    })
    .filter(({ name, version }, at, all) => name && all.findIndex((other) => other.name === name && other.version === version) === at)
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** @returns {object} the bill of materials; the same packages give the same document */
export function billOfMaterials(packages = shippedPackages()) {
  const { name, version, description, license } = read('package.json');
  const purl = (of) => `pkg:npm/${of.name.replace('@', '%40')}@${of.version}`;
  const digest = createHash('sha256').update(packages.map(purl).join('\n')).digest('hex');
  const uuid = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  const self = { name, version };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuid}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': purl(self),
        name,
        version,
        description,
        purl: purl(self),
        licenses: [{ license: { id: license } }],
      },
    },
    components: packages.map((of) => ({
      type: 'library',
      'bom-ref': purl(of),
      name: of.name,
      version: of.version,
      purl: purl(of),
      licenses: [{ license: { id: of.licence } }],
      ...(of.integrity?.startsWith('sha512-') && {
        hashes: [{ alg: 'SHA-512', content: Buffer.from(of.integrity.slice(7), 'base64').toString('hex') }],
      }),
      ...(/^https?:/.test(of.home ?? '') && { externalReferences: [{ type: 'website', url: of.home }] }),
    })),
    dependencies: [{ ref: purl(self), dependsOn: packages.map(purl) }],
  };
}

/** @returns {string} the list of licences, as Markdown */
export function licenceList(packages = shippedPackages()) {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return `# Licences of what ships\n\nmtls-doctor is under Apache-2.0. Into its bundle go ${packages.length} packages; their licence texts stand in \`dist/THIRD-PARTY-NOTICES.txt\`, which is in the image.\nMade by \`node tools/supply-chain.mjs --docs\` after a build; a test compares.\n\n| package | version | licence |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const packages = shippedPackages();
  const refused = packages.filter(({ licence }) => !AGREED.has(licence));
  if (refused.length > 0) {
    console.error(
      refused.map(({ name, version, licence }) => `${name}@${version} is under ${licence}, which nobody has agreed to`).join('\n'),
    );
    process.exit(1);
  }
  writeFileSync(join(ROOT, 'dist/sbom.cdx.json'), `${JSON.stringify(billOfMaterials(packages), null, 2)}\n`);
  const notices = packages.map(
    ({ name, version, licence, texts }) =>
      `${name} ${version} (${licence})\n\n${texts.join('\n\n') || 'The package holds no licence text; the licence is named in its package.json.'}`,
  );
  writeFileSync(join(ROOT, 'dist/THIRD-PARTY-NOTICES.txt'), `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
  if (process.argv.includes('--docs')) writeFileSync(join(ROOT, 'docs/LICENCES.md'), licenceList(packages));
}
