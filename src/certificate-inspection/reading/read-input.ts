import { MOST_CONTAINED, type ContainerOpener, type OpenedContainer } from '../containers/container.js';
import { isIndefinite } from '../der/ber.js';
import { DerElement, DerError } from '../der/der.js';
import { readLenientCertificate, readPublicKey } from '../read-certificate.js';
import { readRequest } from '../read-request.js';
import { readRevocationList } from '../read-revocation-list.js';
import { decodeBase64, decodeHex } from './base64.js';
import { cleanText, decodeText, type Deformation } from './clean-text.js';
import { findBlocks, isElement, type Block } from './find-blocks.js';
import { InputProblem } from './input-problem.js';
import type { Format, NoticedKey, Reading } from './reading.js';
import { recognise, type Kind } from './recognise.js';
import { pairOf, sizeUp, spkiOf } from './structure.js';
import { damagedBlock, unsupported } from './unusable.js';

/** How often base64 of base64 is unpacked; Kubernetes secrets have one layer too many. */
const MOST_LAYERS = 3;

/** The most certificates of one input outside containers. */
export const MOST_CERTIFICATES = 200;

/** The most key stores that one input is opened for. */
const MOST_CONTAINERS = 10;

/**
 * Reads whatever was pasted or uploaded. The one place that turns input into certificates.
 * @param input a text in any of the usual shapes, or the bytes of a file
 * @param password for what is protected; undefined when none was given
 * @param opener opens containers, within a deadline
 * @param keepKeys whether private keys are handed out, for who is to use them; else they are matched and forgotten
 * @returns everything that was found, in the order of the input; at least one thing
 * @throws InputProblem when nothing in it can be used, with the reason
 */
export async function readInput(
  input: string | Buffer,
  password: string | undefined,
  opener: ContainerOpener,
  keepKeys = false,
): Promise<Reading> {
  const reader = new InputReader(password, opener, keepKeys);
  await (typeof input === 'string' ? reader.readText(input, MOST_LAYERS) : reader.readFile(input));
  return reader.finish();
}

class InputReader {
  private readonly formats = new Set<Format>();
  private readonly reading: Omit<Reading, 'shape'> = {
    certificates: [],
    requests: [],
    revocationLists: [],
    publicKeys: [],
    privateKeys: [],
    warnings: [],
  };
  private readonly problems: InputProblem[] = [];
  private readonly undone = new Set<Deformation>();
  private singleLine = true;
  private armoured = false;
  private containers = 0;
  private indefinite = false;

  constructor(
    private readonly password: string | undefined,
    private readonly opener: ContainerOpener,
    private readonly keepKeys: boolean,
  ) {}

  async readFile(bytes: Buffer): Promise<void> {
    // No text begins with a SEQUENCE whose length takes several bytes, even a damaged one.
    const binary = recognise(bytes) !== 'unknown' || (bytes[0] === 0x30 && (isElement(bytes) || (bytes[1] as number) >= 0x80));
    if (binary) {
      this.singleLine = false;
      return this.readBytes(bytes, 'der');
    }
    const { text, utf16 } = decodeText(bytes);
    if (utf16) this.undone.add('utf-16');
    return this.readText(text, MOST_LAYERS);
  }

  async readText(given: string, layers: number): Promise<void> {
    const { text, undone } = cleanText(given);
    for (const what of undone) this.undone.add(what);
    const blocks = findBlocks(text);
    if (blocks.length > 0) {
      for (const block of blocks) await this.readBlock(block, layers);
      return;
    }
    const trimmed = text.trim();
    const hex = decodeHex(trimmed);
    if (hex) return this.readBytes(hex, 'hex');
    await this.readWhole(trimmed, layers);
  }

  finish(): Reading {
    const { certificates, requests, revocationLists, publicKeys, privateKeys } = this.reading;
    const found = certificates.length + requests.length + revocationLists.length + publicKeys.length + privateKeys.length;
    const [problem] = this.problems;
    if (found === 0)
      throw (
        problem ??
        new InputProblem(
          'NO_CERTIFICATE_FOUND',
          'No certificate was found in the input. Send PEM (with BEGIN and END lines), base64, or a file such as .cer, .p7b, .p12, .jks or .pse.',
        )
      );
    if (certificates.length === 0 && problem) throw problem;
    this.reading.warnings.push(...this.problems.map(({ detail }) => detail));
    const [format = 'pem', ...others] = this.formats;
    return {
      ...this.reading,
      shape: {
        format: others.length > 0 ? 'mixed' : format,
        singleLine: this.singleLine,
        armoured: this.armoured,
        undone: [...this.undone],
      },
    };
  }

  private async readBlock(block: Block, layers: number): Promise<void> {
    if (block.label !== undefined) this.armoured = true;
    if (!block.singleLine) this.singleLine = false;
    if (block.unfinished) this.warn(`The END line of "${block.label}" is missing.`);
    if (block.label?.endsWith('PRIVATE KEY')) return this.noticeKeyText(block);
    if (block.strange > 0) this.warn(`${block.strange} characters that are no base64 were left out.`);
    if (block.label !== undefined && !isElement(block.bytes) && recognise(block.bytes) === 'unknown') {
      this.problems.push(damagedBlock(block));
      return;
    }
    if (layers > 0 && block.bytes.subarray(0, 10).toString('latin1') === '-----BEGIN')
      return this.readText(block.bytes.toString('latin1'), layers - 1);
    await this.readBytes(
      block.bytes,
      block.label !== undefined ? (block.singleLine ? 'pem-single-line' : 'pem') : block.urlAlphabet ? 'base64url' : 'base64',
      block.label,
    );
  }

  /** Base64 of something that is no element of DER: a key store, or a text. */
  private async readWhole(text: string, layers: number): Promise<void> {
    const { bytes, strange, urlAlphabet, singleLine } = decodeBase64(text, 0, text.length);
    if (!singleLine) this.singleLine = false;
    const readable = strange === 0 && bytes.length > 0;
    if (readable && recognise(bytes) !== 'unknown') return this.readBytes(bytes, urlAlphabet ? 'base64url' : 'base64');
    if (readable && layers > 0 && bytes.subarray(0, 200).includes('-----BEGIN')) return this.readText(bytes.toString('latin1'), layers - 1);
    if (readable && bytes[0] === 0x30 && bytes.length > 32)
      this.problems.push(
        new InputProblem(
          'CERTIFICATE_UNREADABLE',
          `The base64 is damaged: it ends after byte ${bytes.length}, inside the first element. Copy the whole text again from its source.`,
        ),
      );
  }

  private async readBytes(bytes: Buffer, format: Format, label?: string): Promise<void> {
    let from = 0;
    for (let count = 0; from < bytes.length && count < MOST_CONTAINED; count++) {
      const rest = bytes.subarray(from);
      const { der, length } = sizeUp(rest);
      this.indefinite = isIndefinite(rest);
      const kind = recognise(der);
      if (kind === 'unknown' && count > 0) break;
      await this.readKind(kind, der, format, label);
      if (kind === 'unknown' || length === 0) return;
      from += length;
      // TRUSTED CERTIFICATE carries what OpenSSL thinks of it behind the certificate.
      if (label === 'TRUSTED CERTIFICATE') return;
    }
    const left = bytes.subarray(from);
    if (left.some((octet) => octet !== 0 && octet !== 10 && octet !== 13)) this.warn(`${left.length} bytes behind the end were left out.`);
  }

  private async readKind(kind: Kind, der: Buffer, format: Format, label?: string): Promise<void> {
    const { requests, revocationLists, publicKeys } = this.reading;
    switch (kind) {
      case 'certificate':
        return this.guarded('certificate', () => this.addCertificate(der, format));
      case 'certificate-list':
        return this.guarded('certificate list', () => {
          for (const item of DerElement.at(der).children()) this.addCertificate(item.bytes, format);
        });
      case 'request':
        return this.guarded('request', () => this.add('request', requests, readRequest(der)));
      case 'revocation-list':
        return this.guarded('revocation list', () => this.add('revocation-list', revocationLists, readRevocationList(der)));
      case 'public-key':
        return this.guarded('public key', () => this.add('public-key', publicKeys, readPublicKey(DerElement.at(spkiOf(der)))));
      case 'private-key':
        this.formats.add('private-key');
        this.addKey({ encrypted: false, ...pairOf(der) });
        return;
      case 'encrypted-private-key':
        this.formats.add('private-key');
        return this.noticeKey(() => this.opener.open('encrypted-private-key', der, this.password, this.keepKeys));
      case 'pkcs7':
      case 'pkcs12':
      case 'jks':
      case 'jceks':
      case 'bcfks':
      case 'pse':
        this.formats.add(kind);
        return this.openContainer(kind, der);
      default:
        this.problems.push(unsupported(kind, der, label));
    }
  }

  private async openContainer(kind: 'pkcs7' | 'pkcs12' | 'jks' | 'jceks' | 'bcfks' | 'pse', bytes: Buffer): Promise<void> {
    if (++this.containers > MOST_CONTAINERS)
      return void this.problems.push(
        new InputProblem('TOO_MANY_CERTIFICATES', `More than ${MOST_CONTAINERS} key stores are not opened at once; send them one by one.`),
      );
    try {
      const opened = await this.opener.open(kind, bytes, this.password, this.keepKeys);
      this.addOpened(opened);
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      this.problems.push(error);
    }
  }

  private addOpened({ certificates, keys, revocationLists, notes }: OpenedContainer): void {
    for (const { der, alias, trusted } of certificates) {
      this.guarded(`certificate${alias ? ' of an entry' : ''}`, () => {
        const { certificate, converted } = readLenientCertificate(Buffer.from(der));
        this.reading.certificates.push({
          certificate,
          ...(alias !== undefined && { alias }),
          ...(trusted && { trusted }),
          ...(converted && { converted }),
        });
      });
    }
    for (const list of revocationLists)
      this.guarded('revocation list', () => this.reading.revocationLists.push(readRevocationList(Buffer.from(list))));
    for (const { spki, ...key } of keys) this.addKey({ ...key, ...(spki && { spki: Buffer.from(spki) }) });
    for (const note of notes) this.warn(note);
  }

  private noticeKeyText({ text, bytes, label }: Block): Promise<void> {
    this.formats.add('private-key');
    const encrypted = label === 'ENCRYPTED PRIVATE KEY' || text.slice(0, 300).includes('ENCRYPTED');
    if (!encrypted) {
      this.addKey({ encrypted: false, ...pairOf(bytes) });
      return Promise.resolve();
    }
    if (label === 'ENCRYPTED PRIVATE KEY')
      return this.noticeKey(() => this.opener.open('encrypted-private-key', bytes, this.password, this.keepKeys));
    return this.noticeKey(() => this.opener.open('pem-private-key', Buffer.from(text, 'latin1'), this.password, this.keepKeys));
  }

  /** A key that can't be opened is told as a warning: the certificates beside it can still be read. */
  private async noticeKey(open: () => Promise<OpenedContainer>): Promise<void> {
    try {
      this.addOpened(await open());
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      this.reading.privateKeys.push({ encrypted: true });
      this.warn(error.detail);
    }
  }

  private addKey({ key, ...noticed }: NoticedKey): void {
    this.reading.privateKeys.push({ ...noticed, ...(key && this.keepKeys && { key }) });
  }

  private add<T>(format: Format, list: T[], item: T): void {
    this.formats.add(format);
    list.push(item);
  }

  private addCertificate(bytes: Buffer, format: Format): void {
    if (this.reading.certificates.length >= MOST_CERTIFICATES)
      throw new InputProblem('TOO_MANY_CERTIFICATES', `The input holds more than ${MOST_CERTIFICATES} certificates; send fewer at once.`);
    this.formats.add(format);
    const { certificate, converted } = readLenientCertificate(bytes);
    this.reading.certificates.push({ certificate, ...((converted || this.indefinite) && { converted: true }) });
  }

  private guarded(what: string, read: () => unknown): void {
    try {
      read();
    } catch (error) {
      if (error instanceof InputProblem) throw error;
      if (!(error instanceof DerError)) throw error;
      this.problems.push(
        new InputProblem('CERTIFICATE_UNREADABLE', `The ${what} is damaged: ${error.message}. Export it again from its source.`, {
          cause: error,
        }),
      );
    }
  }

  private warn(says: string): void {
    if (!this.reading.warnings.includes(says) && this.reading.warnings.length < 100) this.reading.warnings.push(says);
  }
}
