/** The one deadline of a look: everything it does takes its time from here. */
export class Deadline {
  private readonly end: number;

  constructor(ms: number) {
    this.end = performance.now() + ms;
  }

  /** Milliseconds left, never negative. */
  get left(): number {
    return Math.max(0, Math.round(this.end - performance.now()));
  }

  get passed(): boolean {
    return this.left === 0;
  }

  /** What one step may take: its own limit, or what is left. */
  atMost(ms: number): number {
    return Math.max(1, Math.min(ms, this.left));
  }
}
