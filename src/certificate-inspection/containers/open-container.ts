import { berToDer } from '../der/ber.js';
import { DerError } from '../der/der.js';
import { InputProblem } from '../reading/input-problem.js';
import type { ContainerKind, OpenedContainer } from './container.js';
import { openBcfks } from './bcfks.js';
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
 * @returns its certificates and what is known of its keys
 * @throws InputProblem telling a wrong password, damage (with the byte) and what is not supported apart
 */
export function openContainer(kind: ContainerKind, bytes: Buffer, password: string | undefined): OpenedContainer {
  try {
    return open(kind, bytes, password);
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

function open(kind: ContainerKind, bytes: Buffer, password: string | undefined): OpenedContainer {
  switch (kind) {
    case 'pkcs7':
      return openPkcs7(bytes);
    case 'jks':
    case 'jceks':
      return openJavaKeyStore(bytes, password);
    case 'pkcs12':
      return openPkcs12(berToDer(bytes), password);
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
