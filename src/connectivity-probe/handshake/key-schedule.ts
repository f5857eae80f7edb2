import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import type { Suite13 } from './cipher-suites.js';
import { TlsSyntaxError } from './byte-reader.js';

type Hash = Suite13['hash'];

const TAG_LENGTH = 16;
const NONCE_LENGTH = 12;

/** The digest's length in bytes. */
export const hashLength = (hash: Hash): number => (hash === 'sha384' ? 48 : 32);

/** HMAC, which is also HKDF-Extract (RFC 5869, section 2.2). */
export const hmac = (hash: string, key: Buffer, content: Buffer): Buffer => createHmac(hash, key).update(content).digest();

/** HKDF-Expand-Label (RFC 8446, section 7.1). */
export function expandLabel(hash: Hash, secret: Buffer, label: string, context: Buffer, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, name.length]), name, Buffer.from([context.length]), context]);
  const blocks: Buffer[] = [];
  let block: Buffer = Buffer.alloc(0);
  for (let at = 1, made = 0; made < length; at++, made += block.length) {
    block = hmac(hash, secret, Buffer.concat([block, info, Buffer.from([at])]));
    blocks.push(block);
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** The hash of handshake messages. */
export const digestOf = (hash: Hash, transcript: readonly Buffer[]): Buffer => {
  const digest = createHash(hash);
  for (const message of transcript) digest.update(message);
  return digest.digest();
};

/** Derive-Secret (RFC 8446, section 7.1). @param digest of the messages so far */
const deriveSecret = (hash: Hash, secret: Buffer, label: string, digest: Buffer): Buffer =>
  expandLabel(hash, secret, label, digest, hashLength(hash));

/** What a handshake without pre-shared key begins with; the same for all. */
const derivedEarly = (hash: Hash): Buffer => {
  const zeros = Buffer.alloc(hashLength(hash));
  return deriveSecret(hash, hmac(hash, zeros, zeros), 'derived', digestOf(hash, []));
};
const DERIVED_EARLY: Readonly<Record<Hash, Buffer>> = { sha256: derivedEarly('sha256'), sha384: derivedEarly('sha384') };

/** The secrets of a handshake without pre-shared key, as far as the first flight needs them. */
export interface HandshakeSecrets {
  handshake: Buffer;
  client: Buffer;
  server: Buffer;
}

/**
 * From the shared secret to the handshake traffic secrets (RFC 8446, section 7.1).
 * @param shared of the key exchange
 * @param digest of ClientHello to ServerHello
 */
export function handshakeSecrets(hash: Hash, shared: Buffer, digest: Buffer): HandshakeSecrets {
  const handshake = hmac(hash, DERIVED_EARLY[hash], shared);
  return {
    handshake,
    client: deriveSecret(hash, handshake, 'c hs traffic', digest),
    server: deriveSecret(hash, handshake, 's hs traffic', digest),
  };
}

/**
 * The application traffic secrets.
 * @param digest of ClientHello to the server's Finished
 */
export function applicationSecrets(hash: Hash, { handshake }: HandshakeSecrets, digest: Buffer): { client: Buffer; server: Buffer } {
  const master = hmac(hash, deriveSecret(hash, handshake, 'derived', digestOf(hash, [])), Buffer.alloc(hashLength(hash)));
  return { client: deriveSecret(hash, master, 'c ap traffic', digest), server: deriveSecret(hash, master, 's ap traffic', digest) };
}

/**
 * The content of a Finished message (RFC 8446, section 4.4.4).
 * @param secret the traffic secret of the side that says it
 * @param digest of all messages before it
 */
export const finishedContent = (hash: Hash, secret: Buffer, digest: Buffer): Buffer =>
  hmac(hash, expandLabel(hash, secret, 'finished', Buffer.alloc(0), hashLength(hash)), digest);

/** Protects or opens the records of one direction in TLS 1.3 (RFC 8446, section 5.2). */
export class RecordProtection13 {
  private key: Buffer;
  private iv: Buffer;
  private sequence = 0n;

  constructor(
    private readonly suite: Suite13,
    private secret: Buffer,
  ) {
    [this.key, this.iv] = this.keys();
  }

  private keys(): [Buffer, Buffer] {
    const { hash, keyLength } = this.suite;
    return [
      expandLabel(hash, this.secret, 'key', Buffer.alloc(0), keyLength),
      expandLabel(hash, this.secret, 'iv', Buffer.alloc(0), NONCE_LENGTH),
    ];
  }

  /** Goes on with the next key after a KeyUpdate (RFC 8446, section 7.2). */
  update(): void {
    const { hash } = this.suite;
    this.secret = expandLabel(hash, this.secret, 'traffic upd', Buffer.alloc(0), hashLength(hash));
    [this.key, this.iv] = this.keys();
    this.sequence = 0n;
  }

  private nonce(): Buffer {
    const nonce = Buffer.from(this.iv);
    nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ this.sequence++, 4);
    return nonce;
  }

  /** @returns the content and its type @throws when the record was not protected with this key */
  open(header: Buffer, body: Buffer): { type: number; content: Buffer } {
    if (body.length < TAG_LENGTH) throw new TlsSyntaxError('a protected record without a tag');
    const opener = createDecipheriv(this.suite.aead as 'aes-128-gcm', this.key, this.nonce(), { authTagLength: TAG_LENGTH });
    opener.setAAD(header).setAuthTag(body.subarray(body.length - TAG_LENGTH));
    const inner = Buffer.concat([opener.update(body.subarray(0, body.length - TAG_LENGTH)), opener.final()]);
    let end = inner.length - 1;
    while (end >= 0 && inner[end] === 0) end--;
    if (end < 0) throw new TlsSyntaxError('a protected record without a content type');
    return { type: inner.readUInt8(end), content: inner.subarray(0, end) };
  }

  /** @returns one record; content of more than 16 KiB must be split before */
  seal(type: number, content: Buffer): Buffer {
    const header = Buffer.from([23, 3, 3, 0, 0]);
    header.writeUInt16BE(content.length + 1 + TAG_LENGTH, 3);
    const sealer = createCipheriv(this.suite.aead as 'aes-128-gcm', this.key, this.nonce(), { authTagLength: TAG_LENGTH });
    sealer.setAAD(header);
    return Buffer.concat([header, sealer.update(content), sealer.update(Buffer.from([type])), sealer.final(), sealer.getAuthTag()]);
  }
}
