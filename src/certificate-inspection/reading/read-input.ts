import { MOST_CONTAINED, type ContainerKind, type ContainerOpener, type OpenedContainer } from '../containers/container.js';
import { isIndefinite } from '../der/ber.js';
import { DerElement, DerError } from '../der/der.js';
import type { PublicKey } from '../certificate.js';
import { NOT_DER, readLenientCertificate, readPublicKey } from '../read-certificate.js';
import { readRequest, type CertificateRequest } from '../read-request.js';
import { readRevocationList, type RevocationList } from '../read-revocation-list.js';
import { decodeBase64, decodeHex } from './base64.js';
import { cleanText, decodeText, type Deformation } from './clean-text.js';
import { findBlocks, isElement, type Block } from './find-blocks.js';
import { InputProblem } from './input-problem.js';
import type { Format, FoundCertificate, NoticedKey, Reading } from './reading.js';
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
 * @returns everything that was found, in the order of the input; at least one thing; at once where no container has to be opened
 * @throws InputProblem when nothing in it can be used, with the reason
 */
export function readInput(
  input: string | Buffer,
  password: string | undefined,
  opener: ContainerOpener,
  keepKeys = false,
): Reading | Promise<Reading> {
  const reader = new InputReader(keepKeys);
  if (typeof input === 'string') reader.readText(input, MOST_LAYERS);
  else reader.readFile(input);
  return reader.closed.length > 0 ? reader.openAll(password, opener) : reader.finish();
}

/** A container that was met on the way: opened when everything else has been read, since that takes its time. */
interface ClosedContainer {
  kind: ContainerKind;
  bytes: Buffer;
  /** How many certificates of the input stand before it. */
  place: number;
  /** A key that can't be opened is told as a warning: the certificates beside it can still be read. */
  holdsKeyAlone: boolean;
}

class InputReader {
  readonly closed: ClosedContainer[] = [];
  private readonly formats: Format[] = [];
  private readonly certificates: FoundCertificate[] = [];
  private readonly requests: CertificateRequest[] = [];
  private readonly revocationLists: RevocationList[] = [];
  private readonly publicKeys: PublicKey[] = [];
  private readonly privateKeys: NoticedKey[] = [];
  private readonly warnings: string[] = [];
  private readonly problems: InputProblem[] = [];
  private readonly undone: Deformation[] = [];
  private singleLine = true;
  private armoured = false;
  private indefinite = false;
  /** How many certificates came out of containers so far. */
  private unpacked = 0;

  constructor(private readonly keepKeys: boolean) {}

  readFile(bytes: Buffer): void {
    // No text begins with a SEQUENCE whose length takes several bytes, even a damaged one.
    const binary = recognise(bytes) !== 'unknown' || (bytes[0] === 0x30 && (isElement(bytes) || (bytes[1] as number) >= 0x80));
    if (binary) {
      this.singleLine = false;
      return this.readBytes(bytes, 'der');
    }
    const { text, utf16 } = decodeText(bytes);
    if (utf16) this.undone.push('utf-16');
    return this.readText(text, MOST_LAYERS);
  }

  readText(given: string, layers: number): void {
    const { text, undone } = cleanText(given);
    for (const what of undone) if (!this.undone.includes(what)) this.undone.push(what);
    const blocks = findBlocks(text);
    for (const block of blocks) this.readBlock(block, layers);
    if (blocks.length > 0) return;
    const trimmed = text.trim();
    const hex = decodeHex(trimmed);
    if (hex) this.readBytes(hex, 'hex');
    else this.readWhole(trimmed, layers);
  }

  /** @throws HttpException 503 when the opener is too busy */
  async openAll(password: string | undefined, opener: ContainerOpener): Promise<Reading> {
    for (const container of this.closed) await this.open(container, password, opener);
    return this.finish();
  }

  private async open(
    { kind, bytes, place, holdsKeyAlone }: ClosedContainer,
    password: string | undefined,
    opener: ContainerOpener,
  ): Promise<void> {
    try {
      this.addOpened(await opener.open(kind, bytes, password, this.keepKeys), place);
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      if (!holdsKeyAlone) return void this.problems.push(error);
      this.privateKeys.push({ encrypted: true });
      this.warn(error.detail);
    }
  }

  finish(): Reading {
    const { certificates, requests, revocationLists, publicKeys, privateKeys, warnings } = this;
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
    warnings.push(...this.problems.map(({ detail }) => detail));
    const [format = 'pem', ...others] = this.formats;
    const { singleLine, armoured, undone } = this;
    const shape = { format: others.length > 0 ? 'mixed' : format, singleLine, armoured, undone } as const;
    return { shape, certificates, requests, revocationLists, publicKeys, privateKeys, warnings };
  }

  private readBlock(block: Block, layers: number): void {
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
    this.readBytes(
      block.bytes,
      block.label !== undefined ? (block.singleLine ? 'pem-single-line' : 'pem') : block.urlAlphabet ? 'base64url' : 'base64',
      block.label,
    );
  }

  /** Base64 of something that is no element of DER: a key store, or a text. */
  private readWhole(text: string, layers: number): void {
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

  private readBytes(bytes: Buffer, format: Format, label?: string): void {
    let from = 0;
    for (let count = 0; from < bytes.length && count < MOST_CONTAINED; count++) {
      const rest = bytes.subarray(from);
      const { der, length } = sizeUp(rest);
      this.indefinite = isIndefinite(rest);
      const kind = recognise(der);
      if (kind === 'unknown' && count > 0) break;
      this.readKind(kind, der, format, label);
      if (kind === 'unknown' || length === 0) return;
      from += length;
      // TRUSTED CERTIFICATE carries what OpenSSL thinks of it behind the certificate.
      if (label === 'TRUSTED CERTIFICATE') return;
    }
    const left = bytes.subarray(from);
    if (left.some((octet) => octet !== 0 && octet !== 10 && octet !== 13)) this.warn(`${left.length} bytes behind the end were left out.`);
  }

  private readKind(kind: Kind, der: Buffer, format: Format, label?: string): void {
    const { requests, revocationLists, publicKeys } = this;
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
        this.tellFormat('private-key');
        return this.addKey({ encrypted: false, ...pairOf(der) });
      case 'encrypted-private-key':
        this.tellFormat('private-key');
        return this.setAside(kind, der, true);
      case 'pkcs7':
      case 'pkcs12':
      case 'jks':
      case 'jceks':
      case 'bks':
      case 'bcfks':
      case 'pse':
        this.tellFormat(kind);
        return this.setAside(kind, der, false);
      default:
        this.problems.push(unsupported(kind, der, label));
    }
  }

  private setAside(kind: ContainerKind, bytes: Buffer, holdsKeyAlone: boolean): void {
    if (this.closed.length < MOST_CONTAINERS) this.closed.push({ kind, bytes, place: this.certificates.length, holdsKeyAlone });
    else if (this.problems.every(({ code }) => code !== 'TOO_MANY_CERTIFICATES'))
      this.problems.push(
        new InputProblem('TOO_MANY_CERTIFICATES', `More than ${MOST_CONTAINERS} key stores are not opened at once; send them one by one.`),
      );
  }

  private addOpened({ certificates, keys, revocationLists, notes }: OpenedContainer, place: number): void {
    for (const { der, alias, trusted } of certificates) {
      this.guarded(`certificate${alias ? ' of an entry' : ''}`, () => {
        const certificate = readLenientCertificate(Buffer.from(der));
        this.certificates.splice(place + this.unpacked++, 0, {
          certificate,
          ...(alias !== undefined && { alias }),
          ...(trusted && { trusted }),
        });
      });
    }
    for (const list of revocationLists)
      this.guarded('revocation list', () => this.revocationLists.push(readRevocationList(Buffer.from(list))));
    for (const { spki, ...key } of keys) this.addKey({ ...key, ...(spki && { spki: Buffer.from(spki) }) });
    for (const note of notes) this.warn(note);
  }

  private noticeKeyText({ text, bytes, label }: Block): void {
    this.tellFormat('private-key');
    if (label === 'ENCRYPTED PRIVATE KEY') this.setAside('encrypted-private-key', bytes, true);
    else if (text.slice(0, 300).includes('ENCRYPTED')) this.setAside('pem-private-key', Buffer.from(text, 'latin1'), true);
    else this.addKey({ encrypted: false, ...pairOf(bytes) });
  }

  private addKey({ key, ...noticed }: NoticedKey): void {
    this.privateKeys.push({ ...noticed, ...(key && this.keepKeys && { key }) });
  }

  private add<T>(format: Format, list: T[], item: T): void {
    this.tellFormat(format);
    list.push(item);
  }

  private tellFormat(format: Format): void {
    if (!this.formats.includes(format)) this.formats.push(format);
  }

  private addCertificate(bytes: Buffer, format: Format): void {
    if (this.certificates.length >= MOST_CERTIFICATES)
      throw new InputProblem('TOO_MANY_CERTIFICATES', `The input holds more than ${MOST_CERTIFICATES} certificates; send fewer at once.`);
    this.tellFormat(format);
    const certificate = readLenientCertificate(bytes);
    if (this.indefinite) certificate.flaws.unshift({ says: NOT_DER, offset: 0 });
    this.certificates.push({ certificate });
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
    if (!this.warnings.includes(says) && this.warnings.length < 100) this.warnings.push(says);
  }
}
