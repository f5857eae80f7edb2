import { Injectable } from '@nestjs/common';

/** Whether more requests are wanted. */
@Injectable()
export class Readiness {
  private leaving = false;

  /** True from the signal to stop until the process is gone. */
  get draining(): boolean {
    return this.leaving;
  }

  /** From now on the readiness probe says no, so that nobody sends more. */
  drain(): void {
    this.leaving = true;
  }
}
