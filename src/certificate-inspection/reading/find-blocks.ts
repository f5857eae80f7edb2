import { decodeBase64, isBase64 } from './base64.js';

/** Something encoded in a text. */
export interface Block {
  /** The label of PEM (RFC 7468), undefined for bare base64. */
  label?: string;
  bytes: Buffer;
  /** The block as it stands, for what needs its header fields (encrypted keys). Never leaves the reader. */
  text: string;
  /** Where it begins in the cleaned text. */
  offset: number;
  singleLine: boolean;
  /** The END line is missing. */
  unfinished: boolean;
  strange: number;
  urlAlphabet: boolean;
}

/** The most blocks that are looked at. */
const MOST = 600;

/** How many places are tried at which bare base64 may begin. */
const MOST_TRIED = 5000;

const LONGEST_LABEL = 60;
const SHORTEST_BARE = 64;
const BEGIN = '-----BEGIN ';
const END = '-----END ';

/**
 * Finds what is encoded in a text: PEM blocks first; where there are none, base64 of such and of bare certificates.
 * @param text cleaned
 * @returns in the order of the text, at most 600
 */
export function findBlocks(text: string): Block[] {
  const blocks = armoured(text);
  return blocks.length > 0 ? blocks : [...wrapped(text), ...bare(text)];
}

function armoured(text: string): Block[] {
  const blocks: Block[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0 && blocks.length < MOST;) {
    const labelEnd = text.indexOf('-----', at + BEGIN.length);
    if (labelEnd < 0) break;
    const next = text.indexOf(BEGIN, at + BEGIN.length);
    const label = text.slice(at + BEGIN.length, labelEnd).trim();
    if (label.length <= LONGEST_LABEL && (next < 0 || labelEnd < next)) {
      const end = text.indexOf(END, labelEnd + 5);
      const unfinished = end < 0 || (next >= 0 && end > next);
      const bodyEnd = unfinished ? (next < 0 ? text.length : next) : end;
      blocks.push({
        label: label.toUpperCase(),
        text: text.slice(at, unfinished ? bodyEnd : Math.min(text.length, end + END.length + label.length + 5)),
        offset: at,
        unfinished,
        ...bodyOf(text, labelEnd + 5, bodyEnd),
      });
    }
    at = next;
  }
  return blocks;
}

type Body = Pick<Block, 'bytes' | 'singleLine' | 'strange' | 'urlAlphabet'>;

/** The body of PEM: header fields are left out; where every line has the same kind of prefix, the last word of a line counts. */
function bodyOf(text: string, from: number, to: number): Body {
  const start = behindHeaderFields(text, from, to);
  const plain = plainBody(text.slice(start, to));
  if (plain) return plain;
  const whole = decodeBase64(text, start, to);
  if (isElement(whole.bytes)) return whole;
  const joined = text.slice(start, to).replaceAll(/["'] *[+.] *\n *["']/g, '');
  const literal = decodeBase64(joined, 0, joined.length);
  if (isElement(literal.bytes)) return { ...literal, singleLine: false };
  const lastWords = text
    .slice(start, to)
    .split('\n')
    .map((line) => line.trim().split(/\s/).at(-1) ?? '')
    .join('\n');
  const words = decodeBase64(lastWords, 0, lastWords.length);
  return isElement(words.bytes) ? { ...words, singleLine: false } : whole;
}

/** What nearly every body is: base64 of one whole element and line breaks, which Node decodes much faster than `decodeBase64`. */
function plainBody(text: string): Body | undefined {
  const trimmed = text.trimEnd();
  const padding = trimmed.endsWith('==') ? 2 : trimmed.endsWith('=') ? 1 : 0;
  const letters = padding > 0 ? trimmed.slice(0, -padding) : trimmed;
  const bytes = Buffer.from(letters, 'base64');
  if (elementLength(bytes) !== bytes.length || letters.includes('-') || letters.includes('_')) return undefined;
  // Node leaves out what is no letter of base64: with the line breaks, all characters must be accounted for.
  const breaks = occurrences(letters, '\n');
  const returns = letters.includes('\r') ? occurrences(letters, '\r') : 0;
  if (Math.ceil((bytes.length * 4) / 3) + breaks + returns !== letters.length) return undefined;
  return { bytes, singleLine: breaks === 0, strange: 0, urlAlphabet: false };
}

function occurrences(text: string, letter: string): number {
  let count = 0;
  for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) count++;
  return count;
}

/** How long the SEQUENCE says it is that begins some bytes; undefined for others and for indefinite ones. */
function elementLength(bytes: Buffer): number | undefined {
  if (bytes.length < 2 || bytes[0] !== 0x30) return undefined;
  const first = bytes[1] as number;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  return octets > 0 && octets <= 4 && bytes.length >= 2 + octets ? 2 + octets + bytes.readUIntBE(2, octets) : undefined;
}

/** Fields such as "Proc-Type: 4,ENCRYPTED" end with an empty line (RFC 1421, section 4.4). */
function behindHeaderFields(text: string, from: number, to: number): number {
  if (text.charCodeAt(from) === 10 && text.charCodeAt(from + 1) === 0x4d && text.charCodeAt(from + 2) === 0x49) return from;
  const head = text.slice(from, Math.min(to, from + 400));
  if (!/^\s*[A-Za-z][A-Za-z-]{0,40}: /.test(head)) return from;
  const gap = /\n[ \t]*\r?\n/.exec(head);
  return gap ? from + gap.index + gap[0].length : from;
}

function bare(text: string): Block[] {
  const blocks: Block[] = [];
  let tried = 0;
  for (let at = 0; at < text.length && blocks.length < MOST && tried < MOST_TRIED; at++) {
    if (!mayBegin(text, at)) continue;
    tried++;
    const found = decodeBase64(text, at, text.length);
    // More than a few foreign characters: this is prose that happens to be of letters.
    if (found.bytes.length < SHORTEST_BARE || found.strange > 2 || !isElement(found.bytes)) continue;
    blocks.push({ text: '', offset: at, unfinished: false, ...found });
    at = found.end - 1;
  }
  return blocks;
}

const WRAPPED = 'LS0tLS1C';
const MOST_WRAPPED = 20;

/** PEM in base64, as Kubernetes writes it into a manifest: "LS0tLS1C" is "-----B". */
function wrapped(text: string): Block[] {
  const blocks: Block[] = [];
  for (let at = text.indexOf(WRAPPED); at >= 0 && blocks.length < MOST_WRAPPED;) {
    let end = at;
    while (end < text.length && (isBase64(text.charCodeAt(end)) || text.charCodeAt(end) === 61)) end++;
    const bytes = Buffer.from(text.slice(at, end), 'base64');
    blocks.push({ text: '', offset: at, unfinished: false, bytes, singleLine: true, strange: 0, urlAlphabet: false });
    at = text.indexOf(WRAPPED, end);
  }
  return blocks;
}

/** "M" is 0x30 with the two top bits of a length: "MI" for two length bytes, "MF" to "MG" for one, "MB" and so on for short ones; "/u3+7Q" and "zs7Ozg" begin Java key stores. */
function mayBegin(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 0x4d || (at > 0 && isBase64(text.charCodeAt(at - 1)))) return false;
  const second = text.charAt(at + 1);
  return second === 'I' || second === 'H' || second === 'G' || second === 'F' || second === 'E' || second === 'D' || second === 'C';
}

/** Whether the bytes are one element by their length, or begin an indefinite one; bytes behind are allowed. */
export function isElement(bytes: Buffer): boolean {
  if (bytes.length < 2 || bytes[0] !== 0x30) return false;
  const first = bytes[1] as number;
  if (first < 0x80) return bytes.length >= first + 2;
  const octets = first & 0x7f;
  if (octets === 0) return true;
  return octets <= 4 && bytes.length >= 2 + octets && bytes.length >= 2 + octets + bytes.readUIntBE(2, octets);
}
