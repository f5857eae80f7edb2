/** A name as people read it, and as it is compared. */
export interface ReadName {
  /** RFC 4514: the last part first. */
  text: string;
  /** Equal for names that RFC 5280 (section 7.1) calls equal: case, runs of spaces and the string type do not count. */
  key: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '550403': 'CN',
  '550404': 'SN',
  '550405': 'serialNumber',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '550409': 'STREET',
  '55040a': 'O',
  '55040b': 'OU',
  '550461': 'organizationIdentifier',
  '0992268993f22c640101': 'UID',
  '0992268993f22c640119': 'DC',
  '2a864886f70d010901': 'emailAddress',
};

interface Element {
  tag: number;
  content: Buffer;
}

/** The most parts of a name that are read. */
const MOST_PARTS = 100;

/**
 * Reads a Name (RFC 5280, section 4.1.2.4).
 * @param der as a CertificateRequest or a certificate holds it
 * @returns text and key; a name that can't be read is told as hexadecimal, since servers do send such
 */
export function readName(der: Buffer): ReadName {
  try {
    const [name] = elements(der);
    if (name?.tag !== 0x30) throw new Error('no SEQUENCE');
    const parts = elements(name.content).map(({ content }) => elements(content).map(readAttribute));
    return {
      text: parts
        .map((part) => part.map(({ text }) => text).join('+'))
        .toReversed()
        .join(','),
      key: parts
        .map((part) =>
          part
            .map(({ key }) => key)
            .toSorted()
            .join('+'),
        )
        .join(','),
    };
  } catch {
    return { text: `#${der.toString('hex').slice(0, 200)}`, key: `#${der.toString('hex')}` };
  }
}

function readAttribute({ content }: Element): { text: string; key: string } {
  const [type, value] = elements(content);
  if (!type || !value) throw new Error('no attribute');
  const code = type.content.toString('hex');
  const text = textOf(value);
  return {
    text: `${TYPES[code] ?? code}=${escaped(text)}`,
    key: `${code}=${text
      .normalize('NFKC')
      .toLowerCase()
      .split(/\s/)
      .filter(Boolean)
      .join(' ')
      .replaceAll(/[\\,+]/g, String.raw`\$&`)}`,
  };
}

function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    if (found.length >= MOST_PARTS) throw new Error('too many parts');
    const first = bytes.readUInt8(at + 1);
    const count = first >= 128 ? first - 128 : 0;
    if (first === 128 || count > 3) throw new Error('no DER');
    const length = count ? bytes.readUIntBE(at + 2, count) : first;
    const start = at + 2 + count;
    if (start + length > bytes.length) throw new Error('cut');
    found.push({ tag: bytes.readUInt8(at), content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

function textOf({ tag, content }: Element): string {
  if (tag === 0x0c) return content.toString('utf8');
  // BMPString is UTF-16, the high byte first.
  if (tag === 0x1e && content.length % 2 === 0) return Buffer.from(content).swap16().toString('utf16le');
  return content.toString('latin1');
}

/** RFC 4514, section 2.4. */
const escaped = (text: string) =>
  text
    .replaceAll(/[,+"\\<>;=]/g, String.raw`\$&`)
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/ $/, String.raw`\ `)
    .replaceAll(/\p{Cc}/gu, (control) => `\\${control.codePointAt(0)?.toString(16).padStart(2, '0')}`);
