import type { ProbeReport } from './probe-report.dto.js';

/** A report without how the look was come by, which is all that differs between those who get it. */
export class JudgedLook {
  /** Its JSON, still open at the end. */
  private open?: Buffer;
  private sharing?: string;
  private whole?: Buffer;

  /** @param report without `cache` and `degraded` */
  constructor(readonly report: ProbeReport) {}

  /**
   * @param sharing how the look was come by: a JSON object with at least one field
   * @returns the JSON of both together; the same bytes again for the same words, which last for a second
   */
  with(sharing: string): Buffer {
    if (this.whole && this.sharing === sharing) return this.whole;
    this.open ??= Buffer.from(JSON.stringify(this.report).slice(0, -1));
    this.whole = Buffer.concat([this.open, Buffer.from(`,${sharing.slice(1)}`)]);
    this.sharing = sharing;
    return this.whole;
  }
}
