import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { startService } from './service.js';

interface Media {
  schema?: object;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}
interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: {
    in: 'path' | 'query' | 'header';
    name: string;
    required?: boolean;
    example?: string | number;
    schema?: { example?: string | number };
  }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: Record<string, { type?: string }>; additionalProperties?: boolean }> };
}

const document = JSON.parse(readFileSync('openapi/openapi.json', 'utf8')) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method: method as 'get' | 'post',
    operation,
  })),
);

const { app, http } = await startService();
afterAll(() => app.close());

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(document, 'api');

/** @returns the faults of a reply by the schema that the document gives for its operation, status and media type */
function faultsOf(path: string, method: string, status: number, mediaType: string, body: unknown): unknown {
  const pointer = ['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema']
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.getSchema(`api#/${pointer}`);
  if (!validate) return `the document has no schema for ${method} ${path} ${status} ${mediaType}`;
  return validate(body) ? [] : validate.errors;
}

it('is OpenAPI 3.1 and served as it is committed', async () => {
  expect(document.openapi).toBe('3.1.0');
  expect((await http.get('/openapi.json')).body).toEqual(document);
});

it.each(operations)('$name has a summary, a description, a tag and its refusals', ({ operation }) => {
  expect(operation.summary?.length).toBeGreaterThan(8);
  expect(operation.description?.length).toBeGreaterThan(20);
  expect(operation.tags?.length).toBe(1);
  const statuses = Object.keys(operation.responses);
  expect(statuses).toContain('500');
  if (operation.requestBody) expect(statuses).toEqual(expect.arrayContaining(['400', '413', '415']));
  for (const [status, { content }] of Object.entries(operation.responses)) {
    if (Number(status) >= 400) expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
  }
});

/** The examples of the query parameters that a call can't do without. */
const requiredOf = ({ parameters = [] }: Operation) =>
  Object.fromEntries(
    parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name, example, schema }) => [name, example ?? schema?.example]),
  );

/** What is there only after another call. */
const ABSENT = (path: string) => (path === '/probes/batch/none' ? [404] : []);

/** A form as a browser sends it: fields that the document calls binary are files. */
function asForm(call: ReturnType<typeof http.post>, operation: Operation, fields: Record<string, string>): ReturnType<typeof http.post> {
  const schema = operation.requestBody?.content['multipart/form-data']?.schema as
    { properties: Record<string, { format?: string; items?: { format?: string } }> } | undefined;
  for (const [name, value] of Object.entries(fields)) {
    const { format, items } = schema?.properties[name] ?? {};
    if ((format ?? items?.format) === 'binary') void call.attach(name, Buffer.from(value), `${name}.pem`);
    else void call.field(name, value);
  }
  return call;
}

it.each(operations)('$name: its examples work, and every reply is as the document says', async ({ path, method, operation }) => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = operation.parameters?.find((candidate) => candidate.in === 'path' && candidate.name === name);
    const example = parameter?.example ?? parameter?.schema?.example;
    expect(example, `no example for the path parameter ${name}`).toBeDefined();
    return encodeURIComponent(String(example));
  });
  const bodies = Object.entries(operation.requestBody?.content ?? {}).flatMap(([mediaType, { example, examples }]) => {
    const values = examples ? Object.values(examples).map(({ value }) => value) : [example];
    expect(values[0], `no example body of ${mediaType}`).toBeDefined();
    return values.map((value) => ({ mediaType, value }));
  });
  for (const body of bodies.length > 0 ? bodies : [undefined]) {
    const call = http[method](filled).query(requiredOf(operation));
    const reply = !body
      ? await call
      : body.mediaType === 'multipart/form-data'
        ? await asForm(call, operation, body.value as Record<string, string>)
        : await call.set('content-type', body.mediaType).send(body.value as string);
    expect([200, 202, ...ABSENT(filled)]).toContain(reply.status);
    expect(faultsOf(path, method, reply.status, reply.type, reply.type.startsWith('text/') ? reply.text : reply.body)).toEqual([]);
  }
  for (const { name, example, schema } of operation.parameters?.filter((parameter) => parameter.in === 'query') ?? []) {
    const value = example ?? schema?.example;
    if (value === undefined || method !== 'get') continue;
    expect((await http.get(filled).query({ ...requiredOf(operation), [name]: value })).status).toBe(200);
  }
});

it.each(operations.filter(({ method }) => method === 'get'))(
  '$name answers in every media type that the document offers',
  async ({ path, operation }) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const parameter = operation.parameters?.find((candidate) => candidate.in === 'path' && candidate.name === name);
      return encodeURIComponent(String(parameter?.example ?? parameter?.schema?.example));
    });
    const offered = Object.keys(operation.responses['200']?.content ?? {});
    if (offered.length < 2) return;
    for (const mediaType of offered) {
      const reply = await http.get(filled).query(requiredOf(operation)).set('accept', mediaType).buffer(true);
      if (ABSENT(filled).includes(reply.status)) continue;
      expect(reply.type).toBe(mediaType);
      expect(faultsOf(path, 'get', 200, mediaType, mediaType.startsWith('text/') ? reply.text : reply.body)).toEqual([]);
    }
  },
);

it('closes every request shape and knows whole numbers', () => {
  const { DiagnoseRequest, MatchRequest } = document.components.schemas;
  expect(DiagnoseRequest?.additionalProperties).toBe(false);
  expect(MatchRequest?.additionalProperties).toBe(false);
  expect(DiagnoseRequest?.properties?.['maxCauses']?.type).toBe('integer');
});

it('names no host and leaves no reference open', () => {
  const text = JSON.stringify(document);
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
    expect(document.components.schemas).toHaveProperty([name ?? '']);
  expect(text).not.toMatch(/localhost|127\.0\.0\.1/);
});
