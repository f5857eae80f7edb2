/** The deepest nesting that is followed; certificates need about ten levels. */
export const DEEPEST = 40;

/** How many elements one SEQUENCE may hold; the largest real ones are revocation lists. */
const MOST_ELEMENTS = 200_000;

/** The universal and context tags that certificates and containers use, as identifier octets (X.690, section 8.1.2). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Bytes that are no DER, or not of the structure that was expected. */
export class DerError extends Error {
  /**
   * @param problem what is wrong, without a word of the content
   * @param offset the byte at which it was noticed, from the start of the input
   */
  constructor(
    readonly problem: string,
    readonly offset: number,
  ) {
    super(`${problem} at byte ${offset}`);
  }
}

/** What elements are views of, and once it is asked for its Latin-1 text: a call for the whole costs what one for a name does. */
class Source {
  private latin1?: string;

  constructor(readonly bytes: Buffer) {}

  text(from: number, to: number): string {
    this.latin1 ??= this.bytes.toString('latin1');
    return this.latin1.slice(from, to);
  }
}

/** One element of DER: identifier, length and content, as a view of the input (X.690, section 8.1). */
export class DerElement {
  private constructor(
    private readonly source: Source,
    /** The first byte of the identifier. */
    readonly start: number,
    /** The first byte of the content. */
    readonly contentStart: number,
    /** The first byte behind the element. */
    readonly end: number,
  ) {}

  /**
   * Reads the element at an offset; its content is not looked into.
   * @param input the whole input, so that offsets in faults count from its start
   * @param limit the first byte that no longer belongs to the surrounding element
   * @returns the element; bytes may follow it
   * @throws DerError when the header is cut, indefinite, too long or reaches over the limit
   */
  static at(input: Buffer, offset = 0, limit = input.length): DerElement {
    return DerElement.within(new Source(input), offset, limit);
  }

  private static within(source: Source, offset: number, limit: number): DerElement {
    const input = source.bytes;
    if (offset + 2 > limit) throw new DerError('the data ends inside an element', Math.min(offset, limit));
    if (((input[offset] as number) & 0x1f) === 0x1f) throw new DerError('a tag number above 30, which nothing here uses', offset);
    let at = offset + 2;
    let length = input[offset + 1] as number;
    if (length === 0x80) throw new DerError('an indefinite length, which DER does not allow', offset);
    if (length > 0x80) {
      const count = length & 0x7f;
      if (count > 4) throw new DerError('a length of more than four bytes', offset);
      if (at + count > limit) throw new DerError('the data ends inside a length', offset);
      length = 0;
      for (const end = at + count; at < end; at++) length = length * 256 + (input[at] as number);
    }
    if (at + length > limit) throw new DerError(`an element of ${length} bytes reaches ${at + length - limit} bytes too far`, offset);
    return new DerElement(source, offset, at, at + length);
  }

  /**
   * Reads an input that must be one element and nothing else.
   * @throws DerError also when bytes follow it
   */
  static only(input: Buffer): DerElement {
    const element = DerElement.at(input);
    if (element.end !== input.length) throw new DerError(`${input.length - element.end} bytes follow the end`, element.end);
    return element;
  }

  /** The identifier octet, to be compared with `TAG`. */
  get tag(): number {
    return this.source.bytes[this.start] as number;
  }

  /** Whether it is made of elements. */
  get constructed(): boolean {
    return (this.tag & 0x20) !== 0;
  }

  /** Without identifier and length. */
  get content(): Buffer {
    return this.source.bytes.subarray(this.contentStart, this.end);
  }

  /** The content as text, without a view in between. */
  text(encoding: 'latin1' | 'utf8'): string {
    const text = this.source.text(this.contentStart, this.end);
    return encoding === 'latin1' || ASCII.test(text) ? text : this.source.bytes.toString('utf8', this.contentStart, this.end);
  }

  /** One byte of the content. */
  octet(at: number): number | undefined {
    return this.contentStart + at < this.end ? this.source.bytes[this.contentStart + at] : undefined;
  }

  /** With identifier and length, as it stands in the input. */
  get bytes(): Buffer {
    return this.source.bytes.subarray(this.start, this.end);
  }

  /** Whether another element has the same bytes. */
  equals(other: DerElement): boolean {
    const { bytes: mine } = this.source;
    const { bytes: yours } = other.source;
    if (this.end - this.start !== other.end - other.start) return false;
    for (let at = this.start, there = other.start; at < this.end; at++, there++) if (mine[at] !== yours[there]) return false;
    return true;
  }

  /** The length of the content. */
  get length(): number {
    return this.end - this.contentStart;
  }

  /** The elements that it is made of. @throws DerError when the content is not made of whole elements */
  children(): DerElement[] {
    const found = this.first(MOST_ELEMENTS + 1);
    if (found.length > MOST_ELEMENTS) throw new DerError(`more than ${MOST_ELEMENTS} elements`, this.start);
    return found;
  }

  /** Its first elements, at most so many, without a look at the rest. @throws DerError when one of them is not whole */
  first(count: number): DerElement[] {
    const found: DerElement[] = [];
    for (let at = this.contentStart; at < this.end && found.length < count;) {
      const element = DerElement.within(this.source, at, this.end);
      found.push(element);
      at = element.end;
    }
    return found;
  }

  /** The one element inside, for explicit tags. @throws DerError when there is none, or more than one */
  inner(): DerElement {
    const element = DerElement.within(this.source, this.contentStart, this.end);
    if (element.end !== this.end) throw new DerError('more than one element where one is expected', element.end);
    return element;
  }

  /**
   * The element encoded inside a BIT STRING without unused bits, or an OCTET STRING.
   * @throws DerError when it is not one whole element
   */
  wrapped(): DerElement {
    const from = this.tag === TAG.bitString ? this.contentStart + 1 : this.contentStart;
    const element = DerElement.within(this.source, from, this.end);
    if (element.end !== this.end) throw new DerError('bytes follow the wrapped element', element.end);
    return element;
  }

  /**
   * This element, checked for its tag.
   * @param what names it in the fault
   * @throws DerError when it has another tag
   */
  as(tag: number, what: string): this {
    if (this.tag !== tag) throw new DerError(`tag 0x${this.tag.toString(16)} where ${what} is expected`, this.start);
    return this;
  }

  /** The dotted form of an OBJECT IDENTIFIER (X.690, section 8.19). @throws DerError when it is none */
  oid(): string {
    this.as(TAG.oid, 'an object identifier');
    if (this.length === 0 || this.length > LONGEST_OID) throw new DerError('an object identifier of unexpected size', this.start);
    const { bytes } = this.source;
    let hash = 0;
    for (let at = this.contentStart; at < this.end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
    const known = remembered.get(hash);
    if (known && this.holds(known.octets)) return known.text;
    const octets = Buffer.from(this.content);
    const text = dotted(octets, this.start);
    if (!known && remembered.size < MOST_REMEMBERED) remembered.set(hash, { octets, text });
    return text;
  }

  private holds(octets: Buffer): boolean {
    if (octets.length !== this.length) return false;
    const { bytes } = this.source;
    for (let at = 0; at < octets.length; at++) if (octets[at] !== bytes[this.contentStart + at]) return false;
    return true;
  }

  /** The value of an INTEGER that must be small, such as a version or an iteration count. @throws DerError when it is none or over 2^47 */
  smallInteger(): number {
    this.as(TAG.integer, 'an integer');
    if (this.length === 0 || this.length > 6) throw new DerError('an integer of unexpected size', this.start);
    const { bytes } = this.source;
    let value = bytes[this.contentStart] as number;
    if (value >= 0x80) value -= 0x100;
    for (let at = this.contentStart + 1; at < this.end; at++) value = value * 256 + (bytes[at] as number);
    return value;
  }

  /** The bits of a BIT STRING, without the leading count of unused ones. @throws DerError when it is none */
  bits(): Buffer {
    this.asBits();
    return this.source.bytes.subarray(this.contentStart + 1, this.end);
  }

  /** This element, checked to be a BIT STRING. @throws DerError when it is none */
  asBits(): this {
    this.as(TAG.bitString, 'a bit string');
    if (this.length === 0 || (this.source.bytes[this.contentStart] as number) > 7)
      throw new DerError('a bit string without a valid count of unused bits', this.start);
    return this;
  }
}

/**
 * An element that must be there.
 * @param element what `children()` had at some place
 * @param what names it in the fault
 * @param parent where it is missing
 * @throws DerError when it is not
 */
export function present(element: DerElement | undefined, what: string, parent: DerElement): DerElement {
  if (!element) throw new DerError(`${what} is missing`, parent.end);
  return element;
}

const ASCII = /^[\0-\x7f]*$/;
const LONGEST_OID = 64;
const MOST_REMEMBERED = 2000;

/** Identifiers that were met, by a hash of their bytes; of several with the same hash the first stays. */
const remembered = new Map<number, { octets: Buffer; text: string }>();

function dotted(octets: Buffer, offset: number): string {
  if ((octets[octets.length - 1] as number) & 0x80) throw new DerError('an object identifier that ends inside a number', offset);
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of octets) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet & 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...others] = arcs;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...others].join('.');
}
