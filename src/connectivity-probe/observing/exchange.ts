import type { Sighting } from '../handshake/sighting.js';
import { VERSION } from '../handshake/tls-names.js';
import type { SeenAnswer } from '../observation.js';
import { AnswerReader } from './http-answer.js';

/** A TLS 1.3 server judges the client's certificate only after the handshake; it is given this long to refuse. */
const SETTLING = 150;

/** A body whose length is unknown is waited for this long. */
const BODY_GRACE = 500;

/** One request over a connection whose handshake is done, whoever made it: when it may go out, and when its answer is over. */
export class Exchange {
  /** When the handshake was done, and when the request went out, in milliseconds of the sighting. */
  securedMs?: number;
  askedMs?: number;
  private readonly reader = new AnswerReader();
  private readonly timers: NodeJS.Timeout[] = [];
  private isOver = false;
  private waitsForBody = false;

  /**
   * @param request as it goes out
   * @param sighting of this connection
   * @param write sends the request
   * @param onAnswered called when the answer is over, or is no HTTP
   */
  constructor(
    private readonly request: string,
    private readonly sighting: Sighting,
    private readonly write: (request: string) => void,
    private readonly onAnswered: () => void,
  ) {}

  get answer(): SeenAnswer | undefined {
    return this.reader.answer;
  }

  /** The handshake is done. */
  secured(): void {
    this.securedMs = this.sighting.ms;
    const { version, tickets, requests } = this.sighting;
    // Sooner, a request could meet a server that is about to refuse, and the reset would swallow its alert.
    if (version >= VERSION.tls13 && tickets === 0 && requests.length > 0) this.later(SETTLING, () => this.ask());
    else setImmediate(() => this.ask());
  }

  /** In TLS 1.3 a ticket follows the acceptance. Writing inside Node's `session` event hangs; a ticket is seen from inside it. */
  ticketCame(): void {
    if (this.securedMs !== undefined) setImmediate(() => this.ask());
  }

  /** Takes application data. */
  data(chunk: Buffer): void {
    this.reader.add(chunk);
    if (this.reader.isComplete || this.reader.isForeign) return this.onAnswered();
    if (this.waitsForBody || !this.reader.answer) return;
    this.waitsForBody = true;
    this.later(BODY_GRACE, () => this.onAnswered());
  }

  /** Nothing more is sent or waited for. */
  end(): void {
    this.isOver = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private ask(): void {
    if (this.isOver || this.askedMs !== undefined) return;
    this.askedMs = this.sighting.ms;
    this.write(this.request);
  }

  private later(ms: number, work: () => void): void {
    this.timers.push(setTimeout(work, ms));
  }
}
