/** What a reply takes at first, in bytes; larger ones are given more. */
const ROOM = 128 * 1024;

/** A UTF-16 code unit takes at most so many bytes in UTF-8. */
const WIDEST = 3;

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

  /** Adds a text. */
  say(text: string): this {
    this.makeRoom(text.length * WIDEST);
    this.length += this.bytes.write(text, this.length, 'utf8');
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
