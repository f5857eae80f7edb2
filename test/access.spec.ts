import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccessList } from '../src/access/access-file.js';
import { readConfig } from '../src/config.js';
import { SCOPES, type Scope } from '../src/http/scope.js';
import { freePort, startProcess, startService, until } from './service.js';

const folder = mkdtempSync(join(tmpdir(), 'access-'));
const keys = Object.fromEntries(SCOPES.map((scope) => [scope, `mtd_${randomBytes(32).toString('base64url')}`])) as Record<Scope, string>;
const digest = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

function pem(name: string, days = 2): string {
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      join(folder, `${name}.key`),
      '-out',
      join(folder, `${name}.crt`),
      '-days',
      String(days),
      '-subj',
      `/CN=${name}`,
    ],
    { stdio: 'ignore' },
  );
  return readFileSync(join(folder, `${name}.crt`), 'utf8');
}
const spki = (certificate: string) => digest(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' }));
const clientCert = (certificate: string) => `:${new X509Certificate(certificate).raw.toString('base64')}:`;
const known = pem('known');
const unknown = pem('unknown');

const file = join(folder, 'keys.json');
const list = {
  keys: [
    ...SCOPES.map((scope) => ({ name: `bot-${scope}`, sha256: digest(keys[scope]), scopes: [scope] })),
    { name: 'old', sha256: digest('mtd_old'), scopes: ['errors'], expires: '2020-01-01T00:00:00Z' },
  ],
  certificates: [{ name: 'portal', spki: spki(known), scopes: ['errors'] }],
};
writeFileSync(file, JSON.stringify(list));

const { app, http } = await startService({ API_KEYS_FILE: file, TRUSTED_PROXIES: '127.0.0.1' });
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

interface Operation {
  method: 'get' | 'post';
  path: string;
  security?: Record<string, Scope[]>[];
}
const document = JSON.parse(readFileSync('openapi/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { security }]) => ({ method, path: path.replaceAll(/\{\w+\}/g, 'x'), security }) as Operation),
);
const call = ({ method, path }: Operation, key?: string) => {
  const sent = method === 'post' ? http.post(path).send({}) : http.get(path);
  return key === undefined ? sent : sent.set('x-api-key', key);
};
const protectedOnes = operations.filter(({ path }) => !path.startsWith('/health/'));

describe('every operation of the OpenAPI document', () => {
  it.each(operations.filter(({ path }) => path.startsWith('/health/')))('$method $path is for everybody', async (operation) => {
    expect(operation.security).toBeUndefined();
    expect((await call(operation)).status).toBe(200);
  });

  it.each(protectedOnes)('$method $path is served with its scope and with no other', async (operation) => {
    const scopes = [...new Set((operation.security ?? []).flatMap((way) => Object.values(way).flat()))];
    expect(scopes).toHaveLength(1);
    const [scope = 'errors'] = scopes;
    for (const key of [undefined, '', 'mtd_wrong', 'mtd_old', keys[scope].slice(0, -1), `${keys[scope]}x`, 'x'.repeat(5000)]) {
      const { status, type, body, headers } = await call(operation, key);
      expect([status, type, body.errorCode]).toEqual([401, 'application/problem+json', 'UNAUTHENTICATED']);
      expect(headers['www-authenticate']).toContain('Bearer');
    }
    for (const other of SCOPES.filter((candidate) => candidate !== scope)) {
      const { status, body } = await call(operation, keys[other]);
      expect([status, body.errorCode]).toEqual([403, 'SCOPE_MISSING']);
    }
    expect([401, 403]).not.toContain((await call(operation, keys[scope])).status);
  });

  it('and the documentation and what is no operation are for everybody', async () => {
    expect((await http.get('/openapi.json')).status).toBe(200);
    expect((await http.get('/docs')).status).toBe(200);
    expect((await http.get('/nowhere')).body.errorCode).toBe('ROUTE_NOT_FOUND');
  });
});

it('a key may also be sent as a bearer token, for callers such as Prometheus', async () => {
  expect((await http.get('/metrics').set('authorization', `Bearer ${keys.metrics}`)).status).toBe(200);
  expect((await http.get('/metrics').set('authorization', 'Bearer mtd_wrong')).status).toBe(401);
});

it('a stranger is refused before the body is read', async () => {
  const { status } = await http
    .post('/diagnose')
    .set('content-type', 'application/json')
    .serialize((given) => given as never)
    .send('{"broken' as never);
  expect(status).toBe(401);
});

describe('client certificates that a proxy forwards (RFC 9440)', () => {
  it.each([
    ['a listed one', clientCert(known), 200],
    ['another one', clientCert(unknown), 401],
    ['no certificate', ':AAAA:', 401],
    ['no byte sequence', known.replaceAll('\n', ''), 401],
  ])('%s', async (_, header, status) => {
    expect((await http.get('/errors/WSS040').set('client-cert', header)).status).toBe(status);
  });

  it('have the scopes that are listed', async () => {
    expect((await http.get('/metrics').set('client-cert', clientCert(known))).status).toBe(403);
  });

  it('mean nothing from anybody else', async () => {
    const other = await startService({ API_KEYS_FILE: file, TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8' });
    expect((await other.http.get('/errors/WSS040').set('client-cert', clientCert(known))).status).toBe(401);
    await other.app.close();
  });
});

describe('the access file', () => {
  it('is read again when Kubernetes swaps it, and stays in force when the new one is bad', async () => {
    const mounted = join(folder, 'mounted.json');
    // A mounted Secret is a link into a folder that is replaced as a whole.
    const swap = (text: string) => {
      const target = join(folder, `data-${randomBytes(4).toString('hex')}`);
      writeFileSync(target, text);
      symlinkSync(target, `${mounted}.next`);
      renameSync(`${mounted}.next`, mounted);
    };
    swap(JSON.stringify({ keys: [{ name: 'a', sha256: digest('mtd_a'), scopes: ['errors'] }] }));
    const port = await freePort();
    const { child, output } = startProcess({ PORT: String(port), API_KEYS_FILE: mounted });
    const status = (key: string) =>
      fetch(`http://127.0.0.1:${port}/errors/WSS040`, { headers: { 'x-api-key': key } }).then(
        (reply) => reply.status,
        () => 0,
      );
    await until(async () => (await status('mtd_a')) === 200);
    // Old and new together: a rotation without a gap.
    swap(JSON.stringify({ keys: ['a', 'b'].map((name) => ({ name, sha256: digest(`mtd_${name}`), scopes: ['errors'] })) }));
    await until(async () => (await status('mtd_b')) === 200);
    expect(await status('mtd_a')).toBe(200);
    swap('{"keys": [{"name": "a", "sha256": "mtd_this-is-the-key-itself", "scopes": ["everything"]}]}');
    await until(() => output().includes('is not taken'));
    expect(await status('mtd_b')).toBe(200);
    expect(output()).toMatch(/keys\[0\] needs sha256.*keys\[0\] needs scopes/);
    expect(output()).not.toContain('this-is-the-key-itself');
    swap(JSON.stringify({ keys: [{ name: 'b', sha256: digest('mtd_b'), scopes: ['errors'] }] }));
    await until(async () => (await status('mtd_a')) === 401);
    child.kill('SIGTERM');
  });

  it.each([
    ['[]', /must be a JSON object/],
    ['nonsense', /not JSON/],
    ['{}', /admits nobody/],
    ['{"users":[]}', /"users" is not known/],
    ['{"keys":{}}', /"keys" must be a list/],
    [
      '{"keys":[{"name":"a b","sha256":"x","scopes":[],"expires":"soon","role":"x"}]}',
      /unknown field "role".*needs a name.*needs sha256.*needs scopes.*no time/,
    ],
  ])('%s is refused', (text, says) => {
    expect(() => readAccessList(text)).toThrow(says);
  });

  it('that is bad stops the start', async () => {
    writeFileSync(join(folder, 'bad.json'), '{}');
    const { ended, output } = startProcess({ PORT: '0', API_KEYS_FILE: join(folder, 'bad.json') });
    expect(await ended).toBe(1);
    expect(output()).toMatch(/API_KEYS_FILE.*admits nobody/);
  });
});

describe('bearer tokens', () => {
  let issuer: string;
  let server: Server;
  let service: Awaited<ReturnType<typeof startService>>;
  let privateKey: CryptoKey;
  let asked = 0;
  let broken = false;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    privateKey = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' };
    server = createServer((request, reply) => {
      if (broken) {
        reply.writeHead(500).end();
        return;
      }
      if (request.url === '/jwks') asked++;
      reply.setHeader('content-type', 'application/json');
      reply.end(JSON.stringify(request.url === '/jwks' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    service = await startService({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'mtls-doctor,other', OIDC_CLOCK_SKEW: '30' });
  });
  afterAll(async () => {
    await service.app.close();
    server.close();
  });

  const now = () => Math.floor(Date.now() / 1000);
  const sound = (): JWTPayload => ({ iss: issuer, aud: 'mtls-doctor', sub: 'bot', iat: now(), exp: now() + 60, scope: 'openid errors' });
  const token = (payload: JWTPayload, key: CryptoKey | Uint8Array = privateKey, alg = 'ES256', kid = 'k1') =>
    new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(key);
  const status = async (bearer: string, path = '/errors/WSS040') =>
    (await service.http.get(path).set('authorization', `Bearer ${bearer}`)).status;

  it('with the scope is served, without it is not', async () => {
    expect(await status(await token(sound()))).toBe(200);
    expect(await status(await token(sound()), '/metrics')).toBe(403);
    expect(await status(await token({ ...sound(), scope: ['metrics'] }), '/metrics')).toBe(200);
  });

  it.each([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['for another audience', { aud: 'somebody' }],
    ['that has expired', { exp: 1_700_000_000 }],
    ['that never expires', { exp: undefined }],
    ['of nobody', { sub: undefined }],
    ['from the future', { nbf: 4_000_000_000 }],
  ])('%s is refused', async (_, spoilt) => {
    expect(await status(await token({ ...sound(), ...spoilt }))).toBe(401);
  });

  it('may differ by the clock skew and no more', async () => {
    expect(await status(await token({ ...sound(), exp: now() - 20 }))).toBe(200);
    expect(await status(await token({ ...sound(), exp: now() - 60 }))).toBe(401);
  });

  it('signed by another key, by a shared secret or by nobody is refused', async () => {
    const { privateKey: other } = await generateKeyPair('ES256');
    expect(await status(await token(sound(), other))).toBe(401);
    expect(await status(await token(sound(), new TextEncoder().encode('a shared secret of some length ok'), 'HS256'))).toBe(401);
    expect(await status(new UnsecuredJWT(sound()).encode())).toBe(401);
    expect(await status('nonsense')).toBe(401);
    expect(await status(`${await token(sound())}${'x'.repeat(9000)}`)).toBe(401);
  });

  it('asks the issuer for its keys once', async () => {
    for (let index = 0; index < 5; index++) await status(await token(sound()));
    expect(asked).toBe(1);
  });

  it('whose issuer is away can not be judged: 503, and served again when it is back', async () => {
    broken = true;
    const other = await startService({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'mtls-doctor' });
    const bearer = `Bearer ${await token(sound())}`;
    const away = await other.http.get('/errors/WSS040').set('authorization', bearer);
    expect([away.status, away.body.errorCode, away.headers['retry-after']]).toEqual([503, 'ISSUER_UNREACHABLE', '15']);
    broken = false;
    expect((await other.http.get('/errors/WSS040').set('authorization', bearer)).status).toBe(200);
    await other.app.close();
  });

  it('need an audience', () => {
    expect(() => readConfig({ OIDC_ISSUER: 'https://issuer.example' })).toThrow(/OIDC_AUDIENCE must be set/);
  });
});

it('says loudly that access is open', async () => {
  const { child, output } = startProcess({ PORT: '0' });
  await until(() => output().includes('Listening'));
  expect(output()).toMatch(/"level":"warn".*ACCESS IS OPEN/);
  child.kill('SIGTERM');
});

it.each(['10.0.0.0/33', 'proxy', '::1/129', '10.0.0.1/8/8'])('refuses the trusted proxy %s', (range) => {
  expect(() => readConfig({ TRUSTED_PROXIES: range })).toThrow(/TRUSTED_PROXIES/);
});
