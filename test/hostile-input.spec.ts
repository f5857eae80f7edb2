import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { freePort, startProcess, until } from './service.js';

/** What an attacker sends, to a real process, which must serve on and write nothing of it. */
const port = await freePort();
const service = startProcess({ PORT: String(port), REQUEST_LOG: 'true' });
const url = `http://127.0.0.1:${port}`;
const SECRET = 'HUGO-SECRET';
await until(() =>
  fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  ),
);
afterAll(() => service.child.kill('SIGKILL'));

const post = (path: string, body: string, type = 'application/json') =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': type }, body }).then(async (reply) => ({
    status: reply.status,
    text: await reply.text(),
  }));

const open = () =>
  new Promise<Socket>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });

/** Whether a question is answered as ever. */
const servesOn = () => post('/diagnose', '{"text":"Message no. WSS040"}').then(({ status }) => status === 200);

it.each([
  ['arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['objects inside a known field', `{"http":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
  ['arrays with a forbidden key in them', `${'['.repeat(100_000)}{"__proto__":1}${']'.repeat(100_000)}`],
])('JSON nested 100,000 deep: %s', async (_, body) => {
  const { status } = await post('/diagnose', body);
  expect(status).toBe(400);
});

it('prototype pollution: keys are refused and nothing is changed', async () => {
  for (const body of [
    '{"__proto__":{"polluted":1}}',
    '{"answers":{"__proto__":{"polluted":1}}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    String.raw`{"answers":{"\u005f\u005fproto__":"x"}}`,
  ]) {
    expect((await post('/diagnose', body)).status).toBe(400);
  }
  expect((await fetch(`${url}/errors?__proto__[polluted]=1`)).status).toBe(400);
  expect((await post('/diagnose', '{"text":"Message no. WSS040"}')).text).not.toContain('polluted');
});

it('CRLF in every string field goes no further', async () => {
  const breaking = `${SECRET}\r\nset-cookie: a=b\r\n\r\n{"level":"fatal"}`;
  const body = JSON.stringify({
    text: breaking,
    product: breaking,
    direction: breaking,
    transcript: breaking,
    answers: { [breaking]: breaking },
    http: { status: 401, headers: { [breaking]: breaking }, body: breaking },
    certificates: [{ data: breaking, label: breaking, password: breaking }],
  });
  const reply = await fetch(`${url}/diagnose`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(reply.headers.has('set-cookie')).toBe(false);
  for (const path of [
    `/errors/${encodeURIComponent(breaking)}`,
    `/causes/${encodeURIComponent(breaking)}`,
    `/guides/${encodeURIComponent(breaking)}`,
    `/errors?q=${encodeURIComponent(breaking)}`,
  ]) {
    const { status, headers } = await fetch(url + path);
    expect([200, 400, 404]).toContain(status);
    expect(headers.has('set-cookie')).toBe(false);
  }
});

it('a million keys, a million elements, a string of a mebibyte', async () => {
  const keys = `{${Array.from({ length: 150_000 }, (_, at) => `"k${at}":1`).join()}}`;
  expect((await post('/diagnose', keys)).status).toBe(400);
  expect((await post('/diagnose', `{"certificates":[${'0,'.repeat(1_000_000)}0]}`)).status).toBe(400);
  expect((await post('/errors/match', `${SECRET} `.repeat(80_000), 'text/plain')).status).toBe(200);
});

it('slowloris: 200 connections that never finish their headers hold nobody up', async () => {
  const slow = await Promise.all(Array.from({ length: 200 }, open));
  for (const socket of slow) socket.write('POST /diagnose HTTP/1.1\r\nhost: x\r\nx-a: ');
  const drip = setInterval(() => slow.forEach((socket) => socket.write('a')), 20);
  const before = performance.now();
  expect((await post('/diagnose', '{"text":"Message no. WSS040"}')).status).toBe(200);
  expect(performance.now() - before).toBeLessThan(10_000);
  clearInterval(drip);
  slow.forEach((socket) => socket.destroy());
});

it('10,000 idle connections cost little and hold nobody up', async () => {
  const memory = async () => Number(/^process_resident_memory_bytes (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);
  const before = await memory();
  const idle: Socket[] = [];
  try {
    for (let at = 0; at < 10_000; at += 200) idle.push(...(await Promise.all(Array.from({ length: 200 }, open))));
    expect((await post('/diagnose', '{"text":"Message no. WSS040"}')).status).toBe(200);
    expect((await memory()) - before).toBeLessThan(300 * 1024 * 1024);
  } finally {
    idle.forEach((socket) => socket.destroy());
  }
});

describe('CRLF in every string that an operation takes', () => {
  interface Schema {
    $ref?: string;
    type?: string;
    properties?: Record<string, Schema>;
    items?: Schema;
    allOf?: Schema[];
    additionalProperties?: Schema | boolean;
  }
  interface Operation {
    parameters?: { in: string; name: string; schema?: Schema }[];
    requestBody?: { content: Record<string, { schema: Schema; examples?: Record<string, { value: object }>; example?: object }> };
  }
  const document = JSON.parse(readFileSync('openapi/openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };
  const breaking = `${SECRET}\r\nset-cookie: a=b\r\n\r\n{"level":"fatal"}`;
  const resolved = (schema: Schema): Schema => {
    const name = schema.$ref?.split('/').at(-1) ?? schema.allOf?.[0]?.$ref?.split('/').at(-1);
    return name ? (document.components.schemas[name] ?? {}) : schema;
  };
  /** Where strings may stand, as what to put beside the example so that one stands there. */
  const placesOf = (schema: Schema, depth = 0): unknown[] => {
    const { type, properties, items, additionalProperties } = resolved(schema);
    if (depth > 4) return [];
    if (type === 'string') return [breaking];
    if (items) return placesOf(items, depth + 1).map((value) => [value]);
    if (properties)
      return Object.entries(properties).flatMap(([name, field]) => placesOf(field, depth + 1).map((value) => ({ [name]: value })));
    return typeof additionalProperties === 'object' ? [{ [breaking]: breaking }] : [];
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, method, path, operation })),
  );
  const harmless = async (path: string, init: RequestInit = {}) => {
    const reply = await fetch(url + path, init);
    await reply.arrayBuffer();
    return (reply.status < 500 || reply.status === 503) && !reply.headers.has('set-cookie');
  };

  it.each(operations)('$name', async ({ method, path, operation: { parameters = [], requestBody } }) => {
    const filled = path.replaceAll(/\{\w+\}/g, encodeURIComponent(breaking));
    if (filled !== path && method === 'get') expect(await harmless(filled)).toBe(true);
    for (const { name } of parameters.filter((parameter) => parameter.in === 'query'))
      expect([name, await harmless(`${filled}?${encodeURIComponent(name)}=${encodeURIComponent(breaking)}`, { method })]).toEqual([
        name,
        true,
      ]);
    const json = requestBody?.content['application/json'];
    if (!json) return;
    const example = json.example ?? Object.values(json.examples ?? {})[0]?.value ?? {};
    const places = placesOf(json.schema);
    for (const place of places.length > 0 ? places : [breaking]) {
      const body = typeof place === 'object' ? { ...example, ...place } : place;
      const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      expect([place, await harmless(filled, init)]).toEqual([place, true]);
    }
  });
});

it('header fields of 1 MiB, request lines of 1 MiB, a body that is not as long as it says', async () => {
  for (const bytes of [
    `GET / HTTP/1.1\r\nx: ${'a'.repeat(1_048_576)}\r\n\r\n`,
    `GET /${'a'.repeat(1_048_576)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    'POST /diagnose HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n',
    'POST /diagnose HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ]) {
    const socket = await open();
    const reply = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', () => {});
    });
    socket.write(bytes);
    expect(await reply).toMatch(/^HTTP\/1\.1 4\d\d |^$/);
  }
});

it('serves on after all of it', async () => {
  expect(await servesOn()).toBe(true);
  expect(service.child.exitCode).toBeNull();
});

it('nothing of it is in the log', () => {
  expect(service.output()).toContain('"message":"Request served"');
  expect(service.output()).not.toContain(SECRET);
  for (const line of service.output().trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
});
