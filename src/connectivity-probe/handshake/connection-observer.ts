import { readServerHello, readCertificateMessage } from './messages.js';
import { SUITES_13 } from './cipher-suites.js';
import { RecordProtection13 } from './key-schedule.js';
import { RecordProtection12, type KeyMaterial12 } from './record-protection-12.js';
import { MessageReader, RecordReader, type TlsRecord } from './records.js';
import { isRefusal, Sighting, type SeenAlert, type Side } from './sighting.js';
import { CONTENT, EXTENSION, MESSAGE, VERSION } from './tls-names.js';

/** A connection of this size is not a handshake with one small request. */
const LARGEST_STREAM = 64 * 1024 * 1024;

/** One direction of the connection. */
interface Direction {
  records: RecordReader;
  messages: MessageReader;
  /** TLS 1.3: which secret is in use. */
  protection13?: RecordProtection13;
  epoch13: 'none' | 'handshake' | 'application';
  /** TLS 1.2: what ChangeCipherSpec fixed for this direction, and the keys once they are known. */
  material12?: Omit<KeyMaterial12, 'master'>;
  protection12?: RecordProtection12;
  sequence: bigint;
  finished: boolean;
  /** Nothing more can be read in this direction. */
  blind: boolean;
}

const direction = (): Direction => ({
  records: new RecordReader(LARGEST_STREAM),
  messages: new MessageReader(),
  epoch13: 'none',
  sequence: 0n,
  finished: false,
  blind: false,
});

/**
 * Reads a TLS connection along that Node makes: the raw bytes of both sides come from the tapped socket, the secrets
 * from Node's `keylog` event (the NSS key log format). It sees what Node hides: the CertificateRequest, how many
 * certificates the client really sent, and every alert with the moment at which it came.
 */
export class ConnectionObserver {
  readonly sighting = new Sighting();
  /** How many certificates our side sent; undefined while it was not asked or has not answered. */
  certificatesSent?: number;
  renegotiations = 0;
  /** What could not be read along, and why. */
  readonly unreadable: string[] = [];
  private readonly directions: Record<Side, Direction> = { client: direction(), server: direction() };
  private readonly secrets = new Map<string, Buffer>();
  private clientRandom: Buffer = Buffer.alloc(0);
  private serverRandom: Buffer = Buffer.alloc(0);
  private encryptThenMac = false;
  private readonly queue: { from: Side; record: TlsRecord }[] = [];
  private draining = false;

  /**
   * @param onRefusal called with each alert of the server that refuses something
   * @param onTicket called when the server sends a session ticket, which in TLS 1.3 follows its acceptance
   */
  constructor(
    private readonly onRefusal: (alert: SeenAlert) => void = () => {},
    private readonly onTicket: () => void = () => {},
  ) {}

  /** Takes the next bytes of one side. */
  bytes(from: Side, chunk: Buffer): void {
    const side = this.directions[from];
    if (side.blind) return;
    this.reading(from, () => {
      for (const record of side.records.read(chunk)) this.queue.push({ from, record });
    });
    this.drain();
  }

  /** Takes one line of Node's `keylog` event. */
  keylog(line: Buffer): void {
    const [label = '', random = '', secret] = line.toString('latin1').trim().split(' ');
    if (!secret) return;
    // The label CLIENT_RANDOM carries the master secret of TLS 1.2; a renegotiation has one of its own.
    this.secrets.set(label === 'CLIENT_RANDOM' ? random : label, Buffer.from(secret, 'hex'));
    this.drain();
  }

  /** Bytes arrived that no TLS record begins with. */
  get opening(): Buffer {
    return this.directions.server.records.rest;
  }

  /** Reads what waits, in the order of arrival; a direction whose secret is not known yet holds its own records back. */
  private drain(): void {
    // A callback may cause bytes to be written, which come back here.
    if (this.draining) return;
    this.draining = true;
    for (let progress = true; progress;) {
      progress = false;
      const held = new Set<Side>();
      const waiting = this.queue.splice(0);
      const kept = waiting.filter(({ from, record }) => {
        const side = this.directions[from];
        if (!held.has(from) && !side.blind && this.reading(from, () => this.readRecord(from, side, record))) {
          progress = true;
          return false;
        }
        held.add(from);
        return !side.blind;
      });
      this.queue.unshift(...kept);
    }
    this.draining = false;
  }

  /** @returns what `work` says, or false when it failed; then this direction is read no further */
  private reading(from: Side, work: () => boolean | void): boolean {
    try {
      return work() ?? true;
    } catch (error) {
      this.directions[from].blind = true;
      this.unreadable.push(`the ${from}'s bytes after ${this.sighting.last}: ${(error as Error).message}`);
      return false;
    }
  }

  /** @returns false when the record must wait for a secret */
  private readRecord(from: Side, side: Direction, record: TlsRecord): boolean {
    const opened = this.open(from, side, record);
    if (!opened) return false;
    const { type, content, encrypted } = opened;
    if (type === CONTENT.changeCipherSpec) this.changeCipher(side);
    else if (type === CONTENT.alert) this.onAlert(from, content, encrypted);
    else if (type === CONTENT.handshake)
      for (const { type: message, body } of side.messages.read(content)) this.onMessage(from, side, message, body, encrypted);
    else if (type === CONTENT.applicationData && !this.sighting.last.endsWith('application data'))
      this.sighting.note(from, 'application data', encrypted);
    return true;
  }

  private open(
    from: Side,
    side: Direction,
    { type, header, body }: TlsRecord,
  ): { type: number; content: Buffer; encrypted: boolean } | undefined {
    if (this.sighting.version >= VERSION.tls13 && type === CONTENT.applicationData) {
      const protection = this.protection13(from, side);
      return protection && { ...protection.open(header, body), encrypted: true };
    }
    if (!side.material12) {
      // Before the server has spoken the version is unknown, and nothing but the ClientHello is expected in the clear.
      return { type, content: body, encrypted: false };
    }
    const protection = this.protection12(side, side.material12);
    return protection && { type, content: protection.open(from, header, body, side.sequence++), encrypted: true };
  }

  private protection13(from: Side, side: Direction): RecordProtection13 | undefined {
    const epoch = side.finished ? 'application' : 'handshake';
    if (side.epoch13 === epoch) return side.protection13;
    const label = `${from.toUpperCase()}_${epoch === 'application' ? 'TRAFFIC_SECRET_0' : 'HANDSHAKE_TRAFFIC_SECRET'}`;
    const secret = this.secrets.get(label);
    const suite = SUITES_13[this.sighting.suite];
    if (!secret || !suite) return undefined;
    side.epoch13 = epoch;
    side.protection13 = new RecordProtection13(suite, secret);
    return side.protection13;
  }

  private protection12(side: Direction, material: Omit<KeyMaterial12, 'master'>): RecordProtection12 | undefined {
    if (side.protection12) return side.protection12;
    const master = this.secrets.get(material.clientRandom.toString('hex'));
    if (!master) return undefined;
    if (this.sighting.version !== VERSION.tls12) throw new Error('records of TLS 1.0 and 1.1 are not read along');
    side.protection12 = new RecordProtection12({ ...material, master });
    return side.protection12;
  }

  /** From here on this direction is protected with the keys of the handshake that is going on (RFC 5246, section 7.1). */
  private changeCipher(side: Direction): void {
    if (this.sighting.version === 0 || this.sighting.version >= VERSION.tls13) return;
    side.material12 = {
      suite: this.sighting.suite,
      clientRandom: this.clientRandom,
      serverRandom: this.serverRandom,
      encryptThenMac: this.encryptThenMac,
    };
    side.protection12 = undefined;
    side.sequence = 0n;
  }

  private onAlert(from: Side, content: Buffer, encrypted: boolean): void {
    const alert = this.sighting.noteAlert(from, content, encrypted);
    if (from === 'server' && isRefusal(alert, this.sighting.version)) this.onRefusal(alert);
  }

  private onMessage(from: Side, side: Direction, type: number, body: Buffer, encrypted: boolean): void {
    this.sighting.noteMessage(from, type, encrypted);
    if (from === 'client') this.onClientMessage(side, type, body, encrypted);
    else this.onServerMessage(side, type, body, encrypted);
  }

  private onClientMessage(side: Direction, type: number, body: Buffer, encrypted: boolean): void {
    if (type === MESSAGE.clientHello) {
      this.clientRandom = Buffer.from(body.subarray(2, 34));
      if (encrypted) this.renegotiations++;
    } else if (type === MESSAGE.certificate) this.certificatesSent = readCertificateMessage(body, this.sighting.version).chain.length;
    else if (type === MESSAGE.finished) side.finished = true;
    else if (type === MESSAGE.keyUpdate) side.protection13?.update();
  }

  private onServerMessage(side: Direction, type: number, body: Buffer, encrypted: boolean): void {
    if (type === MESSAGE.serverHello) {
      const hello = readServerHello(body);
      this.sighting.noteServerHello(hello);
      this.serverRandom = Buffer.from(hello.random);
      this.encryptThenMac = hello.extensions.has(EXTENSION.encryptThenMac);
      return;
    }
    const is13 = this.sighting.version >= VERSION.tls13;
    const late = is13 ? this.directions.client.finished : encrypted;
    this.sighting.noteServerMessage(type, body, !late ? 'handshake' : is13 ? 'post-handshake' : 'renegotiation');
    if (type === MESSAGE.finished) side.finished = true;
    else if (type === MESSAGE.keyUpdate) side.protection13?.update();
    else if (type === MESSAGE.newSessionTicket) this.onTicket();
  }
}
