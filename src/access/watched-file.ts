import { Logger } from '@nestjs/common';
import { readFileSync } from 'node:fs';

/** How often a file is looked at, in milliseconds. Kubernetes swaps links, which change notifications miss. */
const EVERY = 2000;

/** What a file says, read again when it changes. A change that is bad is logged and the last good one stays. */
export class WatchedFile<T> {
  private readonly logger = new Logger('Files');
  private readonly timer: NodeJS.Timeout;
  private text: string;
  private good: T;

  /**
   * @param path of the file
   * @param read its text into what it says; throws a sentence that says what is wrong, without quoting secrets
   * @throws Error when it can't be read at the start
   */
  constructor(
    private readonly path: string,
    private readonly read: (text: string) => T,
  ) {
    this.text = readFileSync(path, 'utf8');
    this.good = read(this.text);
    this.timer = setInterval(() => this.look(), EVERY);
    this.timer.unref();
  }

  get value(): T {
    return this.good;
  }

  /** Looks whether the file has changed. */
  look(): void {
    try {
      const text = readFileSync(this.path, 'utf8');
      if (text === this.text) return;
      // Remembered before it is read, so that a bad file is complained about once.
      this.text = text;
      this.good = this.read(text);
      this.logger.log(`${this.path} has changed and is in force`);
    } catch (error) {
      if (this.text !== '')
        this.logger.error(`${this.path} has changed and is not taken, what it said before stays in force: ${(error as Error).message}`);
      if ((error as NodeJS.ErrnoException).code) this.text = '';
    }
  }

  close(): void {
    clearInterval(this.timer);
  }
}
