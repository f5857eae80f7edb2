import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Side } from './sighting.js';

/** A socket that shows every byte of both directions before it passes it on. */
export class TappedSocket extends Duplex {
  /**
   * @param socket connected; from here on only this object reads and writes it
   * @param onBytes called with who sent what
   */
  constructor(
    private readonly socket: Socket,
    private readonly onBytes: (from: Side, chunk: Buffer) => void,
  ) {
    super({ allowHalfOpen: true });
    socket.on('data', (chunk: Buffer) => {
      this.onBytes('server', chunk);
      if (!this.push(chunk)) socket.pause();
    });
    // The end is told apart from the close: a peer may still read what we send.
    socket.on('end', () => {
      this.emit('peer-ended');
      this.push(null);
    });
    socket.on('error', (error) => {
      this.emit('peer-failed', error);
      this.destroy(error);
    });
    socket.on('close', () => this.destroy());
    // A socket that was paused after CONNECT does not start by itself.
    socket.resume();
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.pass(chunk, done);
  }

  /** What belongs together goes out at once: a server that refuses after the first of it and closes would answer the rest by a reset, which swallows its alert. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.pass(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  private pass(bytes: Buffer, done: () => void): void {
    this.onBytes('client', bytes);
    if (this.socket.destroyed) done();
    else this.socket.write(bytes, () => done());
  }

  override _final(done: () => void): void {
    this.socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}
