import { DerElement, DerError, TAG } from '../der/der.js';
import { isString, textOf } from '../der/strings.js';

/** One attribute of a name, such as CN=x. */
export interface NameAttribute {
  oid: string;
  /** The text, or undefined where the value is no string. */
  readonly text?: string;
  /** The type of the value, as identifier octet. */
  readonly tag: number;
  /** The value as DER. */
  readonly der: Buffer;
  /** Whether no notation needs to escape anything in the text. */
  readonly plain: boolean;
}

/** A name: relative names in the order of the certificate, each of one or several attributes. */
export interface DistinguishedName {
  rdns: NameAttribute[][];
  der: Buffer;
  /** Equal for names that RFC 5280 (section 7.1) calls equal. */
  readonly key: string;
}

/** Keeps the element, since the DER of a value is hardly ever wanted. */
class ReadAttribute implements NameAttribute {
  readonly text?: string;
  readonly plain: boolean;

  constructor(
    readonly oid: string,
    private readonly value: DerElement,
  ) {
    this.text = isString(value) ? textOf(value) : undefined;
    this.plain = this.text !== undefined && PLAIN.test(this.text);
  }

  get tag(): number {
    return this.value.tag;
  }

  get der(): Buffer {
    return this.value.bytes;
  }
}

/** The most relative names, and attributes of one, that are read. */
const MOST_PARTS = 200;

class ReadName implements DistinguishedName {
  private folded?: string;
  private bytes?: Buffer;

  constructor(
    readonly rdns: NameAttribute[][],
    private readonly element: DerElement,
  ) {}

  get der(): Buffer {
    this.bytes ??= this.element.bytes;
    return this.bytes;
  }

  get key(): string {
    this.folded ??= this.rdns.map(rdnKey).join(',');
    return this.folded;
  }
}

/**
 * Reads a Name (RFC 5280, section 4.1.2.4).
 * @param element the SEQUENCE of relative names
 * @throws DerError when it is none
 */
export function readName(element: DerElement): DistinguishedName {
  const sets = element.as(TAG.sequence, 'a name').children();
  if (sets.length > MOST_PARTS) throw new DerError(`a name of more than ${MOST_PARTS} parts`, element.start);
  return new ReadName(sets.map(readRdn), element);
}

function readRdn(set: DerElement): NameAttribute[] {
  return readAttributes(set.as(TAG.set, 'a part of a name'));
}

function readAttributes(set: DerElement): NameAttribute[] {
  const attributes = set.children();
  if (attributes.length === 0 || attributes.length > MOST_PARTS)
    throw new DerError('a part of a name without or with too many attributes', set.start);
  return attributes.map(readAttribute);
}

function readAttribute(attribute: DerElement): ReadAttribute {
  const parts = attribute.as(TAG.sequence, 'an attribute of a name').children();
  const [type, value] = parts;
  if (!type || !value || parts.length > 2) throw new DerError('an attribute of a name that is not a type and a value', attribute.start);
  return new ReadAttribute(type.oid(), value);
}

/** The key of one relative name; attributes of a set have no order. */
export const rdnKey = (rdn: readonly NameAttribute[]): string =>
  rdn.length === 1 ? attributeKey(rdn[0] as NameAttribute) : rdn.map(attributeKey).toSorted().join('+');

/**
 * The key of a relative name that stands alone, as in a distribution point (RFC 5280, section 4.2.1.13).
 * @param element its attributes, under whatever tag
 * @throws DerError when it is none
 */
export const rdnKeyOf = (element: DerElement): string => rdnKey(readAttributes(element));

/** Case, runs of spaces and the string type do not count (RFC 5280, section 7.1; RFC 4518). */
const attributeKey = (attribute: NameAttribute): string => {
  const { oid, text, plain } = attribute;
  return `${oid}=${text === undefined ? `#${attribute.der.toString('hex')}` : folded(text, plain)}`;
};

const folded = (text: string, plain: boolean) =>
  plain && !text.includes('  ') ? text.toLowerCase() : escapeKey(collapse(text.normalize('NFKC').toLowerCase()));

/** Letters, digits and what stands between them without being special in any notation. */
const PLAIN = /^[A-Za-z0-9](?:[A-Za-z0-9 ._@*:/-]*[A-Za-z0-9.])?$/;

const collapse = (text: string) => text.split(/\s/).filter(Boolean).join(' ');

/** So that no value can imitate the separators of a key. */
const escapeKey = (text: string) => text.replace(/[\\,+]/g, '\\$&');

/**
 * Whether a name lies below another: its first parts are the other's (RFC 5280, section 4.2.1.10, directoryName).
 * @param name the one that may be longer
 * @param base the subtree
 */
export const isBelow = (name: DistinguishedName, base: DistinguishedName): boolean =>
  base.rdns.length <= name.rdns.length && base.rdns.every((rdn, at) => rdnKey(rdn) === rdnKey(name.rdns[at] ?? []));

/** Whether the same attributes stand in another order. */
export const sameInOtherOrder = (first: DistinguishedName, second: DistinguishedName): boolean =>
  first.key !== second.key && first.rdns.map(rdnKey).toSorted().join(',') === second.rdns.map(rdnKey).toSorted().join(',');

/** The texts of one attribute type, in the order of the certificate. */
export function valuesOf({ rdns }: DistinguishedName, oid: string): string[] {
  const values: string[] = [];
  for (const rdn of rdns)
    for (const attribute of rdn) if (attribute.oid === oid && attribute.text !== undefined) values.push(attribute.text);
  return values;
}
