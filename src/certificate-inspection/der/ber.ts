import { DEEPEST, DerError, TAG } from './der.js';

/**
 * Writes BER as DER: definite minimal lengths, strings in one piece. PKCS#7 and PKCS#12 files are often BER
 * (Windows, Java and hardware modules stream them).
 * @param input one BER element; bytes behind it are left out
 * @returns the same content as DER
 * @throws DerError when it is no BER, or nested deeper than 40 levels
 */
export function berToDer(input: Buffer): Buffer {
  return convert(input, 0, input.length, 0).der;
}

/** Whether an input begins with an element of indefinite length (X.690, section 8.1.3.6). */
export const isIndefinite = (input: Buffer): boolean => input.length > 4 && ((input[0] as number) & 0x20) !== 0 && input[1] === 0x80;

interface Converted {
  der: Buffer;
  end: number;
}

function convert(input: Buffer, start: number, limit: number, depth: number): Converted {
  if (depth > DEEPEST) throw new DerError('nested too deeply', start);
  if (start + 2 > limit) throw new DerError('the data ends inside an element', start);
  const tag = input[start] as number;
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag number above 30, which nothing here uses', start);
  const constructed = (tag & 0x20) !== 0;
  const { indefinite, contentStart, end } = header(input, start, limit, constructed);
  if (!constructed) return { der: element(tag, input.subarray(contentStart, end)), end };
  const parts: Buffer[] = [];
  let at = contentStart;
  while (indefinite ? !endOfContents(input, at, limit) : at < end) {
    const part = convert(input, at, indefinite ? limit : end, depth + 1);
    parts.push(part.der);
    at = part.end;
  }
  return { der: join(tag, parts, indefinite), end: indefinite ? at + 2 : end };
}

function header(input: Buffer, start: number, limit: number, constructed: boolean) {
  let at = start + 2;
  let length = input[start + 1] as number;
  if (length === 0x80) {
    if (!constructed) throw new DerError('an indefinite length on a primitive element', start);
    return { indefinite: true, contentStart: at, end: limit };
  }
  if (length > 0x80) {
    const count = length & 0x7f;
    if (count > 4 || at + count > limit) throw new DerError('a length that is too long', start);
    length = input.readUIntBE(at, count);
    at += count;
  }
  if (at + length > limit) throw new DerError('the data ends inside an element', start);
  return { indefinite: false, contentStart: at, end: at + length };
}

function endOfContents(input: Buffer, at: number, limit: number): boolean {
  if (at + 2 > limit) throw new DerError('the end of an indefinite element is missing', at);
  return input[at] === 0 && input[at + 1] === 0;
}

const isOctets = (part: Buffer) => part[0] === TAG.octetString;

/** Strings in several pieces become one (X.690, section 10.2). */
function join(tag: number, parts: Buffer[], indefinite: boolean): Buffer {
  if (tag === (TAG.octetString | 0x20)) return element(TAG.octetString, Buffer.concat(parts.map(contentOf)));
  // An implicit [0] OCTET STRING in pieces is the encrypted content of PKCS#7 EncryptedData. An explicit [0]
  // around one whole OCTET STRING looks alike, so a single piece stays as it is and its readers take both.
  if (tag === 0xa0 && indefinite && parts.length > 1 && parts.every(isOctets)) return element(0x80, Buffer.concat(parts.map(contentOf)));
  return element(tag, Buffer.concat(parts));
}

function contentOf(der: Buffer): Buffer {
  const first = der[1] as number;
  return der.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}

/**
 * Writes one element of DER.
 * @param tag the identifier octet
 * @param content what it holds
 */
export function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff);
  return Buffer.concat([Buffer.from([tag, 0x80 | octets.length, ...octets]), content]);
}
