import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MODULES_FOLDER } from '../../registry/load-entries.js';
import { refused } from '../../http/refused.js';
import { openings, queues } from '../../observed.js';
import { InputProblem } from '../reading/input-problem.js';
import type { ContainerKind, ContainerOpener, OpenedContainer } from './container.js';
import { openContainer } from './open-container.js';
import type { Answer } from './container-thread.js';

/** The compiled thread; from source (tests) containers are opened in the caller's thread. */
const THREAD = join(MODULES_FOLDER, 'certificate-inspection', 'containers', 'container-thread.js');

/** How long one container may take. */
const DEADLINE = 5000;

/** How many containers may wait. */
const MOST_WAITING = 50;

/** Kinds that are only parsed; a thread would cost more than they do. */
const CHEAP: ReadonlySet<ContainerKind> = new Set(['pkcs7']);

/** Only parsed too, as long as no password opens their keys. */
const CHEAP_WHEN_CLOSED: ReadonlySet<ContainerKind> = new Set(['jks', 'jceks', 'bks']);

interface Task {
  kind: ContainerKind;
  bytes: Buffer;
  password: string | undefined;
  keepKeys: boolean;
  settle(result: OpenedContainer | Error): void;
}

/** Opens containers one after another in a thread of its own, each within a deadline: deriving keys would block all other requests. */
@Injectable()
export class ContainerWorker implements ContainerOpener, OnModuleDestroy {
  private thread?: Worker;
  private current?: Task;
  private timer?: NodeJS.Timeout;
  private readonly waiting: Task[] = [];

  /** @throws InputProblem; HttpException 503 when too many wait */
  async open(...given: Parameters<ContainerOpener['open']>): Promise<OpenedContainer> {
    const began = performance.now();
    const tell = (opened: boolean) => openings.tell({ kind: given[0], milliseconds: performance.now() - began, opened });
    try {
      const container = await this.openInTurn(...given);
      tell(true);
      return container;
    } catch (error) {
      tell(false);
      throw error;
    }
  }

  private async openInTurn(kind: ContainerKind, bytes: Buffer, password: string | undefined, keepKeys: boolean): Promise<OpenedContainer> {
    const cheap = CHEAP.has(kind) || (password === undefined && CHEAP_WHEN_CLOSED.has(kind));
    if (cheap || !existsSync(THREAD)) return openContainer(kind, bytes, password, keepKeys);
    if (this.waiting.length >= MOST_WAITING)
      throw refused('BUSY', 'Too many key stores wait to be opened; try again in a few seconds.', { retryAfter: 2 });
    return new Promise((resolve, reject) => {
      const settle = (result: OpenedContainer | Error) => (result instanceof Error ? reject(result) : resolve(result));
      this.waiting.push({ kind, bytes, password, keepKeys, settle });
      this.next();
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop();
  }

  private next(): void {
    this.current ??= this.beginNext();
    queues.tell({ queue: 'key-stores', running: this.current ? 1 : 0, waiting: this.waiting.length });
  }

  private beginNext(): Task | undefined {
    const task = this.waiting.shift();
    if (!task) return undefined;
    this.thread ??= this.start();
    const { kind, bytes, password, keepKeys } = task;
    this.timer = setTimeout(() => this.giveUp(), DEADLINE);
    this.thread.postMessage({ kind, bytes: Uint8Array.from(bytes), password, keepKeys });
    return task;
  }

  private start(): Worker {
    const thread = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: 256 }, stdout: true, stderr: true });
    thread.unref();
    thread.on('message', (answer: Answer) =>
      this.finish('opened' in answer ? answer.opened : new InputProblem(answer.problem.code, answer.problem.detail)),
    );
    thread.on('error', () => {
      this.thread = undefined;
      this.finish(
        new InputProblem(
          'CONTAINER_DAMAGED',
          'The container could not be opened; it is damaged, or of a form that no usual tool writes. Export it again.',
        ),
      );
    });
    return thread;
  }

  private giveUp(): void {
    void this.stop();
    this.finish(
      new InputProblem(
        'CONTAINER_TOO_COSTLY',
        `Opening this container took longer than ${DEADLINE / 1000} s and was given up. Export it again with fewer rounds of key derivation.`,
      ),
    );
  }

  private finish(result: OpenedContainer | Error): void {
    clearTimeout(this.timer);
    const { current } = this;
    this.current = undefined;
    current?.settle(result);
    this.next();
  }

  private async stop(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    thread?.removeAllListeners();
    await thread?.terminate();
  }
}
