import { DEEPEST, TAG } from './der.js';

/** A place where bytes are readable and yet no DER. */
export interface EncodingFlaw {
  says: string;
  offset: number;
}

/** How many are told. */
const MOST = 5;

/**
 * Looks for encodings that readers accept and DER does not allow (X.690, sections 10 and 11): they change signatures
 * and thumbprints when a tool writes the certificate anew, and strict peers refuse them.
 * @param input one element that has been read
 * @returns at most five, none for a sound certificate; where the structure breaks the search ends
 */
export function encodingFlaws(input: Buffer): EncodingFlaw[] {
  const flaws: EncodingFlaw[] = [];
  look(input, 0, input.length, 0, flaws);
  return flaws;
}

/** Works on offsets alone: it runs for every certificate. */
function look(input: Buffer, from: number, to: number, depth: number, flaws: EncodingFlaw[]): void {
  for (let at = from; at + 2 <= to && flaws.length < MOST;) {
    const tag = input[at] as number;
    let content = at + 2;
    let length = input[at + 1] as number;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4 || content + count > to) return;
      length = input.readUIntBE(content, count);
      content += count;
      if (length < 0x80 || input[at + 2] === 0) flaws.push({ says: 'a length written with more bytes than it needs', offset: at });
    }
    const end = content + length;
    if (end > to) return;
    if ((tag & 0x20) !== 0) {
      if (depth < DEEPEST) look(input, content, end, depth + 1, flaws);
    } else if (tag === TAG.boolean) {
      if (length !== 1 || (input[content] !== 0 && input[content] !== 0xff))
        flaws.push({ says: 'a BOOLEAN that is neither 00 nor FF', offset: at });
    } else if (tag === TAG.integer && isPadded(input, content, length)) {
      flaws.push({ says: 'an INTEGER with needless leading bytes', offset: at });
    }
    at = end;
  }
}

function isPadded(input: Buffer, at: number, length: number): boolean {
  if (length === 0) return true;
  if (length === 1) return false;
  const high = (input[at + 1] as number) & 0x80;
  return (input[at] === 0 && high === 0) || (input[at] === 0xff && high !== 0);
}
