// Runs public suites through the HTTP API and prints a table.
//   npm run conformance -- <folder> [http://127.0.0.1:3344]
// Path validation: files of x509-limbo's shape (*.json, *.json.gz), its webpki cases under the profile web, all others under strict, and all
// under default for what is wrongly rejected. PKITS: a folder with its certs/ and crls/, under default, since it breaks rules of RFC 5280 on
// critical extensions in paths that are to be valid. Containers: MANIFEST.jsonl with passwords and fingerprints.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isPkits, pkitsCases } from './pkits.mjs';

const [folder, base = 'http://127.0.0.1:3344'] = process.argv.slice(2);
if (!folder || !existsSync(folder)) {
  console.error('usage: npm run conformance -- <folder> [address of the running service]');
  process.exit(2);
}

const filesBelow = (path) =>
  readdirSync(path, { withFileTypes: true }).flatMap((file) =>
    file.isDirectory() ? filesBelow(join(path, file.name)) : [join(path, file.name)],
  );

async function post(route, body) {
  const reply = await fetch(`${base}/certificates/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: await reply.json() };
}

const input = (data) => ({ data });

/** A case of x509-limbo as a request. */
function chainRequest(given, profile) {
  const client = given.validation_kind === 'CLIENT' || given.extended_key_usage.includes('clientAuth');
  return {
    leaf: input(given.peer_certificate),
    certificates: given.untrusted_intermediates.map(input),
    anchors: given.trusted_certs.map(input),
    crls: (given.crls ?? []).map(input),
    ...(given.validation_time && { at: given.validation_time }),
    purpose: client ? 'client-authentication' : 'server-authentication',
    ...(given.expected_peer_name && !client && { host: given.expected_peer_name.value }),
    ...(typeof given.max_chain_depth === 'number' && { maxDepth: given.max_chain_depth }),
    profile,
  };
}

async function runCases(cases, profileOf) {
  const result = { cases: cases.length, right: 0, 'wrongly accepted': [], 'wrongly rejected': [], faults: [] };
  for (const given of cases) {
    const { status, body } = await post('chain', chainRequest(given, profileOf(given)));
    const valid = status === 200 && body.valid;
    if (status >= 500) result.faults.push(given.id);
    if (valid === (given.expected_result === 'SUCCESS')) result.right++;
    else
      result[valid ? 'wrongly accepted' : 'wrongly rejected'].push(`${given.id}${valid ? '' : ` (${body.reason?.id ?? body.errorCode})`}`);
  }
  return result;
}

/** The fingerprints that a line of the manifest names; none where it names none. */
const fingerprints = ({ entry_list: entries = [], leaf_sha256: leaf }) => [
  ...entries.flatMap(({ chain = [] }) => chain),
  ...(leaf ? [leaf] : []),
];

async function runContainers(manifest) {
  const lines = readFileSync(manifest, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const result = { cases: 0, right: 0, wrong: [], faults: [] };
  for (const line of lines) {
    const path = join(dirname(dirname(manifest)), line.file);
    if (!existsSync(path) || !['PKCS12', 'PKCS7', 'JKS', 'JCEKS'].includes(line.format)) continue;
    result.cases++;
    const password = line.store_password ?? line.password;
    const { status, body } = await post('inspect', {
      data: readFileSync(path).toString('base64'),
      ...(password !== undefined && { password }),
    });
    if (status >= 500) result.faults.push(line.file);
    const found = new Set((body.certificates ?? []).map(({ thumbprints }) => thumbprints.sha256));
    const wanted = fingerprints(line).filter((fingerprint) => /^[0-9a-f]{64}$/.test(fingerprint));
    const expected = line.certs ?? 0;
    if (status === 200 && wanted.every((fingerprint) => found.has(fingerprint)) && body.certificates.length >= expected) result.right++;
    else result.wrong.push(`${line.file} (${body.errorCode ?? `${found.size} certificates`})`);
  }
  return result;
}

async function runPkits(path) {
  const cases = await pkitsCases(path, async (data) => (await post('inspect', { data })).body);
  const result = { cases: cases.length, right: 0, 'wrongly accepted': [], 'wrongly rejected': [], faults: [] };
  for (const { id, expected, request } of cases) {
    const { status, body } = await post('chain', request);
    if (status >= 500) result.faults.push(id);
    if (body.valid === expected) result.right++;
    else result[expected ? 'wrongly rejected' : 'wrongly accepted'].push(`${id} (${body.reason?.id ?? body.errorCode})`);
  }
  return result;
}

/** @returns the cases, undefined for other files */
function casesIn(path) {
  try {
    const bytes = readFileSync(path);
    return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()).testcases;
  } catch {
    return undefined;
  }
}

const rows = [];
if (isPkits(folder)) rows.push([folder, 'PKITS', await runPkits(folder)]);
for (const path of filesBelow(folder)) {
  if (path.endsWith('MANIFEST.jsonl')) rows.push([path, 'containers', await runContainers(path)]);
  if (!/\.json(?:\.gz)?$/.test(path)) continue;
  const testcases = casesIn(path);
  if (!Array.isArray(testcases)) continue;
  rows.push([path, 'strict and web', await runCases(testcases, ({ id }) => (id.startsWith('webpki::') ? 'web' : 'strict'))]);
  rows.push([path, 'default', await runCases(testcases, () => 'default')]);
}
for (const [path, what, { cases, right, ...lists }] of rows) {
  console.log(`${String(right).padStart(5)} of ${String(cases).padStart(5)}  ${what.padEnd(15)} ${path}`);
  for (const [name, list] of Object.entries(lists))
    if (list.length > 0)
      console.log(
        `${' '.repeat(15)}${list.length} ${name}${what === 'default' && name === 'wrongly accepted' ? ' (rules of the other profiles)' : `:\n${' '.repeat(17)}${list.join(`\n${' '.repeat(17)}`)}`}`,
      );
}
process.exitCode = rows.some(([, , { faults }]) => faults.length > 0) ? 1 : 0;
