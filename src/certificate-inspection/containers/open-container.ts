import { berToDer } from '../der/ber.js';
import { DerError } from '../der/der.js';
import { InputProblem } from '../reading/input-problem.js';
import type { ContainerKind, ContainerOpener, OpenedContainer } from './container.js';
import { openBcfks } from './bcfks.js';
import { openBks } from './bks.js';
import { openEncryptedKey, openEncryptedPem } from './encrypted-key.js';
import { openJavaKeyStore } from './java-key-store.js';
import { openPkcs12 } from './pkcs12.js';
import { openPkcs7 } from './pkcs7.js';
import { openPse } from './sap-pse.js';

/**
 * Opens a container, in the thread of the caller.
 * @param kind from `recognise`
 * @param bytes of the container
 * @param password undefined when none was given
 * @param keepKeys whether private keys are handed out, or forgotten here
 * @returns its certificates and what is known of its keys
 * @throws InputProblem telling a wrong password, damage (with the byte) and what is not supported apart
 */
export function openContainer(kind: ContainerKind, bytes: Buffer, password: string | undefined, keepKeys: boolean): OpenedContainer {
  try {
    const opened = open(kind, bytes, password);
    if (!keepKeys) for (const noticed of opened.keys) delete noticed.key;
    return opened;
  } catch (error) {
    if (error instanceof InputProblem) throw error;
    if (error instanceof DerError)
      throw new InputProblem(
        'CONTAINER_DAMAGED',
        `The container is damaged: ${error.message}. Transfer it again, in binary mode, or export it again.`,
        { cause: error },
      );
    // What Node's own functions refuse in a mutilated file (a key of wrong length, a number out of range) is damage too.
    throw new InputProblem('CONTAINER_DAMAGED', 'The container is damaged, or of a form that no usual tool writes. Export it again.', {
      cause: error,
    });
  }
}

/** Opens containers without another thread: for tests and tools, not for the service. */
export const inThisThread: ContainerOpener = { open: async (...given) => openContainer(...given) };

function open(kind: ContainerKind, bytes: Buffer, password: string | undefined): OpenedContainer {
  switch (kind) {
    case 'pkcs7':
      return openPkcs7(bytes);
    case 'jks':
    case 'jceks':
      return openJavaKeyStore(bytes, password);
    case 'pkcs12':
      return openPkcs12(berToDer(bytes), password);
    case 'bks':
      return openBks(bytes, password);
    case 'bcfks':
      return openBcfks(bytes, password);
    case 'pse':
      return openPse(bytes, password);
    case 'encrypted-private-key':
      return openEncryptedKey(bytes, password);
    case 'pem-private-key':
      return openEncryptedPem(bytes, password);
  }
}
