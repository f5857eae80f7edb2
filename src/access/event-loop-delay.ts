/** How often the pulse is felt, in milliseconds. */
const PULSE = 4;

/**
 * How long the event loop has been busy with what arrived before: what a request that arrives now has waited at least.
 * Requests that arrive together are handled one after another in the same turn, so for the last of them it is longest.
 */
export class EventLoopDelay {
  private last = performance.now();
  private readonly timer = setInterval(() => (this.last = performance.now()), PULSE);

  constructor() {
    this.timer.unref();
  }

  /** @returns milliseconds */
  get now(): number {
    return Math.max(0, performance.now() - this.last - PULSE);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
