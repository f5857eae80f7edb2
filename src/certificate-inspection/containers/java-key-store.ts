import { createHash, timingSafeEqual } from 'node:crypto';
import { DerError } from '../der/der.js';
import { DataInput } from './data-input.js';
import { InputProblem } from '../reading/input-problem.js';
import { addContained, MOST_CONTAINED, type OpenedContainer } from './container.js';
import { openJavaKey } from './java-key-protection.js';

/** What the digest is salted with (OpenJDK, sun.security.provider.JavaKeyStore). */
const WHITENER = 'Mighty Aphrodite';
const KEY_ENTRY = 1;
const CERTIFICATE_ENTRY = 2;
const DIGEST = 20;

/**
 * Reads JKS and JCEKS (OpenJDK, sun.security.provider.JavaKeyStore and com.sun.crypto.provider.JceKeyStore).
 * Certificates lie in the clear, so they are read without the password too; a password that is given is checked.
 * @param bytes of the key store
 * @param password undefined when none was given
 * @throws InputProblem when the password is wrong; DerError when the file is damaged
 */
export function openJavaKeyStore(bytes: Buffer, password: string | undefined): OpenedContainer {
  const input = new DataInput(bytes);
  const jceks = input.number() === 0xcececece;
  const version = input.number();
  if (version !== 1 && version !== 2) throw new DerError(`a key store of unknown version ${version}`, 4);
  const count = input.number();
  if (count > MOST_CONTAINED) throw new InputProblem('TOO_MANY_CERTIFICATES', `The key store has more than ${MOST_CONTAINED} entries.`);
  const opened: OpenedContainer = { certificates: [], keys: [], revocationLists: [], notes: [] };
  const protectedKeys: { alias: string; key: Buffer }[] = [];
  const certificate = (alias: string, trusted: boolean) => {
    if (version === 2) input.text();
    addContained(opened, { der: input.block(), alias, ...(trusted && { trusted }) });
  };
  // Opened last, since a wrong password of the store is told by its digest at less cost.
  const noticeKeys = () => {
    for (const { alias, key } of protectedKeys)
      opened.keys.push({ alias, encrypted: true, ...(password !== undefined && openJavaKey(key, password)) });
  };
  for (let at = 0; at < count; at++) {
    const kind = input.number();
    const alias = input.text();
    input.skip(8);
    if (kind === KEY_ENTRY) {
      protectedKeys.push({ alias, key: input.block() });
      for (let chain = input.number(); chain > 0; chain--) certificate(alias, false);
    } else if (kind === CERTIFICATE_ENTRY) {
      certificate(alias, true);
    } else if (jceks && kind === 3) {
      // A secret key is a serialised Java object whose length is written nowhere.
      opened.notes.push(
        'The key store holds a secret key; the entries behind it are not read. List them with keytool -list -rfc -storetype JCEKS.',
      );
      noticeKeys();
      return opened;
    } else {
      throw new DerError(`an entry of unknown kind ${kind}`, input.at);
    }
  }
  checkDigest(bytes, input.at, password, opened);
  noticeKeys();
  return opened;
}

function checkDigest(bytes: Buffer, end: number, password: string | undefined, opened: OpenedContainer): void {
  if (bytes.length < end + DIGEST) throw new DerError('a key store that ends before its digest', bytes.length);
  if (password === undefined) {
    opened.notes.push('The certificates were read without the password of the key store, so its integrity was not checked.');
    return;
  }
  const digest = createHash('sha1')
    .update(Buffer.from(password, 'utf16le').swap16())
    .update(WHITENER)
    .update(bytes.subarray(0, end))
    .digest();
  if (!timingSafeEqual(digest, bytes.subarray(end, end + DIGEST))) {
    throw new InputProblem(
      'WRONG_PASSWORD',
      'The password does not open this Java key store (or the file was changed after it was written). Its certificates can be read without a password: leave it out.',
    );
  }
}
