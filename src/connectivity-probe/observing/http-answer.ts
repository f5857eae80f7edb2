import type { SeenAnswer } from '../observation.js';

/** Headers that say something about certificates, clocks, or who answered. */
const TELLING =
  /^(?:server|date|location|www-authenticate|content-type|via|retry-after|x-message-code|x-correlationid|sap-[a-z-]+|strict-transport-security|x-azure-ref|x-cache|x-verify|x-vcap-request-id)$/;

/** How much of a body is kept. */
const LONGEST_EXCERPT = 2000;

/** Reads an HTTP/1.x answer that grows chunk by chunk. */
export class AnswerReader {
  private text = '';
  private read?: { length: number; answer: SeenAnswer | undefined };

  /** @param most bytes after which no more is read */
  constructor(private readonly most = 16_384) {}

  add(chunk: Buffer): void {
    if (this.text.length < this.most) this.text += chunk.toString('latin1');
  }

  /** Whether anything has come that is no HTTP. */
  get isForeign(): boolean {
    const opening = 'HTTP/1.';
    return (
      this.text.length > 0 &&
      !this.text.startsWith(opening.slice(0, this.text.length)) &&
      !opening.startsWith(this.text.slice(0, opening.length))
    );
  }

  /** Whether enough has come: the head, and the body as far as its length is known or wanted. */
  get isComplete(): boolean {
    const end = this.text.indexOf('\r\n\r\n');
    if (end < 0) return this.text.length >= this.most;
    const body = this.text.length - end - 4;
    const length = /^content-length:[ \t]*(\d+)/im.exec(this.text.slice(0, end))?.[1];
    return (
      this.text.length >= this.most || (length !== undefined && body >= Number(length)) || (body > 0 && this.text.endsWith('\r\n0\r\n\r\n'))
    );
  }

  /** @returns the answer, undefined while or where there is none */
  get answer(): SeenAnswer | undefined {
    if (this.read?.length !== this.text.length) this.read = { length: this.text.length, answer: this.parse() };
    return this.read.answer;
  }

  private parse(): SeenAnswer | undefined {
    const [head = '', ...rest] = this.text.split('\r\n\r\n');
    const [first = '', ...lines] = head.split('\r\n');
    const [, status, reason = ''] = /^HTTP\/\d(?:\.\d)? (\d{3})(?: (.*))?$/.exec(first) ?? [];
    if (!status) return undefined;
    const headers = lines
      .map((line) => /^([^:]+):[ \t]*(.*)$/.exec(line))
      .flatMap((parts) =>
        parts?.[1] && TELLING.test(parts[1].toLowerCase()) ? [[parts[1].toLowerCase(), (parts[2] ?? '').slice(0, 300)] as const] : [],
      );
    return {
      status: Number(status),
      reason: reason.slice(0, 100),
      headers: Object.fromEntries(headers),
      excerpt: Buffer.from(rest.join('\r\n\r\n'), 'latin1').toString('utf8').slice(0, LONGEST_EXCERPT),
    };
  }
}
