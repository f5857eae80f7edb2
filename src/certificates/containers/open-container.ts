import { DerError } from '../der/der.js';
import { InputProblem } from '../reading/input-problem.js';
import type { ContainerKind, OpenedContainer } from './container.js';
import { openJavaKeyStore } from './java-key-store.js';
import { openPkcs7 } from './pkcs7.js';

/**
 * Opens a container, in the thread of the caller.
 * @param kind from `recognise`
 * @param bytes of the container
 * @param password undefined when none was given
 * @returns its certificates and what is known of its keys
 * @throws InputProblem telling a wrong password, damage (with the byte) and what is not supported apart
 */
export async function openContainer(kind: ContainerKind, bytes: Buffer, password: string | undefined): Promise<OpenedContainer> {
  try {
    return await open(kind, bytes, password);
  } catch (error) {
    if (error instanceof InputProblem) throw error;
    if (error instanceof DerError) throw new InputProblem('CONTAINER_DAMAGED', `The container is damaged: ${error.message}. Transfer it again, in binary mode, or export it again.`, { cause: error });
    throw error;
  }
}

async function open(kind: ContainerKind, bytes: Buffer, password: string | undefined): Promise<OpenedContainer> {
  switch (kind) {
    case 'pkcs7':
      return openPkcs7(bytes);
    case 'jks':
    case 'jceks':
      return openJavaKeyStore(bytes, password);
    default:
      throw new InputProblem('CONTAINER_NOT_SUPPORTED', 'This kind of container is not opened yet.');
  }
}
