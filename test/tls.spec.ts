import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePki, issue, type Issued } from './servers/pki.js';
import { freePort, startProcess, until } from './service.js';

const pki = makePki();
const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const mounted = join(folder, 'tls');
afterAll(() => rmSync(folder, { recursive: true }));

/** The folder is a link that is swapped as a whole. */
function mount(name: string, certificate: string, key: string): void {
  const target = join(folder, name);
  mkdirSync(target);
  writeFileSync(join(target, 'tls.crt'), certificate);
  writeFileSync(join(target, 'tls.key'), key);
  symlinkSync(target, `${mounted}.next`);
  renameSync(`${mounted}.next`, mounted);
}
const spki = ({ publicKey }: Issued) =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
const keys = join(folder, 'keys.json');
writeFileSync(keys, JSON.stringify({ certificates: [{ name: 'portal', spki: spki(pki.clients.good), scopes: ['errors'] }] }));

it('terminates TLS itself, knows client certificates by their keys, and takes a renewed certificate of its own', async () => {
  mount('first', pki.server.pem + pki.intermediate.pem, pki.server.keyPem);
  const port = await freePort();
  const { child, output } = startProcess({ PORT: String(port), TLS_DIR: mounted, API_KEYS_FILE: keys });
  const ask = (path: string, client?: Issued, ca = pki.root.pem) =>
    new Promise<{ status: number; serial: string }>((resolve, reject) => {
      const sent = request(
        {
          port,
          host: '127.0.0.1',
          servername: 'localhost',
          path,
          agent: false,
          ca,
          ...(client && { cert: client.pem, key: client.keyPem }),
        },
        (reply) => {
          const { serialNumber } = (reply.socket as unknown as { getPeerCertificate(): { serialNumber: string } }).getPeerCertificate();
          reply.resume().on('end', () => resolve({ status: reply.statusCode ?? 0, serial: serialNumber }));
        },
      );
      sent.on('error', reject).end();
    });
  await until(() =>
    ask('/health/ready').then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  const statusFor = async (client?: Issued) => (await ask('/errors/WSS040', client)).status;
  expect(await statusFor(pki.clients.good)).toBe(200);
  expect(await statusFor(pki.clients.goodEc)).toBe(401);
  expect(await statusFor()).toBe(401);
  expect((await ask('/metrics', pki.clients.good)).status).toBe(403);

  const { serial } = await ask('/health/live');
  const renewed = issue({ cn: 'localhost', issuer: pki.root, usage: 'server', names: ['localhost'] });
  mount('second', renewed.pem, renewed.keyPem);
  await until(async () => (await ask('/health/live')).serial !== serial);
  expect(await statusFor(pki.clients.good)).toBe(200);
  const after = await ask('/health/live');
  mount('bad', pki.server.pem, renewed.keyPem);
  await until(() => output().includes('is not taken'));
  expect(output()).toContain('does not belong to the first certificate');
  expect((await ask('/health/live')).serial).toBe(after.serial);
  child.kill('SIGTERM');
});

it('does not start with a key of another certificate', async () => {
  const wrong = join(folder, 'wrong');
  mkdirSync(wrong);
  writeFileSync(join(wrong, 'tls.crt'), pki.server.pem);
  writeFileSync(join(wrong, 'tls.key'), pki.clients.good.keyPem);
  const { ended, output } = startProcess({ PORT: '0', TLS_DIR: wrong });
  expect(await ended).toBe(1);
  expect(output()).toMatch(/does not start.*tls\.key does not belong/);
});
