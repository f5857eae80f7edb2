import { createHmac, timingSafeEqual } from 'node:crypto';
import { DerElement, DerError, present } from '../der/der.js';
import { textOf } from '../der/strings.js';
import { InputProblem } from '../reading/input-problem.js';
import { addContained, type OpenedContainer } from './container.js';
import { bmpPassword, deriveKey, derivePkcs12, DIGESTS, HMACS, unsupported } from './key-derivation.js';
import { decryptWithPassword, passwordRequired, wrongPassword } from './password-based-encryption.js';
import { keyPairOf, type KeyPair } from './key-pair.js';

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const PBMAC1 = '1.2.840.113549.1.5.14';
const BAG = '1.2.840.113549.1.12.10.1.';
const X509 = '1.2.840.113549.1.9.22.1';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
/** Oracle's attribute of a trusted certificate in a Java trust store. */
const TRUSTED_USAGE = '2.16.840.1.113894.746875.1.1';
const DEEPEST = 5;

/** Who derives a key for so long was given a password (Java takes 100,000 rounds): without one, none is tried. */
const MOST_UNASKED = 20_000;

/**
 * Opens a PKCS#12 file (RFC 7292): PBES2 and the old RC2, RC4 and 3DES, MACs of all SHA kinds and PBMAC1 (RFC 9579).
 * @param der converted from BER
 * @param password undefined when none was given; then the empty and the missing one are tried
 * @throws InputProblem telling a wrong password and what is not supported apart; DerError when it is damaged
 */
export function openPkcs12(der: Buffer, password: string | undefined): OpenedContainer {
  const whole = DerElement.at(der);
  const [, contentInfo, mac] = whole.children();
  const [type, content] = present(contentInfo, 'the content', whole).children();
  if (present(type, 'the content type', whole).oid() !== DATA) throw unsupported('a signature instead of a password');
  const safe = present(content, 'the content', whole).inner().content;
  const opened: OpenedContainer = { certificates: [], keys: [], revocationLists: [], notes: [] };
  const proven = mac ? provenPassword(mac, safe, password) : undefined;
  if (!mac) opened.notes.push('The PKCS#12 file has no MAC, so its integrity was not checked.');
  const candidates = proven !== undefined ? [proven] : password ? [password] : ['', null];
  readSafe(safe, candidates, password, opened);
  return opened;
}

/** The spelling of the password that the MAC confirms; an empty and a missing one differ. */
function provenPassword(mac: DerElement, safe: Buffer, password: string | undefined): string | null {
  // The outer structure needs no password: when it is broken, the file is damaged, no password will open it, and none is tried.
  for (const contentInfo of DerElement.only(safe).children())
    present(contentInfo.children()[1], 'the content', contentInfo).inner().children();
  const rounds = mac.children()[2];
  if (password === undefined && rounds && rounds.smallInteger() > MOST_UNASKED) throw passwordRequired('The PKCS#12 file');
  const confirmed = (password ? [password] : ['', null]).find((candidate) => macHolds(mac, safe, candidate));
  if (confirmed !== undefined) return confirmed;
  throw password === undefined ? passwordRequired('The PKCS#12 file') : wrongPassword();
}

function macHolds(mac: DerElement, safe: Buffer, password: string | null): boolean {
  const [info, salt, rounds] = mac.children();
  const [algorithm, digest] = present(info, 'the MAC', mac).children();
  const [type, parameters] = present(algorithm, 'the MAC algorithm', mac).children();
  const id = present(type, 'the MAC algorithm', mac).oid();
  const expected = present(digest, 'the MAC value', mac).content;
  let actual: Buffer;
  if (id === PBMAC1) {
    const [derivation, hmac] = present(parameters, 'the MAC parameters', mac).children();
    const hash = HMACS[present(present(hmac, 'the HMAC', mac).children()[0], 'the HMAC', mac).oid()];
    if (!hash) throw unsupported('an unknown MAC');
    actual = createHmac(hash, deriveKey(present(derivation, 'the key derivation', mac), Buffer.from(password ?? '', 'utf8')))
      .update(safe)
      .digest();
  } else {
    const hash = DIGESTS[id];
    if (!hash) throw unsupported(`the MAC ${id}`);
    const key = derivePkcs12(
      hash,
      bmpPassword(password),
      present(salt, 'the salt', mac).content,
      rounds ? rounds.smallInteger() : 1,
      3,
      hash.size,
    );
    actual = createHmac(hash.name, key).update(safe).digest();
  }
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function readSafe(safe: Buffer, candidates: readonly (string | null)[], given: string | undefined, opened: OpenedContainer): void {
  for (const contentInfo of DerElement.at(safe).children()) {
    const [type, content] = contentInfo.children();
    const id = present(type, 'the content type', contentInfo).oid();
    const inner = present(content, 'the content', contentInfo).inner();
    if (id === DATA) readBags(inner.content, candidates, opened, 0);
    else if (id === ENCRYPTED_DATA) readEncrypted(inner, candidates, given, opened);
    else opened.notes.push('A part of the PKCS#12 file is encrypted for a key instead of a password and was left out.');
  }
}

function readEncrypted(
  encryptedData: DerElement,
  candidates: readonly (string | null)[],
  given: string | undefined,
  opened: OpenedContainer,
): void {
  const info = present(encryptedData.children()[1], 'the encrypted content', encryptedData);
  const [, algorithm, data] = info.children();
  const body = present(data, 'the encrypted content', info);
  const bytes = body.tag === 0xa0 ? Buffer.concat(body.children().map((part) => part.content)) : body.content;
  for (const [at, password] of candidates.entries()) {
    try {
      readBags(decryptWithPassword(present(algorithm, 'the encryption', info), bytes, password), candidates, opened, 0);
      return;
    } catch (error) {
      // Without a MAC a wrong password shows in the padding, or in what was decrypted.
      const wrong = error instanceof DerError || (error instanceof InputProblem && error.code === 'WRONG_PASSWORD');
      if (!wrong) throw error;
      if (at === candidates.length - 1) throw given === undefined ? passwordRequired('The PKCS#12 file') : wrongPassword();
    }
  }
}

function readBags(safeContents: Buffer, candidates: readonly (string | null)[], opened: OpenedContainer, depth: number): void {
  if (depth > DEEPEST) throw new DerError('bags nested too deeply', 0);
  for (const bag of DerElement.at(safeContents).children()) {
    const [type, value, attributes] = bag.children();
    const id = present(type, 'the kind of a bag', bag).oid();
    const inner = present(value, 'the content of a bag', bag).inner();
    const { alias, trusted } = readAttributes(attributes);
    const named = alias === undefined ? {} : { alias };
    switch (id.startsWith(BAG) ? id.slice(BAG.length) : '') {
      case '1':
        opened.keys.push({ encrypted: false, ...named, ...keyFacts(inner.bytes) });
        break;
      case '2':
        opened.keys.push({ encrypted: true, ...named, ...shroudedKeyFacts(inner, candidates) });
        break;
      case '3': {
        const [kind, certificate] = inner.children();
        if (present(kind, 'the kind of a certificate', inner).oid() !== X509) break;
        addContained(opened, {
          der: present(certificate, 'the certificate', inner).inner().content,
          ...named,
          ...(trusted && { trusted }),
        });
        break;
      }
      case '4': {
        const list = inner.children()[1];
        if (list) opened.revocationLists.push(list.inner().content);
        break;
      }
      case '6':
        readBags(inner.bytes, candidates, opened, depth + 1);
        break;
      default:
    }
  }
}

function readAttributes(attributes: DerElement | undefined): { alias?: string; trusted: boolean } {
  let alias: string | undefined;
  let trusted = false;
  for (const attribute of attributes?.children() ?? []) {
    const [type, values] = attribute.children();
    const id = present(type, 'an attribute', attribute).oid();
    const value = values?.children()[0];
    if (id === FRIENDLY_NAME && value) alias = textOf(value).slice(0, 200);
    if (id === TRUSTED_USAGE) trusted = true;
  }
  return { ...(alias !== undefined && { alias }), trusted };
}

const keyFacts = (pkcs8: Buffer): Partial<KeyPair> => keyPairOf({ key: pkcs8, format: 'der', type: 'pkcs8' }) ?? {};

/** A key with a password of its own stays closed; the certificates don't depend on it. */
function shroudedKeyFacts(shrouded: DerElement, candidates: readonly (string | null)[]): Partial<KeyPair> {
  const [algorithm, data] = shrouded.children();
  for (const password of candidates) {
    try {
      return keyFacts(
        decryptWithPassword(present(algorithm, 'the encryption', shrouded), present(data, 'the key', shrouded).content, password),
      );
    } catch (error) {
      if (!(error instanceof InputProblem) || error.code === 'CONTAINER_TOO_COSTLY') throw error;
    }
  }
  return {};
}
