import { createPrivateKey } from 'node:crypto';
import { inThisThread } from '../../src/certificate-inspection/containers/open-container.js';
import { readInput } from '../../src/certificate-inspection/reading/read-input.js';
import { readCredential, type GivenCredential } from '../../src/connectivity-probe/client-credential.js';
import { makePki } from '../servers/pki.js';

const pki = makePki();
const { good, goodEc } = pki.clients;
const encrypted = (passphrase: string) =>
  createPrivateKey(good.keyPem).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
const read = (given: GivenCredential, wantsKey = true) => readCredential(given, inThisThread, wantsKey);

it.each<[string, GivenCredential, string | undefined]>([
  ['PEM with its key in it', { data: pki.bundle(good) }, good.keyPem],
  ['PEM with the key apart', { data: good.pem, key: good.keyPem }, good.keyPem],
  [
    'both out of JSON in JSON',
    { data: good.pem.replaceAll('\n', String.raw`\n`), key: good.keyPem.replaceAll('\n', String.raw`\n`) },
    good.keyPem,
  ],
  ['an elliptic curve', { data: goodEc.pem, key: goodEc.keyPem }, goodEc.keyPem],
  ['an encrypted key', { data: good.pem, key: encrypted('right'), password: 'right' }, good.keyPem],
  ['PKCS#12 in base64', { data: pki.pkcs12(good, 'right').toString('base64'), password: 'right' }, good.keyPem],
  ['a PKCS#12 file', { data: pki.pkcs12(good, 'right'), password: 'right' }, good.keyPem],
])('reads %s', async (_, given, keyPem) => {
  const { chain, key } = await read(given);
  expect(chain[0]?.toString('base64')).toBe((keyPem === good.keyPem ? good : goodEc).pem.replace(/-----[^-]+-----|\n/g, ''));
  expect(key?.export({ type: 'pkcs8', format: 'pem' })).toBe(createPrivateKey(keyPem ?? '').export({ type: 'pkcs8', format: 'pem' }));
});

it.each<[string, GivenCredential, string]>([
  ['a missing key', { data: good.pem }, 'PRIVATE_KEY_UNUSABLE'],
  ['the key of another certificate', { data: good.pem, key: goodEc.keyPem }, 'PRIVATE_KEY_UNUSABLE'],
  ['an encrypted key without password', { data: good.pem, key: encrypted('right') }, 'PASSWORD_REQUIRED'],
  ['a wrong password of a key', { data: good.pem, key: encrypted('right'), password: 'wrong' }, 'WRONG_PASSWORD'],
  ['a wrong password of a key store', { data: pki.pkcs12(good, 'right'), password: 'wrong' }, 'WRONG_PASSWORD'],
  ['a key without certificate', { data: good.keyPem }, 'NO_CERTIFICATE_FOUND'],
])('refuses %s', async (_, given, code) => {
  await expect(read(given)).rejects.toMatchObject({ code });
});

it('needs no key for a keyless test', async () => {
  expect(await read({ data: good.pem }, false)).toMatchObject({ chain: [expect.any(Buffer)] });
});

it('forgets keys unless they are to be used', async () => {
  const { privateKeys } = await readInput(pki.pkcs12(good, 'right'), 'right', inThisThread);
  expect(privateKeys).toEqual([expect.not.objectContaining({ key: expect.anything() as unknown })]);
});
