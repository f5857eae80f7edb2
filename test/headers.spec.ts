import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startService } from './service.js';

const open = await startService();
const crossing = await startService({ CORS_ORIGINS: 'https://portal.example', COMPRESSION: 'false' });
afterAll(() => Promise.all([open.app.close(), crossing.app.close()]));

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('request id', () => {
  it('is the one that the caller gives', async () => {
    const { headers } = await open.http.get('/health/live').set('x-request-id', 'ticket:4711/a');
    expect(headers['x-request-id']).toBe('ticket:4711/a');
  });

  it.each([
    ['none', undefined],
    ['one with a space', 'a b'],
    ['one too long', 'a'.repeat(129)],
    ['one that would end a log line', 'a","b":"'],
  ])('is made for %s', async (_, given) => {
    const call = open.http.get('/errors/NO-SUCH-THING');
    const { headers } = await (given === undefined ? call : call.set('x-request-id', given));
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps the trace and has a span of its own', async () => {
    const { headers } = await open.http.get('/health/live').set('traceparent', TRACEPARENT);
    expect(headers['traceparent']).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    expect(headers['traceparent']).not.toBe(TRACEPARENT);
  });

  it.each(['00-00000000000000000000000000000000-b7ad6b7169203331-01', 'nonsense', `${TRACEPARENT}-extra`])(
    'ignores the trace %s',
    async (given) => {
      const { headers } = await open.http.get('/health/live').set('traceparent', given);
      expect(headers).not.toHaveProperty('traceparent');
    },
  );
});

describe('headers for browsers', () => {
  it.each(['/health/live', '/docs', '/errors/NO-SUCH-THING', '/nowhere'])('stand on %s', async (path) => {
    const { headers } = await open.http.get(path);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('allow no other origin unless one is set', async () => {
    const { headers } = await open.http.get('/health/live').set('origin', 'https://portal.example');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    const preflight = await open.http
      .options('/diagnose')
      .set('origin', 'https://portal.example')
      .set('access-control-request-method', 'POST');
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('allow exactly the origins that are set', async () => {
    const own = await crossing.http
      .options('/diagnose')
      .set('origin', 'https://portal.example')
      .set('access-control-request-method', 'POST');
    expect(own.headers['access-control-allow-origin']).toBe('https://portal.example');
    const other = await crossing.http.get('/health/live').set('origin', 'https://evil.example');
    expect(other.headers['access-control-allow-origin']).not.toBe('https://evil.example');
  });
});

describe('compression', () => {
  it('of a reply, for those who ask', async () => {
    const asked = await open.http.get('/errors/WSS040').set('accept-encoding', 'gzip');
    expect(asked.headers['content-encoding']).toBe('gzip');
    expect(asked.headers['etag']).toMatch(/^W\//);
    expect(asked.body).toMatchObject({ id: 'WSS040' });
    const plain = await open.http.get('/errors/WSS040').set('accept-encoding', 'identity');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect((await open.http.get('/errors/WSS040').set('if-none-match', asked.headers['etag'] ?? '')).status).toBe(304);
    expect((await crossing.http.get('/errors/WSS040').set('accept-encoding', 'gzip')).headers).not.toHaveProperty('content-encoding');
  });

  const send = (body: Buffer, encoding: string) =>
    open.http
      .post('/diagnose')
      .set('content-type', 'application/json')
      .set('content-encoding', encoding)
      .serialize((given) => given as never)
      .send(body as never);

  it('of a request is undone', async () => {
    expect((await send(gzipSync('{"text":"Message no. WSS040"}'), 'gzip')).body).toMatchObject({ errors: [{ id: 'WSS040' }] });
  });

  it('of a request is undone up to the limit of a body only', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20), { level: 9 });
    expect(bomb.length).toBeLessThan(300_000);
    const before = process.memoryUsage().rss;
    const { status, body } = await send(bomb, 'gzip');
    expect([status, body.errorCode]).toEqual([413, 'BODY_TOO_LARGE']);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it.each([
    ['an encoding that is not taken', brotliCompressSync('{}'), 'br', 415, 'MEDIA_TYPE_NOT_SUPPORTED'],
    ['what is not compressed as said', Buffer.from('{"text":"a"}'), 'gzip', 400, 'MALFORMED_HTTP'],
  ])('refuses %s', async (_, body, encoding, status, errorCode) => {
    const reply = await send(body, encoding);
    expect([reply.status, reply.body.errorCode]).toEqual([status, errorCode]);
  });
});
