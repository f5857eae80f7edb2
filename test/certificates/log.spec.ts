import { createPrivateKey } from 'node:crypto';
import request from 'supertest';
import { makePki } from '../servers/pki.js';
import { freePort, startProcess, until } from '../service.js';

const pki = makePki();
const { good } = pki.clients;
const PASSWORD = 'correct-horse-battery-staple';
const WRONG = 'wrong-horse-battery-staple';
const store = pki.pkcs12(good, PASSWORD);
const encryptedKey = createPrivateKey(good.keyPem)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSWORD })
  .toString();
const body = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');

/** Every stretch of 24 letters of what must never be written, and the passwords. */
const secrets = [good.pem, good.keyPem, encryptedKey].map(body).concat(store.toString('base64'));
const windows = secrets.flatMap((text) =>
  Array.from({ length: Math.floor(text.length / 24) }, (_, at) => text.slice(at * 24, at * 24 + 24)),
);

async function everything(http: ReturnType<typeof request>): Promise<number[]> {
  const post = (path: string, json: object) => http.post(path).send(json);
  const data = store.toString('base64');
  const calls = [
    post('/certificates/inspect', { data: pki.bundle(good) + encryptedKey, password: PASSWORD }),
    post('/certificates/inspect', { data, password: PASSWORD }),
    post('/certificates/inspect', { data, password: WRONG }),
    post('/certificates/inspect', { data: data.slice(0, -900), password: PASSWORD }),
    post('/certificates/inspect', { data: good.pem.slice(0, 300), password: PASSWORD }),
    post('/certificates/inspect', { data: good.pem, password: PASSWORD, purpose: good.pem }),
    post('/certificates/compare', { first: { data, password: PASSWORD }, second: { data: good.pem } }),
    post('/certificates/convert', { data, password: PASSWORD, to: 'single-line' }),
    post('/certificates/chain', { leaf: { data, password: PASSWORD }, anchors: [{ data: pki.root.pem }] }),
    post('/diagnose', { text: `HTTP 401 ${pki.bundle(good)}`, certificates: [{ data, password: PASSWORD }] }),
    post('/probes', { host: '127.0.0.1', port: 9, certificate: { data, password: PASSWORD } }),
    post('/probes', { host: '127.0.0.1', port: 9, certificate: { data: good.pem, key: encryptedKey, password: WRONG } }),
    http.post('/certificates/inspect').attach('data', store, 'a.p12').field('password', PASSWORD),
    http.post('/certificates/inspect').set('content-type', 'application/octet-stream').send(Buffer.from(good.keyPem)),
    http
      .post('/certificates/inspect')
      .set('content-type', 'application/json')
      .send(`{"data": "${body(good.keyPem)}", "password": "${PASSWORD}"`),
    http.get(`/errors?q=${encodeURIComponent(body(good.keyPem).slice(0, 100))}`),
  ];
  const statuses: number[] = [];
  for (const call of calls) statuses.push((await call).status);
  return statuses;
}

it.each(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])(
  'no certificate, key or password stands in the log at the level %s',
  async (level) => {
    const port = await freePort();
    const { child, ended, output } = startProcess({ PORT: String(port), LOG_LEVEL: level, REQUEST_LOG: 'true' });
    const http = request(`http://127.0.0.1:${port}`);
    await until(() =>
      http.get('/health/live').then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    const statuses = await everything(http);
    child.kill('SIGTERM');
    await ended;
    expect(statuses).toEqual([200, 200, 422, 422, 422, 400, 200, 200, 200, 200, 200, 422, 200, 200, 400, 200]);
    expect(windows.concat(PASSWORD, WRONG).filter((secret) => output().includes(secret))).toEqual([]);
    // The quieter levels have nothing to say of all this.
    expect(output().includes('/certificates/inspect')).toBe(['trace', 'debug', 'info'].includes(level));
  },
  60_000,
);
