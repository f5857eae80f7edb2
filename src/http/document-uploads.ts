import { UPLOAD_MARK, type UploadMark } from './accepts-upload.js';

type Schema = Record<string, unknown>;

/** An operation of an OpenAPI document, as far as its body goes. */
interface Operation {
  requestBody?: { content: Record<string, { schema: object; examples?: Record<string, { summary: string; value: unknown }> }> };
  [UPLOAD_MARK]?: UploadMark;
}

const FILE: Schema = { type: 'string', format: 'binary' };

/**
 * Writes down that an operation takes files, where its handler says so.
 * @param operation of the document; the mark is taken out of it
 * @param schemas of the document, by name
 */
export function documentUpload(operation: Operation, schemas: Readonly<Record<string, Schema>>): void {
  const mark = operation[UPLOAD_MARK];
  if (!mark || !operation.requestBody) return;
  delete operation[UPLOAD_MARK];
  const { content } = operation.requestBody;
  const { properties = {}, required } = (schemas[mark.shape] ?? {}) as { properties?: Record<string, Schema>; required?: string[] };
  content['multipart/form-data'] = {
    schema: {
      type: 'object',
      additionalProperties: false,
      ...(required && { required }),
      properties: Object.fromEntries(Object.entries(properties).flatMap(([name, schema]) => fieldsOf(name, schema, mark))),
    },
    examples: { form: { summary: 'files and fields', value: mark.example } },
  };
  if (mark.raw)
    content['application/octet-stream'] = {
      schema: { ...FILE },
      examples: { file: { summary: 'a file alone', value: mark.example[mark.raw] } },
    };
}

function fieldsOf(name: string, schema: Schema, { fields }: UploadMark): [string, Schema][] {
  const kind = fields[name];
  const { description } = schema as { description?: string };
  const file = { ...FILE, ...(description && { description }) };
  const password: [string, Schema] = [`${name}.password`, { type: 'string', maxLength: 1024, description: `Of the key store in ${name}.` }];
  if (kind === 'file') return [[name, file]];
  if (kind === 'input') return [[name, file], password];
  if (kind === 'inputs') return [[name, { type: 'array', items: FILE, ...(description && { description }) }], password];
  return [[name, schema]];
}
