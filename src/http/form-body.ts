import { Busboy } from '@fastify/busboy';
import { refused } from './refused.js';
import { refusal } from './shape.pipe.js';

/** What a field of a form stands for: a file, a file with a password of its own, several of these, or a value that is no text. */
export type UploadField = 'file' | 'input' | 'inputs' | 'number' | 'flag' | 'list';

/** How an operation takes files. */
export interface Upload {
  /** Fields of the body that are no plain text. */
  fields: Readonly<Record<string, UploadField>>;
  /** The field that a body of application/octet-stream stands for; such a body is refused where there is none. */
  raw?: string;
}

/** One part of a form: bytes where it is a file; a sender may leave out the name, whatever the parser's types say. */
interface Part {
  name?: string;
  value: string | Buffer;
}

/** As many as the longest list of files and every other field need. */
const MOST_PARTS = 500;
const LONGEST_NAME = 60;

/**
 * Reads multipart/form-data (RFC 7578) that was received as a whole, so that the limit of bodies holds for it too.
 * @param contentType with the boundary
 * @param upload what the operation takes
 * @returns the body that the same request as JSON would have, with files as bytes
 * @throws HttpException 400 when it is no form, or names a field that can't be one
 */
export async function formBody(body: Buffer, contentType: string, upload: Upload): Promise<object> {
  const parts = await partsOf(body, contentType);
  const built: Record<string, unknown> = {};
  const passwords = new Map<string, string>();
  for (const { name = '', value } of parts) {
    const [field = '', sub, ...deeper] = name.split('.');
    const kind = upload.fields[field];
    const opens = sub === 'password' && (kind === 'input' || kind === 'inputs');
    if (!/^[a-z][A-Za-z]*$/.test(field) || field in Object.prototype || deeper.length > 0 || (sub !== undefined && !opens))
      throw refusal([{ pointer: `/${name.slice(0, LONGEST_NAME)}`, detail: 'is not a known field; take it out or correct its name.' }]);
    if (opens) passwords.set(field, value.toString());
    else if (kind === 'inputs') built[field] = [...((built[field] as object[] | undefined) ?? []), { data: value }];
    else if (kind === 'list') built[field] = [...((built[field] as string[] | undefined) ?? []), value.toString()];
    else if (field in built) throw refusal([{ pointer: `/${field}`, detail: 'is given twice.' }]);
    else built[field] = kind === 'input' ? { data: value } : kind === 'file' ? value : valueOf(kind, value.toString());
  }
  for (const [field, password] of passwords) {
    const inputs = [built[field] ?? []].flat() as object[];
    built[field] = Array.isArray(built[field]) ? inputs.map((input) => ({ ...input, password })) : { ...inputs[0], password };
  }
  return built;
}

/** What is no number and no flag stays text, and is refused by the check of the shape in its words. */
function valueOf(kind: UploadField | undefined, text: string): unknown {
  if (kind === 'number' && /^-?\d{1,9}$/.test(text)) return Number(text);
  if (kind === 'flag' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function partsOf(body: Buffer, contentType: string): Promise<Part[]> {
  return new Promise((resolve, reject) => {
    const parts: Part[] = [];
    const refuse = () =>
      reject(refused('MALFORMED_FORM', 'The body is no multipart/form-data: a boundary or a part is missing or cut off.'));
    let parser: InstanceType<typeof Busboy>;
    try {
      parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { parts: MOST_PARTS, fieldNameSize: LONGEST_NAME, fieldSize: body.length, headerPairs: 20, headerSize: 4096 },
      });
    } catch {
      return refuse();
    }
    parser.on('field', (name, value) => parts.push({ name, value }));
    parser.on('file', (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => parts.push({ name, value: Buffer.concat(chunks) }));
      stream.on('error', refuse);
    });
    parser.on('partsLimit', () => reject(refusal([{ pointer: '', detail: `The form has more than ${MOST_PARTS} parts.` }])));
    parser.on('error', refuse);
    parser.on('finish', () => resolve(parts));
    parser.end(body);
  });
}
