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

/** One element of DER: identifier, length and content, as a view of the input (X.690, section 8.1). */
export class DerElement {
  private constructor(
    private readonly input: Buffer,
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
    if (offset + 2 > limit) throw new DerError('the data ends inside an element', Math.min(offset, limit));
    if (((input[offset] as number) & 0x1f) === 0x1f) throw new DerError('a tag number above 30, which nothing here uses', offset);
    let at = offset + 2;
    let length = input[offset + 1] as number;
    if (length === 0x80) throw new DerError('an indefinite length, which DER does not allow', offset);
    if (length > 0x80) {
      const count = length & 0x7f;
      if (count > 4) throw new DerError('a length of more than four bytes', offset);
      if (at + count > limit) throw new DerError('the data ends inside a length', offset);
      length = input.readUIntBE(at, count);
      at += count;
    }
    if (at + length > limit) throw new DerError(`an element of ${length} bytes reaches ${at + length - limit} bytes too far`, offset);
    return new DerElement(input, offset, at, at + length);
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
    return this.input[this.start] as number;
  }

  /** Whether it is made of elements. */
  get constructed(): boolean {
    return (this.tag & 0x20) !== 0;
  }

  /** Without identifier and length. */
  get content(): Buffer {
    return this.input.subarray(this.contentStart, this.end);
  }

  /** The content in an encoding of Node, without a view in between. */
  text(encoding: 'latin1' | 'utf8'): string {
    return this.input.toString(encoding, this.contentStart, this.end);
  }

  /** One byte of the content. */
  octet(at: number): number | undefined {
    return this.contentStart + at < this.end ? this.input[this.contentStart + at] : undefined;
  }

  /** With identifier and length, as it stands in the input. */
  get bytes(): Buffer {
    return this.input.subarray(this.start, this.end);
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
      const element = DerElement.at(this.input, at, this.end);
      found.push(element);
      at = element.end;
    }
    return found;
  }

  /** The one element inside, for explicit tags. @throws DerError when there is none, or more than one */
  inner(): DerElement {
    const element = DerElement.at(this.input, this.contentStart, this.end);
    if (element.end !== this.end) throw new DerError('more than one element where one is expected', element.end);
    return element;
  }

  /**
   * The element encoded inside a BIT STRING without unused bits, or an OCTET STRING.
   * @throws DerError when it is not one whole element
   */
  wrapped(): DerElement {
    const from = this.tag === TAG.bitString ? this.contentStart + 1 : this.contentStart;
    const element = DerElement.at(this.input, from, this.end);
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
    const octets = this.text('latin1');
    return remembered.get(octets) ?? dotted(octets, this.start);
  }

  /** The value of an INTEGER that must be small, such as a version or an iteration count. @throws DerError when it is none or over 2^47 */
  smallInteger(): number {
    const { content } = this.as(TAG.integer, 'an integer');
    if (content.length === 0 || content.length > 6) throw new DerError('an integer of unexpected size', this.start);
    return content.readIntBE(0, content.length);
  }

  /** The bits of a BIT STRING, without the leading count of unused ones. @throws DerError when it is none */
  bits(): Buffer {
    const { content } = this.as(TAG.bitString, 'a bit string');
    if (content.length === 0 || (content[0] as number) > 7)
      throw new DerError('a bit string without a valid count of unused bits', this.start);
    return content.subarray(1);
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

const LONGEST_OID = 64;
const MOST_REMEMBERED = 2000;
const remembered = new Map<string, string>();

function dotted(octets: string, offset: number): string {
  if (octets.charCodeAt(octets.length - 1) & 0x80) throw new DerError('an object identifier that ends inside a number', offset);
  const arcs: bigint[] = [];
  let arc = 0n;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets.charCodeAt(at);
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet & 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...others] = arcs;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  const text = [root, first - root * 40n, ...others].join('.');
  if (remembered.size < MOST_REMEMBERED) remembered.set(octets, text);
  return text;
}
