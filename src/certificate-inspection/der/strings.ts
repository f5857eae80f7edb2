import { TAG, type DerElement } from './der.js';

const STRINGS: ReadonlySet<number> = new Set([
  TAG.utf8String,
  TAG.printableString,
  TAG.teletexString,
  TAG.ia5String,
  TAG.visibleString,
  TAG.universalString,
  TAG.bmpString,
  0x12,
]);

/** Whether an element is one of the string types that names use (RFC 5280, section 4.1.2.4). */
export const isString = (element: DerElement): boolean => STRINGS.has(element.tag);

/**
 * The text of a string element. TeletexString is read as Latin-1, as all libraries do and issuers meant.
 * @returns the text; bytes that are none in their encoding become U+FFFD
 */
export function textOf(element: DerElement): string {
  switch (element.tag) {
    case TAG.utf8String:
      return element.text('utf8');
    case TAG.bmpString:
      return utf16(element.content);
    case TAG.universalString:
      return utf32(element.content);
    default:
      return element.text('latin1');
  }
}

function utf16(content: Buffer): string {
  const whole = content.length & ~1;
  return Buffer.from(content.subarray(0, whole)).swap16().toString('utf16le') + (whole < content.length ? '\ufffd' : '');
}

function utf32(content: Buffer): string {
  let text = '';
  for (let at = 0; at + 4 <= content.length; at += 4) {
    const code = content.readUInt32BE(at);
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  }
  return text;
}
