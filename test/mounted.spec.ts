import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { issue } from './servers/pki.js';
import { freePort, startProcess, until } from './service.js';

/** An authority with a client certificate of its own. */
function authority() {
  const root = issue({ cn: `Root ${randomBytes(3).toString('hex')}`, ca: true });
  return { root, client: issue({ cn: 'client', issuer: root }) };
}

const folder = mkdtempSync(join(tmpdir(), 'mounted-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Mounts files as Kubernetes does with a ConfigMap or Secret: each is a link into `..data`, itself a link to a folder that is swapped as a whole.
 * @param files content by name; names stay the same from swap to swap or come and go
 */
function mount(path: string, files: Record<string, string>): void {
  mkdirSync(path, { recursive: true });
  const target = join(path, `..${randomBytes(6).toString('hex')}`);
  mkdirSync(target);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(target, name), text);
  symlinkSync(basename(target), join(path, '..data_tmp'));
  renameSync(join(path, '..data_tmp'), join(path, '..data'));
  for (const name of readdirSync(path).filter((found) => !found.startsWith('..'))) if (!(name in files)) rmSync(join(path, name));
  for (const name of Object.keys(files)) if (!readdirSync(path).includes(name)) symlinkSync(join('..data', name), join(path, name));
}

/** An entry of the operator's own: a shipped one with another id and text. */
const entry = (id: string, text: string) => {
  const shipped = parse(readFileSync('src/error-catalog/entries/abap/WSS040.yaml', 'utf8')) as Record<string, unknown>;
  return stringify({ ...shipped, de: undefined, id, title: text, texts: { en: text }, related: [], examples: [text] });
};

async function started(environment: NodeJS.ProcessEnv) {
  const port = await freePort();
  const service = startProcess({ PORT: String(port), ...environment });
  const url = `http://127.0.0.1:${port}`;
  await until(() =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return { ...service, url };
}

const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((reply) => reply.json());

it('CATALOG_DIR is read again when Kubernetes swaps it, all of it at once, and stays in force when the new one is bad', async () => {
  const catalog = join(folder, 'catalog');
  const own = join(catalog, 'errors', 'own');
  mount(own, { 'OWN001.yaml': entry('OWN001', 'Our gateway shut the lid of the box') });
  const { url, output, child } = await started({ CATALOG_DIR: catalog });
  const version = async () => (await post(`${url}/diagnose`, { text: 'x' })).catalogVersion as string;
  const title = async (id: string) => {
    const reply = await fetch(`${url}/errors/${id}`);
    return reply.ok ? ((await reply.json()).title as string) : undefined;
  };
  const tag = async () => (await fetch(`${url}/errors/OWN001`)).headers.get('etag');
  expect(await title('OWN001')).toBe('Our gateway shut the lid of the box');
  const before = { version: await version(), tag: await tag() };

  mount(own, {
    'OWN001.yaml': entry('OWN001', 'Our gateway closed the lid of the box'),
    'OWN002.yaml': entry('OWN002', 'Our gateway lost the key of the box'),
  });
  await until(async () => (await title('OWN002')) !== undefined);
  expect(await title('OWN001')).toBe('Our gateway closed the lid of the box');
  const after = { version: await version(), tag: await tag() };
  expect(after.version).not.toBe(before.version);
  expect(after.tag).not.toBe(before.tag);
  const diagnosis = await post(`${url}/diagnose`, { text: 'it said: Our gateway lost the key of the box.' });
  expect(diagnosis.errors).toMatchObject([{ id: 'OWN002' }]);
  expect((await fetch(`${url}/errors?q=lost+key+box`).then((reply) => reply.json())).items[0].id).toBe('OWN002');

  mount(own, { 'OWN003.yaml': 'id: OWN003\ntitle: half an entry\n' });
  await until(() => output().includes('is not taken'));
  expect(output()).toMatch(/what it said before stays in force.*OWN003\.yaml/s);
  expect(await version()).toBe(after.version);
  expect(await title('OWN002')).toBe('Our gateway lost the key of the box');
  expect(await title('OWN003')).toBeUndefined();

  mount(own, { 'OWN001.yaml': entry('OWN001', 'Our gateway shut the lid of the box') });
  await until(async () => (await version()) === before.version);
  expect(await tag()).toBe(before.tag);
  expect(await title('OWN002')).toBeUndefined();
  child.kill('SIGKILL');
});

it('TRUST_DIR is read again, and stays in force when the new one is bad', async () => {
  const trust = join(folder, 'trust');
  const [first, second] = [authority(), authority()];
  mount(trust, { 'corporate.pem': first.root.pem });
  const { url, output, child } = await started({ TRUST_DIR: trust });
  const trusts = async (pem: string) => (await post(`${url}/certificates/chain`, { leaf: { data: pem }, purpose: 'any' })).valid as boolean;
  expect([await trusts(first.client.pem), await trusts(second.client.pem)]).toEqual([true, false]);
  mount(trust, { 'corporate.pem': second.root.pem });
  await until(() => trusts(second.client.pem));
  expect(await trusts(first.client.pem)).toBe(false);
  mount(trust, { 'corporate.pem': second.root.pem.replace(/M[A-Za-z0-9+/]{20}/, 'MIIB////////////////') });
  await until(() => output().includes('is not taken'));
  expect(output()).toMatch(/corporate\.pem: certificate 1 is damaged/);
  expect(await trusts(second.client.pem)).toBe(true);
  child.kill('SIGKILL');
});

it('a folder of trust anchors that is bad from the start stops the start', async () => {
  const trust = join(folder, 'bad-trust');
  mount(trust, { 'corporate.pem': 'no certificate' });
  const { ended, output } = startProcess({ PORT: '0', TRUST_DIR: trust });
  expect(await ended).toBe(1);
  expect(output()).toMatch(/corporate\.pem holds no certificate/);
});

it('CREDENTIALS_DIR is read again, and the credential before stays in force when the new one is bad', async () => {
  const credentials = join(folder, 'credentials');
  const [first, second] = [authority(), authority()];
  mount(join(credentials, 's4'), { 'tls.crt': first.client.pem, 'tls.key': first.client.keyPem });
  const { url, output, child } = await started({ CREDENTIALS_DIR: credentials, PROBE_ALLOW: '127.0.0.0/8' });
  const presented = async () => {
    const report = await post(`${url}/probes`, { host: '127.0.0.1', port: 1, credential: 's4', timeoutMs: 500 });
    return report.clientCertificate?.presented?.[0]?.sha256 as string | undefined;
  };
  const before = await presented();
  mount(join(credentials, 's4'), { 'tls.crt': second.client.pem, 'tls.key': second.client.keyPem });
  await until(async () => (await presented()) !== before);
  const after = await presented();
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  mount(join(credentials, 's4'), { 'tls.crt': first.client.pem, 'tls.key': stranger });
  await until(async () => {
    await presented();
    return output().includes('is not taken');
  });
  expect(output()).toMatch(/The credential \\"s4\\" has changed and is not taken.*does not belong to the certificate/);
  expect(await presented()).toBe(after);
  child.kill('SIGKILL');
});
