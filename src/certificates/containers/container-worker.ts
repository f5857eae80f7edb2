import { Injectable } from '@nestjs/common';
import type { ContainerKind, ContainerOpener, OpenedContainer } from './container.js';
import { openContainer } from './open-container.js';

/** Opens containers. */
@Injectable()
export class ContainerWorker implements ContainerOpener {
  open(kind: ContainerKind, bytes: Buffer, password: string | undefined): Promise<OpenedContainer> {
    return openContainer(kind, bytes, password);
  }
}
