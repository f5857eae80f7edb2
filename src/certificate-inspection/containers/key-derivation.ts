import { hash, pbkdf2Sync, scryptSync } from 'node:crypto';
import { DerElement, DerError, present, TAG } from '../der/der.js';
import { InputProblem } from '../reading/input-problem.js';

/** A digest with its sizes in bytes. */
export interface Digest {
  name: string;
  size: number;
  block: number;
}

/** Digests of PKCS#12, by identifier. */
export const DIGESTS: Readonly<Record<string, Digest>> = {
  '1.2.840.113549.2.5': { name: 'md5', size: 16, block: 64 },
  '1.3.14.3.2.26': { name: 'sha1', size: 20, block: 64 },
  '2.16.840.1.101.3.4.2.4': { name: 'sha224', size: 28, block: 64 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', size: 32, block: 64 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', size: 48, block: 128 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', size: 64, block: 128 },
};

export const SHA1: Digest = { name: 'sha1', size: 20, block: 64 };

/** HMACs, by identifier (RFC 8018, appendix B.1). */
export const HMACS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** More rounds than any tool writes; each costs about a microsecond in our own loop. */
const MOST_PKCS12_ROUNDS = 600_000;
const MOST_PBKDF2_ROUNDS = 2_000_000;
const MOST_SCRYPT_MEMORY = 256 * 1024 * 1024;

const PBKDF2 = '1.2.840.113549.1.5.12';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';

/** A password as PKCS#12 derives keys from it: big-endian UTF-16 with an end mark, nothing at all for none (RFC 7292, appendix B.1). */
export const bmpPassword = (password: string | null): Buffer =>
  password === null ? Buffer.alloc(0) : Buffer.concat([Buffer.from(password, 'utf16le').swap16(), Buffer.alloc(2)]);

/**
 * The key derivation of PKCS#12 (RFC 7292, appendix B.2).
 * @param purpose 1 for keys, 2 for initialisation vectors, 3 for MACs
 * @throws InputProblem when it would take too many rounds
 */
export function derivePkcs12(
  { name, block }: Digest,
  password: Buffer,
  salt: Buffer,
  rounds: number,
  purpose: 1 | 2 | 3,
  length: number,
): Buffer {
  if (rounds > MOST_PKCS12_ROUNDS) throw tooCostly(`${rounds} rounds`);
  const fill = (bytes: Buffer) => Buffer.alloc(block * Math.ceil(bytes.length / block), bytes);
  const input = Buffer.concat([salt.length > 0 ? fill(salt) : salt, password.length > 0 ? fill(password) : password]);
  const diversifier = Buffer.alloc(block, purpose);
  const parts: Buffer[] = [];
  for (let made = 0; made < length;) {
    const digest = hash(name, Buffer.concat([diversifier, input]), 'buffer');
    hashAgain(name, digest, rounds - 1);
    parts.push(digest);
    made += digest.length;
    addToBlocks(input, Buffer.alloc(block, digest), block);
  }
  return Buffer.concat(parts).subarray(0, length);
}

/**
 * Replaces a digest by its digest, again and again.
 * @param digest is overwritten: with one buffer and digests as text, a round costs less than half of what new buffers cost
 */
export function hashAgain(name: string, digest: Buffer, times: number): void {
  for (let left = times; left > 0; left--) digest.write(hash(name, digest, 'binary'), 'latin1');
}

/** Each block of the input becomes itself plus the addend plus one, as a big-endian number. */
function addToBlocks(input: Buffer, addend: Buffer, block: number): void {
  for (let from = 0; from < input.length; from += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      carry += (input[from + at] as number) + (addend[at] as number);
      input[from + at] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/**
 * Derives a key as an AlgorithmIdentifier says: PBKDF2 or scrypt (RFC 8018, section 5.2; RFC 7914, section 7).
 * @param algorithm the AlgorithmIdentifier
 * @param length of the key in bytes; left out where the parameters name it
 * @throws InputProblem when it is too costly or not supported
 */
export function deriveKey(algorithm: DerElement, password: Buffer, length?: number): Buffer {
  const [type, parameters] = algorithm.children();
  const id = present(type, 'the key derivation', algorithm).oid();
  const fields = present(parameters, 'its parameters', algorithm).children();
  const salt = present(fields[0], 'the salt', algorithm).content;
  const number = (at: number) => present(fields[at], 'a parameter', algorithm).smallInteger();
  if (id === PBKDF2) {
    const rounds = number(1);
    if (rounds < 1 || rounds > MOST_PBKDF2_ROUNDS) throw tooCostly(`${rounds} rounds`);
    const prf = fields.find(({ tag }) => tag === TAG.sequence);
    const prfHash = prf ? HMACS[present(prf.children()[0], 'the digest', prf).oid()] : 'sha1';
    if (!prfHash) throw unsupported('its digest');
    return pbkdf2Sync(password, salt, rounds, length ?? boundedLength(number(2), algorithm), prfHash);
  }
  if (id === SCRYPT) {
    const [N, r, p] = [number(1), number(2), number(3)];
    if (N < 2 || r < 1 || p < 1 || 128 * N * r * p > MOST_SCRYPT_MEMORY) throw tooCostly('the memory for scrypt');
    return scryptSync(password, salt, length ?? boundedLength(number(4), algorithm), { N, r, p, maxmem: MOST_SCRYPT_MEMORY * 2 });
  }
  throw unsupported(`the key derivation ${id}`);
}

function boundedLength(length: number, at: DerElement): number {
  if (length < 1 || length > 128) throw new DerError('a key of unexpected length', at.start);
  return length;
}

const tooCostly = (what: string) =>
  new InputProblem(
    'CONTAINER_TOO_COSTLY',
    `Opening this container would take ${what}, which is more than any usual tool writes. Export it again with the usual settings.`,
  );

/** @returns the refusal of something that is known and not opened here */
export const unsupported = (what: string) =>
  new InputProblem(
    'CONTAINER_NOT_SUPPORTED',
    `This container uses ${what}, which is not opened here. Export it again, for example with: openssl pkcs12 -export -keypbe AES-256-CBC -certpbe AES-256-CBC -macalg SHA256.`,
  );
