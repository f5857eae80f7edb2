import { isIPv6 } from 'node:net';
import { DerElement, DerError } from '../der/der.js';
import { isString, textOf } from '../der/strings.js';
import { readName, type DistinguishedName } from './distinguished-name.js';

export type GeneralNameKind = 'other' | 'email' | 'dns' | 'x400' | 'directory' | 'edi' | 'uri' | 'ip' | 'registered-id';

/** One name of a subjectAltName, a constraint or an address. */
export interface GeneralName {
  readonly kind: GeneralNameKind;
  /** As text; an address range keeps its bytes, its text is hexadecimal. */
  readonly text: string;
  readonly bytes: Buffer;
  /** For `directory`. */
  readonly name?: DistinguishedName;
  /** For `other` and `registered-id`. */
  readonly oid?: string;
}

/** Keeps the element, since the bytes of a name are hardly ever wanted. */
class ReadGeneralName implements GeneralName {
  constructor(
    readonly kind: GeneralNameKind,
    readonly text: string,
    private readonly element: DerElement,
    readonly name?: DistinguishedName,
    readonly oid?: string,
  ) {}

  get bytes(): Buffer {
    return this.name?.der ?? this.element.content;
  }
}

const KINDS: readonly GeneralNameKind[] = ['other', 'email', 'dns', 'x400', 'directory', 'edi', 'uri', 'ip', 'registered-id'];

/**
 * Reads a GeneralName (RFC 5280, section 4.2.1.6).
 * @throws DerError when it is none
 */
export function readGeneralName(element: DerElement): GeneralName {
  const kind = (element.tag & 0xc0) === 0x80 ? KINDS[element.tag & 0x1f] : undefined;
  if (!kind) throw new DerError('a name of unknown kind', element.start);
  switch (kind) {
    case 'email':
    case 'dns':
    case 'uri':
      return new ReadGeneralName(kind, element.text('latin1'), element);
    case 'ip':
      return new ReadGeneralName(kind, ipText(element.content), element);
    case 'directory':
      return new ReadGeneralName(kind, '', element, readName(element.inner()));
    case 'registered-id':
      return new ReadGeneralName(kind, element.content.toString('hex'), element);
    case 'other': {
      const [type, value] = element.children();
      if (!type || !value) throw new DerError('an otherName without type or value', element.start);
      const inner = value.inner();
      const text = isString(inner) ? textOf(inner) : `#${inner.bytes.toString('hex').slice(0, 200)}`;
      return new ReadGeneralName(kind, text, element, undefined, type.oid());
    }
    case 'x400':
    case 'edi':
      return new ReadGeneralName(kind, `#${element.content.toString('hex').slice(0, 200)}`, element);
  }
}

/** An address as people write it (RFC 5952 for version 6); other lengths in hexadecimal. */
function ipText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return bytes.toString('hex');
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  const written = groups.join(':');
  return isIPv6(written) ? compress(groups) : written;
}

function compress(groups: string[]): string {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (groups[from + length] === '0') length++;
    if (length > best.length) best = { from, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.from).join(':')}::${groups.slice(best.from + best.length).join(':')}`;
}
