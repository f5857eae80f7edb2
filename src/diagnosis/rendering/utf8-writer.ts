/** What a reply takes at first, in bytes; larger ones are given more. */
const ROOM = 128 * 1024;

/** A UTF-16 code unit takes at most so many bytes in UTF-8. */
const WIDEST = 3;

const QUOTE = 34;
const BACKSLASH = 92;
const SPACE = 32;
const LAST_ASCII = 127;

/** Puts together bytes that stand ready and text that does not. What it writes into is used again, so one reply is finished before the next. */
export class Utf8Writer {
  private bytes = Buffer.allocUnsafeSlow(ROOM);
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

  /** @returns a copy of all that was added; the next reply begins */
  finish(): Buffer {
    const all = Buffer.from(this.bytes.subarray(0, this.length));
    this.length = 0;
    if (this.bytes.length > ROOM) this.bytes = Buffer.allocUnsafeSlow(ROOM);
    return all;
  }

  private makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
