import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePki } from './servers/pki.js';
import { haproxy } from './servers/zoo.js';
import { freePort, startProcess, until } from './service.js';

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string; boolValue?: boolean };
}
interface SentSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  events?: { name: string }[];
  status: { code?: number };
}

/** A collector that takes OTLP over HTTP in JSON (opentelemetry.io/docs/specs/otlp, section OTLP/HTTP). */
const bodies: string[] = [];
const collector = createServer((request, reply) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    if (request.url === '/v1/traces' && request.headers['content-type'] === 'application/json') bodies.push(body);
    reply.setHeader('content-type', 'application/json').end('{}');
  });
});
await once(collector.listen(0, '127.0.0.1'), 'listening');
const pki = makePki();
const server = await haproxy(pki, `ca-file ${pki.files.clientCas} verify required`);
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const service = startProcess({
  PORT: String(port),
  PROBE_ALLOW: '127.0.0.0/8',
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  OTEL_BSP_SCHEDULE_DELAY: '100',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
});
await until(() =>
  fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  ),
);
afterAll(async () => {
  service.child.kill('SIGKILL');
  collector.close();
  await server.stop();
});

const resources = () =>
  bodies.flatMap(
    (body) =>
      (JSON.parse(body) as { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SentSpan[] }[] }[] })
        .resourceSpans,
  );
const spans = () => resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
const attributesOf = ({ attributes }: { attributes: Attribute[] }) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? Number(value.intValue)]));
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const spanNamed = async (name: string, holds: (span: SentSpan) => boolean = () => true) => {
  await until(() => spans().some((span) => span.name === name && holds(span)));
  return spans().find((span) => span.name === name && holds(span))!;
};

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

it('a request is a span below the one of its caller, and the reply says which', async () => {
  const reply = await post('/diagnose', { text: 'Message no. WSS040 for HUGO-SECRET' }, { traceparent: `00-${TRACE}-${PARENT}-01` });
  const span = await spanNamed('POST /diagnose');
  expect(span).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, kind: 2 });
  expect(attributesOf(span)).toMatchObject({ 'http.route': '/diagnose', 'http.request.method': 'POST', 'http.response.status_code': 200 });
  expect(reply.headers.get('traceparent')).toBe(`00-${TRACE}-${span.spanId}-01`);
  expect(attributesOf(resources()[0]!.resource)).toMatchObject({ 'service.name': 'mtls-doctor', 'deployment.environment.name': 'test' });
});

it('a caller that does not trace gets a trace of its own, and a path without operation is one name', async () => {
  const reply = await fetch(`${url}/nowhere/HUGO-SECRET?x=HUGO-SECRET`);
  const span = await spanNamed('GET none');
  expect(span.parentSpanId ?? '').toBe('');
  expect(reply.headers.get('traceparent')).toBe(`00-${span.traceId}-${span.spanId}-01`);
  expect(attributesOf(span)).toMatchObject({ 'http.response.status_code': 404 });
});

it('what a caller does not sample is not sent', async () => {
  await fetch(`${url}/causes`, { headers: { traceparent: `00-${'ab'.repeat(16)}-${PARENT}-00` } });
  await fetch(`${url}/guides`);
  await spanNamed('GET /guides');
  expect(spans().map(({ name }) => name)).not.toContain('GET /causes');
});

it('the phases of a look and the opening of a key store are spans below', async () => {
  const target = { host: '127.0.0.1', port: server.port, serverName: 'localhost' };
  await post('/probes', target);
  const request = await spanNamed('POST /probes');
  const look = await spanNamed('look at a server');
  expect(look).toMatchObject({ traceId: request.traceId, parentSpanId: request.spanId });
  expect(attributesOf(look)).toMatchObject({ 'mtls_doctor.outcome': 'refused' });
  const phases = spans().filter(({ parentSpanId }) => parentSpanId === look.spanId);
  expect(phases.map(({ name }) => name)).toEqual(expect.arrayContaining(['tcp', 'tls']));
  for (const { startTimeUnixNano, endTimeUnixNano } of phases) expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
  await post('/probes', target);
  await spanNamed('POST /probes', ({ events = [] }) => events.some(({ name }) => name === 'kept look'));

  const data = pki.pkcs12(pki.clients.goodEc, 'HUGO-SECRET').toString('base64');
  expect((await post('/certificates/inspect', { data, password: 'HUGO-SECRET' })).status).toBe(200);
  const inspection = await spanNamed('POST /certificates/inspect');
  const opening = await spanNamed('open key store');
  expect(opening).toMatchObject({ traceId: inspection.traceId, parentSpanId: inspection.spanId });
  expect(attributesOf(opening)).toMatchObject({ 'mtls_doctor.kind': 'pkcs12', 'mtls_doctor.opened': true });
});

it('holds nothing of what was pasted, and leaves out what the platform asks', () => {
  expect(bodies.join()).not.toContain('HUGO');
  expect(
    spans()
      .map(({ name }) => name)
      .filter((name) => name.includes('/health')),
  ).toEqual([]);
});

it('sends what is left when it ends', async () => {
  await fetch(`${url}/errors/WSS040`);
  service.child.kill('SIGTERM');
  await service.ended;
  expect(spans().map(({ name }) => name)).toContain('GET /errors/:id');
});
