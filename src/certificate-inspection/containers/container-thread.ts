import { parentPort } from 'node:worker_threads';
import { InputProblem, type InputProblemCode } from '../reading/input-problem.js';
import type { ContainerKind, OpenedContainer } from './container.js';
import { openContainer } from './open-container.js';

/** What the thread is asked. */
interface Question {
  kind: ContainerKind;
  bytes: Uint8Array;
  password: string | undefined;
  keepKeys: boolean;
}

/** What it answers. */
export type Answer = { opened: OpenedContainer } | { problem: { code: InputProblemCode; detail: string } };

parentPort?.on('message', ({ kind, bytes, password, keepKeys }: Question) =>
  parentPort?.postMessage(answer(kind, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), password, keepKeys)),
);

function answer(kind: ContainerKind, bytes: Buffer, password: string | undefined, keepKeys: boolean): Answer {
  try {
    const opened = openContainer(kind, bytes, password, keepKeys);
    // A view would take the whole buffer over to the other thread.
    return {
      opened: {
        ...opened,
        certificates: opened.certificates.map((item) => ({ ...item, der: Uint8Array.from(item.der) })),
        revocationLists: opened.revocationLists.map((list) => Uint8Array.from(list)),
      },
    };
  } catch (error) {
    if (error instanceof InputProblem) return { problem: { code: error.code, detail: error.detail } };
    return {
      problem: { code: 'CONTAINER_DAMAGED', detail: 'The container is damaged, or of a form that no usual tool writes. Export it again.' },
    };
  }
}
