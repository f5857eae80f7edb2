import { createDecipheriv } from 'node:crypto';
import { TlsSyntaxError } from './byte-reader.js';
import { SUITES_12, type Suite12 } from './cipher-suites.js';
import { hmac } from './key-schedule.js';
import type { Side } from './sighting.js';

/** What the keys of a TLS 1.2 connection are made from. */
export interface KeyMaterial12 {
  suite: number;
  master: Buffer;
  clientRandom: Buffer;
  serverRandom: Buffer;
  encryptThenMac: boolean;
}

const TAG_LENGTH = 16;
const EXPLICIT_NONCE = 8;
const BLOCK = 16;

/** The pseudo-random function of TLS 1.2 (RFC 5246, section 5). */
export function prf12(hash: string, secret: Buffer, label: string, seed: Buffer, length: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  const blocks: Buffer[] = [];
  let chain: Buffer = labelled;
  for (let made = 0; made < length;) {
    chain = hmac(hash, secret, chain);
    const block = hmac(hash, secret, Buffer.concat([chain, labelled]));
    blocks.push(block);
    made += block.length;
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** Opens the records of a TLS 1.2 connection that somebody else made; nothing is verified that Node verifies itself. */
export class RecordProtection12 {
  private readonly suite: Suite12;
  private readonly keys: Record<Side, { key: Buffer; iv: Buffer }>;
  private readonly encryptThenMac: boolean;

  /** @throws TlsSyntaxError for a suite that can't be read along (CCM, 3DES, RC4) */
  constructor({ suite: id, master, clientRandom, serverRandom, encryptThenMac }: KeyMaterial12) {
    const suite = SUITES_12[id];
    if (!suite || suite.mode === 'unreadable') throw new TlsSyntaxError(`cipher suite 0x${id.toString(16)} can't be read along`);
    this.suite = suite;
    this.encryptThenMac = encryptThenMac;
    const { macLength, keyLength, fixedIvLength, hash } = suite;
    const block = prf12(
      hash,
      master,
      'key expansion',
      Buffer.concat([serverRandom, clientRandom]),
      2 * (macLength + keyLength + fixedIvLength),
    );
    // The order is: MAC keys, write keys, IVs, the client's first (RFC 5246, section 6.3).
    const at = 2 * macLength;
    const ivs = at + 2 * keyLength;
    this.keys = {
      client: { key: block.subarray(at, at + keyLength), iv: block.subarray(ivs, ivs + fixedIvLength) },
      server: { key: block.subarray(at + keyLength, ivs), iv: block.subarray(ivs + fixedIvLength) },
    };
  }

  /**
   * @param from who sent the record
   * @param sequence how many this side had sent before it under these keys
   * @returns its content
   * @throws when it was not protected with these keys
   */
  open(from: Side, header: Buffer, body: Buffer, sequence: bigint): Buffer {
    return this.suite.mode === 'cbc' ? this.openBlocks(from, body) : this.openSealed(from, header, body, sequence);
  }

  private openSealed(from: Side, header: Buffer, body: Buffer, sequence: bigint): Buffer {
    const { key, iv } = this.keys[from];
    const explicit = this.suite.mode === 'gcm' ? EXPLICIT_NONCE : 0;
    const sealed = body.subarray(explicit, body.length - TAG_LENGTH);
    const count = Buffer.alloc(8);
    count.writeBigUInt64BE(sequence);
    const nonce = explicit ? Buffer.concat([iv, body.subarray(0, explicit)]) : Buffer.from(iv);
    // ChaCha20-Poly1305 mixes the sequence number in instead of sending a part of the nonce (RFC 7905, section 2).
    if (!explicit) nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ sequence, 4);
    const opener = createDecipheriv(this.suite.algorithm as 'aes-128-gcm', key, nonce, { authTagLength: TAG_LENGTH });
    opener.setAAD(Buffer.concat([count, header.subarray(0, 3), Buffer.from([sealed.length >> 8, sealed.length & 255])]));
    opener.setAuthTag(body.subarray(body.length - TAG_LENGTH));
    return Buffer.concat([opener.update(sealed), opener.final()]);
  }

  private openBlocks(from: Side, body: Buffer): Buffer {
    const { macLength, algorithm } = this.suite;
    // With encrypt-then-MAC (RFC 7366) the MAC stands behind the ciphertext, else inside it.
    const blocks = this.encryptThenMac ? body.subarray(0, body.length - macLength) : body;
    const opener = createDecipheriv(algorithm, this.keys[from].key, blocks.subarray(0, BLOCK)).setAutoPadding(false);
    const plain = Buffer.concat([opener.update(blocks.subarray(BLOCK)), opener.final()]);
    const padding = (plain.at(-1) ?? 0) + 1;
    const end = plain.length - padding - (this.encryptThenMac ? 0 : macLength);
    if (end < 0) throw new TlsSyntaxError('a record of nothing but padding');
    return plain.subarray(0, end);
  }
}
