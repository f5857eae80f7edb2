/** What had to be undone before a text could be read. */
export type Deformation = 'byte-order-mark' | 'utf-16' | 'html' | 'percent-encoding' | 'escaped-line-breaks' | 'typographic-dashes';

export interface CleanText {
  text: string;
  undone: Deformation[];
}

/** Named characters of HTML that occur in PEM. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  plus: '+',
  sol: '/',
  equals: '=',
  newline: '\n',
  NewLine: '\n',
};

const LONGEST_ENTITY = 10;

/**
 * Undoes what mail programs, JSON, HTML and web forms do to the text of a certificate.
 * @param text as it was pasted
 * @returns the text with real line breaks and characters, and what was undone
 */
export function cleanText(text: string): CleanText {
  // Whether a letter occurs is told much faster than what an expression finds.
  const undone: Deformation[] = [];
  const step = (what: Deformation, applies: boolean, undo: (from: string) => string) => {
    if (!applies) return;
    const before = text;
    text = undo(text);
    if (text !== before) undone.push(what);
  };
  step('byte-order-mark', text.charCodeAt(0) === 0xfeff, (from) => from.slice(1));
  step('html', text.includes('&') || (text.includes('<') && /<\/?(?:br|p|pre|div|span)\b/i.test(text)), undoHtml);
  step('percent-encoding', text.includes('%') && /%(?:2[0BbFf]|0[AaDd]|3[Dd])/.test(text), undoPercent);
  step('escaped-line-breaks', text.includes('\\'), undoEscapes);
  step('typographic-dashes', /[\u2010-\u2015\u2212]/.test(text), (from) =>
    from.replace(/[\u2014\u2015]/g, '--').replace(/[\u2010-\u2013\u2212]/g, '-'),
  );
  return { text, undone };
}

/** Backslashes in any number before n, r or a slash, as JSON in JSON has them. */
function undoEscapes(text: string): string {
  let result = '';
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    let end = at + 1;
    while (text.charCodeAt(end) === 92) end++;
    const letter = text.charAt(end);
    const meant =
      letter === 'n'
        ? '\n'
        : letter === 'r'
          ? ''
          : letter === '/' || letter === '"'
            ? letter
            : letter === 'u'
              ? UNICODE[text.slice(end, end + 5).toLowerCase()]
              : undefined;
    if (meant !== undefined) {
      result += text.slice(from, at) + meant;
      from = end + (letter === 'u' ? 5 : 1);
      end = from;
    }
    at = end;
  }
  return result + text.slice(from);
}

const UNICODE: Readonly<Record<string, string>> = { u002b: '+', u002f: '/', u003d: '=', u000a: '\n', u000d: '' };

function undoHtml(text: string): string {
  const broken = text.replace(/<\/?(?:br|p|pre|div|span)\b[^<>]{0,200}>/gi, '\n');
  let result = '';
  let from = 0;
  for (let at = broken.indexOf('&'); at >= 0; at = broken.indexOf('&', at + 1)) {
    const name = broken.slice(at + 1, at + LONGEST_ENTITY).split(';', 2);
    const character = name.length === 2 ? entity(name[0] as string) : undefined;
    if (character === undefined) continue;
    result += broken.slice(from, at) + character;
    from = at + (name[0] as string).length + 2;
  }
  return result + broken.slice(from);
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name];
  const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const undoPercent = (text: string) => text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/**
 * Decodes an uploaded file that is text.
 * @param bytes of the file
 * @returns its text, from UTF-16 where a byte order mark or every second byte says so
 */
export function decodeText(bytes: Buffer): { text: string; utf16: boolean } {
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  const little = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0 && bytes[0] !== 0);
  if (big)
    return {
      text: Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le'),
      utf16: true,
    };
  if (little) return { text: bytes.toString('utf16le'), utf16: true };
  return { text: bytes.toString('utf8'), utf16: false };
}
