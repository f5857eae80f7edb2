/** What a reply takes at first, in bytes; larger ones are given more. */
const ROOM = 64 * 1024;

/** How many replies that were sent leave their room to the next: as many as are under way at once where much is asked. */
const KEPT = 32;

/** A UTF-16 code unit takes at most so many bytes in UTF-8. */
const WIDEST = 3;

const QUOTE = 34;
const BACKSLASH = 92;
const SPACE = 32;
const LAST_ASCII = 127;

/**
 * Puts together bytes that stand ready and text that does not; one reply is finished before the next begins. Memory that has just been used is the
 * fastest there is, so what a reply was written into is taken again once it is given back.
 */
export class Utf8Writer {
  private bytes: Buffer = Buffer.allocUnsafeSlow(ROOM);
  private readonly free: Buffer[] = [];
  private length = 0;

  /** Adds what is UTF-8 already. */
  put(part: Uint8Array): this {
    this.makeRoom(part.length);
    this.bytes.set(part, this.length);
    this.length += part.length;
    return this;
  }

  /** Adds a text. Most are short and ASCII, which is written here faster than a call into the engine takes. */
  say(text: string): this {
    this.makeRoom(text.length * WIDEST);
    const { bytes, length } = this;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > LAST_ASCII) {
        this.length += bytes.write(text, length, 'utf8');
        return this;
      }
      bytes[length + at] = code;
    }
    this.length += text.length;
    return this;
  }

  /** Adds a text as a string of JSON: what JSON.stringify makes of it. */
  quote(text: string): this {
    this.makeRoom(text.length + 2);
    const { bytes, length } = this;
    bytes[length] = QUOTE;
    const first = length + 1;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < SPACE || code > LAST_ASCII || code === QUOTE || code === BACKSLASH) return this.say(JSON.stringify(text));
      bytes[first + at] = code;
    }
    bytes[first + text.length] = QUOTE;
    this.length += text.length + 2;
    return this;
  }

  /** Where the next part will begin. */
  get end(): number {
    return this.length;
  }

  /** Adds again what was added between two places. */
  again(from: number, until: number): this {
    this.makeRoom(until - from);
    this.bytes.copyWithin(this.length, from, until);
    this.length += until - from;
    return this;
  }

  /** @returns all that was added, which nobody writes into before it is given back; the next reply begins */
  finish(): Buffer {
    const all = this.bytes.subarray(0, this.length);
    this.length = 0;
    this.bytes = this.free.pop() ?? Buffer.allocUnsafeSlow(ROOM);
    return all;
  }

  /**
   * Takes back what `finish` gave.
   * @param reply which nobody reads any more; given back once
   */
  takeBack({ buffer }: Buffer): void {
    if (buffer.byteLength === ROOM && this.free.length < KEPT) this.free.push(Buffer.from(buffer));
  }

  private makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
