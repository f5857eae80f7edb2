import { bytesOf, TlsSyntaxError } from './byte-reader.js';

/** The largest protected record (RFC 5246, section 6.2.3). */
const LARGEST_RECORD = 16_384 + 2048;

/** The largest handshake message that is put together; OpenSSL's own limit for a chain is 100 KB by default. */
const LARGEST_MESSAGE = 1024 * 1024;

/** All that one direction may send before it is cut off. */
export const LARGEST_FLIGHT = 4 * 1024 * 1024;

export interface TlsRecord {
  type: number;
  header: Buffer;
  body: Buffer;
}

/** The peer's bytes are no TLS records. */
export class NotTlsError extends Error {
  /** @param opening the first bytes that the peer sent */
  constructor(readonly opening: Buffer) {
    super('the peer does not speak TLS');
  }
}

/** Collects chunks without copying them again and again. */
class Inbox {
  private chunks: Buffer[] = [];
  length = 0;

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  peek(count: number): Buffer {
    if ((this.chunks[0]?.length ?? 0) < count && this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
    return (this.chunks[0] ?? Buffer.alloc(0)).subarray(0, count);
  }

  take(count: number): Buffer {
    const taken = this.peek(count);
    this.chunks[0] = (this.chunks[0] ?? Buffer.alloc(0)).subarray(count);
    if (this.chunks[0].length === 0) this.chunks.shift();
    this.length -= count;
    return taken;
  }
}

/** Splits a stream into records (RFC 8446, section 5.1). */
export class RecordReader {
  private readonly inbox = new Inbox();
  private total = 0;

  /** @param most the bytes after which a peer is cut off */
  constructor(private readonly most = LARGEST_FLIGHT) {}

  /**
   * @param chunk the next bytes of the stream
   * @returns the records that are complete now
   * @throws NotTlsError when this is no TLS, TlsSyntaxError when a record or the whole is too large
   */
  read(chunk: Buffer): TlsRecord[] {
    this.total += chunk.length;
    if (this.total > this.most) throw new TlsSyntaxError(`more than ${this.most} bytes in one direction`);
    this.inbox.add(chunk);
    const records: TlsRecord[] = [];
    while (this.inbox.length >= 5) {
      const header = this.inbox.peek(5);
      const type = header.readUInt8(0);
      const length = header.readUInt16BE(3);
      if (type < 20 || type > 24 || header.readUInt8(1) !== 3) throw new NotTlsError(this.inbox.peek(Math.min(this.inbox.length, 512)));
      if (length > LARGEST_RECORD) throw new TlsSyntaxError(`a record of ${length} bytes`);
      if (this.inbox.length < 5 + length) break;
      const whole = this.inbox.take(5 + length);
      records.push({ type, header: whole.subarray(0, 5), body: whole.subarray(5) });
    }
    return records;
  }

  /** What has arrived of a record that is not complete; a peer that speaks no TLS may never send five bytes. */
  get rest(): Buffer {
    return this.inbox.peek(Math.min(this.inbox.length, 512));
  }
}

export interface HandshakeMessage {
  type: number;
  body: Buffer;
  /** With its header, as it goes into the transcript. */
  whole: Buffer;
}

/** Puts handshake messages together: one may span records, and one record may hold several. */
export class MessageReader {
  private readonly inbox = new Inbox();

  /**
   * @param content of a handshake record
   * @returns the messages that are complete now
   * @throws TlsSyntaxError when a message is larger than 1 MiB
   */
  read(content: Buffer): HandshakeMessage[] {
    this.inbox.add(content);
    const messages: HandshakeMessage[] = [];
    while (this.inbox.length >= 4) {
      const header = this.inbox.peek(4);
      const length = header.readUIntBE(1, 3);
      if (length > LARGEST_MESSAGE) throw new TlsSyntaxError(`a handshake message of ${length} bytes`);
      if (this.inbox.length < 4 + length) break;
      // A copy, since the transcript is kept while the stream goes on.
      const whole = Buffer.from(this.inbox.take(4 + length));
      messages.push({ type: whole.readUInt8(0), body: whole.subarray(4), whole });
    }
    return messages;
  }
}

/** A handshake message with its header. */
export const messageOf = (type: number, ...body: Buffer[]): Buffer => {
  const content = Buffer.concat(body);
  return Buffer.concat([bytesOf(type, 1), bytesOf(content.length, 3), content]);
};

/**
 * Content as unprotected records.
 * @param version of the record layer; a ClientHello says 0x0301 (RFC 8446, section 5.1)
 * @param size the largest fragment
 */
export function recordsOf(type: number, content: Buffer, version = 0x0303, size = 16_384): Buffer {
  const records: Buffer[] = [];
  for (let at = 0; at < content.length; at += size) {
    const fragment = content.subarray(at, at + size);
    records.push(bytesOf(type, 1), bytesOf(version, 2), bytesOf(fragment.length, 2), fragment);
  }
  return Buffer.concat(records);
}
