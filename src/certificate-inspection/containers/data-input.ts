import { DerError } from '../der/der.js';

/** What Java's DataOutputStream writes, read again: big-endian numbers, texts and blocks behind their lengths. */
export class DataInput {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  octet(): number {
    this.need(1);
    return this.bytes[this.at++] as number;
  }

  number(): number {
    this.need(4);
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }

  text(): string {
    this.need(2);
    const length = this.bytes.readUInt16BE(this.at);
    this.at += 2;
    this.need(length);
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }

  block(): Buffer {
    const length = this.number();
    this.need(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  skip(length: number): void {
    this.need(length);
    this.at += length;
  }

  private need(length: number): void {
    if (this.at + length > this.bytes.length) throw new DerError('a key store that ends inside an entry', this.at);
  }
}
