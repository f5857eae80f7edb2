/** What a run of base64 in a text gave. */
export interface Decoded {
  bytes: Buffer;
  /** The first character behind it. */
  end: number;
  /** Characters that are no base64 and no decoration, skipped on the way. */
  strange: number;
  /** It stood on one line. */
  singleLine: boolean;
  urlAlphabet: boolean;
}

/** Characters between the lines of a quoted or decorated text. */
const DECORATION = new Set(' \t\r\n>|"\'\\,;*`\u00a0\u200b\u200c\u200d\u2060\ufeff');

const LETTER = 1;
const URL_LETTER = 2;
const PADDING = 3;

const CLASSES = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const letter = String.fromCharCode(code);
  if (/[A-Za-z0-9+/]/.test(letter)) CLASSES[code] = LETTER;
  else if (letter === '-' || letter === '_') CLASSES[code] = URL_LETTER;
  else if (letter === '=') CLASSES[code] = PADDING;
}

/** @returns whether the character belongs to either alphabet of base64 (RFC 4648) */
export const isBase64 = (code: number): boolean => code < 128 && (CLASSES[code] === LETTER || CLASSES[code] === URL_LETTER);

/**
 * Reads base64 from a place in a text, over line breaks, quote marks and blanks.
 * @param text the whole text
 * @param from where it begins
 * @param to where it ends at the latest
 * @returns the bytes; when they begin a DER element, only as many as it says it has (RFC 4648, section 4 and 5)
 */
export function decodeBase64(text: string, from: number, to: number): Decoded {
  const letters: string[] = [];
  let count = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let strange = 0;
  let breaks = 0;
  let urlAlphabet = false;
  let runStart = -1;
  let at = from;
  const closeRun = (end: number) => {
    if (runStart >= 0) letters.push(text.slice(runStart, end));
    runStart = -1;
  };
  for (; at < to && count < wanted; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? CLASSES[code] : 0;
    if (kind === LETTER || (kind === URL_LETTER && !text.startsWith('----', at))) {
      if (runStart < 0) runStart = at;
      if (kind === URL_LETTER) urlAlphabet = true;
      count++;
      if (count === 12) {
        closeRun(at + 1);
        wanted = lettersOf(Buffer.from(letters.join(''), 'base64'));
      }
      continue;
    }
    closeRun(at);
    if (kind === URL_LETTER) break;
    if (code === 10) breaks++;
    if (kind !== PADDING && !DECORATION.has(text.charAt(at))) strange++;
  }
  closeRun(at);
  while (at < to && text.charCodeAt(at) === 61) at++;
  return { bytes: Buffer.from(letters.join(''), 'base64'), end: at, strange, singleLine: breaks === 0, urlAlphabet };
}

/** How many letters the DER element takes that begins here; without end when none does. */
function lettersOf(head: Buffer): number {
  if (head.length < 6 || head[0] !== 0x30) return Number.POSITIVE_INFINITY;
  const first = head[1] as number;
  if (first < 0x80) return letterCount(2 + first);
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) return Number.POSITIVE_INFINITY;
  return letterCount(2 + octets + head.readUIntBE(2, octets));
}

const letterCount = (bytes: number) => Math.ceil((bytes * 4) / 3);

/** @returns the bytes, when the text is nothing but hexadecimal digits with the usual separators */
export function decodeHex(text: string): Buffer | undefined {
  let digits = '';
  let from = 0;
  const body = text.startsWith('0x') || text.startsWith('0X') ? text.slice(2) : text;
  for (let at = 0; at <= body.length; at++) {
    const code = body.charCodeAt(at);
    const digit = (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
    if (digit) continue;
    digits += body.slice(from, at);
    from = at + 1;
    // Blanks, line breaks, colons and dashes separate bytes.
    if (at < body.length && !(code === 32 || code === 9 || code === 10 || code === 13 || code === 58 || code === 45)) return undefined;
  }
  return digits.length >= 64 && digits.length % 2 === 0 ? Buffer.from(digits, 'hex') : undefined;
}
