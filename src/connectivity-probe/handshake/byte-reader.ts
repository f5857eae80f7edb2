/** Bytes that are not of the structure that TLS wants. */
export class TlsSyntaxError extends Error {}

/** Reads the presentation language of TLS (RFC 8446, section 3): numbers and vectors, one after the other. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** How many bytes are left. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  /** The next number. @param size its length in bytes @throws TlsSyntaxError when the bytes end before it does */
  number(size: number): number {
    return this.take(size).readUIntBE(0, size);
  }

  /** The next bytes, as a view. @throws TlsSyntaxError when there are fewer */
  take(count: number): Buffer {
    if (this.left < count) throw new TlsSyntaxError(`${count} bytes are announced where ${this.left} are left`);
    const view = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return view;
  }

  /** The content of a vector that begins with its length. @param lengthSize bytes of the length @throws TlsSyntaxError when it is cut */
  vector(lengthSize: number): Buffer {
    return this.take(this.number(lengthSize));
  }

  /** A vector, to be read on. @throws TlsSyntaxError when it is cut */
  inside(lengthSize: number): ByteReader {
    return new ByteReader(this.vector(lengthSize));
  }
}

/** A number as bytes, the most significant first. */
export function bytesOf(value: number, size: 1 | 2 | 3): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}

/** A vector: its length, then its content. */
export const vectorOf = (lengthSize: 1 | 2 | 3, ...content: Buffer[]): Buffer => {
  const bytes = Buffer.concat(content);
  return Buffer.concat([bytesOf(bytes.length, lengthSize), bytes]);
};
