import { Logger } from '@nestjs/common';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How often what is mounted is looked at, in milliseconds. Kubernetes swaps links, which change notifications miss. */
const EVERY = 2000;

/** How deep a folder is looked into, so that a link to a parent ends. */
const DEEPEST = 6;

/**
 * What a file or folder that an operator mounts says, read again when it changes, also when Kubernetes swaps the link `..data` behind it.
 * A change that is bad is logged, once, and what was said before stays in force.
 */
export class Mounted<T> {
  private readonly logger = new Logger('Mounted');
  private readonly timer: NodeJS.Timeout;
  private stamp: string;
  private good: T;

  /**
   * @param path of the file or folder
   * @param read says what it says; throws a sentence that says what is wrong, without quoting secrets
   * @param options `initial` where it has been read already; `changed` is called when another value is in force
   * @throws Error from `read` when it can't be read at the start
   */
  constructor(
    private readonly path: string,
    private readonly read: () => T,
    private readonly options: { initial?: { value: T }; changed?: () => void } = {},
  ) {
    // The stamp first: what changes while it is read is read once more.
    this.stamp = stampOf(path);
    this.good = options.initial ? options.initial.value : read();
    this.timer = setInterval(() => this.look(), EVERY);
    this.timer.unref();
  }

  get value(): T {
    return this.good;
  }

  /** Looks whether it has changed. */
  look(): void {
    const stamp = stampOf(this.path);
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    try {
      this.good = this.read();
      this.logger.log(`${this.path} has changed and is in force`);
      this.options.changed?.();
    } catch (error) {
      this.logger.error(`${this.path} has changed and is not taken, what it said before stays in force: ${(error as Error).message}`);
    }
  }

  close(): void {
    clearInterval(this.timer);
  }
}

/**
 * Changes when a file does, or when one comes or goes below a folder. Time and size could stay when a link is swapped; the inode does not.
 * @param path a file or folder
 * @returns empty where there is nothing
 */
export function stampOf(path: string, depth = 0): string {
  try {
    const found = statSync(path);
    const own = `${path}:${found.mtimeMs}:${found.size}:${found.ino}`;
    const isFolder = depth < DEEPEST && found.isDirectory();
    // Kubernetes' own folders (..data, ..2026_11_28) are what the links beside them lead to.
    const names = isFolder ? readdirSync(path).filter((name) => !name.startsWith('..')) : [];
    return [own, ...names.toSorted().map((name) => stampOf(join(path, name), depth + 1))].join('|');
  } catch {
    return '';
  }
}
