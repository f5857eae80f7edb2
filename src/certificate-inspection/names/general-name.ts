import { isIPv6 } from 'node:net';
import { DerElement, DerError } from '../der/der.js';
import { isString, textOf } from '../der/strings.js';
import { readName, type DistinguishedName } from './distinguished-name.js';

export type GeneralNameKind = 'other' | 'email' | 'dns' | 'x400' | 'directory' | 'edi' | 'uri' | 'ip' | 'registered-id';

/** One name of a subjectAltName, a constraint or an address. */
export interface GeneralName {
  kind: GeneralNameKind;
  /** As text; an address range keeps its bytes, its text is hexadecimal. */
  text: string;
  bytes: Buffer;
  /** For `directory`. */
  name?: DistinguishedName;
  /** For `other` and `registered-id`. */
  oid?: string;
}

const KINDS: readonly GeneralNameKind[] = ['other', 'email', 'dns', 'x400', 'directory', 'edi', 'uri', 'ip', 'registered-id'];

/**
 * Reads a GeneralName (RFC 5280, section 4.2.1.6).
 * @throws DerError when it is none
 */
export function readGeneralName(element: DerElement): GeneralName {
  const kind = (element.tag & 0xc0) === 0x80 ? KINDS[element.tag & 0x1f] : undefined;
  if (!kind) throw new DerError('a name of unknown kind', element.start);
  const bytes = element.content;
  switch (kind) {
    case 'email':
    case 'dns':
    case 'uri':
      return { kind, text: bytes.toString('latin1'), bytes };
    case 'ip':
      return { kind, text: ipText(bytes), bytes };
    case 'directory': {
      const name = readName(element.inner());
      return { kind, text: '', bytes: name.der, name };
    }
    case 'registered-id':
      return { kind, text: bytes.toString('hex'), bytes };
    case 'other': {
      const [type, value] = element.children();
      if (!type || !value) throw new DerError('an otherName without type or value', element.start);
      const inner = value.inner();
      return { kind, oid: type.oid(), text: isString(inner) ? textOf(inner) : `#${inner.bytes.toString('hex').slice(0, 200)}`, bytes };
    }
    case 'x400':
    case 'edi':
      return { kind, text: `#${bytes.toString('hex').slice(0, 200)}`, bytes };
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
