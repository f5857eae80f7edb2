import { bytesOf, vectorOf } from './byte-reader.js';
import type { Suite13 } from './cipher-suites.js';
import {
  applicationSecrets,
  digestOf,
  finishedContent,
  handshakeSecrets,
  RecordProtection13,
  type HandshakeSecrets,
} from './key-schedule.js';
import type { CertificateRequest } from './messages.js';
import { messageOf, recordsOf, type TlsRecord } from './records.js';
import { ownsItsKey } from './server-proof.js';
import { CONTENT, MESSAGE } from './tls-names.js';
import { worthlessSignature } from './worthless-signature.js';

/** Below the largest record, so that the added bytes fit. */
const FRAGMENT = 16_000;

/** The server proves something else than it says; the message is a constant that names what. */
export class ServerProofError extends Error {}

/** Handshake messages of ours as they go out, and what they are. */
export interface OwnMessages {
  bytes: Buffer;
  types: number[];
}

/** Our side of a TLS 1.3 connection from the ServerHello on, without any key of a client. */
export class Session13 {
  private readonly secrets: HandshakeSecrets;
  private opener: RecordProtection13;
  private sealer: RecordProtection13;
  private clientSecret: Buffer;

  /**
   * @param shared what both halves of the key exchange make
   * @param transcript the messages so far, ServerHello included; it grows with the handshake
   */
  constructor(
    private readonly suite: Suite13,
    shared: Buffer,
    private readonly transcript: Buffer[],
  ) {
    this.secrets = handshakeSecrets(suite.hash, shared, this.digest);
    this.clientSecret = this.secrets.client;
    this.opener = new RecordProtection13(suite, this.secrets.server);
    this.sealer = new RecordProtection13(suite, this.secrets.client);
  }

  private get digest(): Buffer {
    return digestOf(this.suite.hash, this.transcript);
  }

  /** @throws when the record was not protected with the server's key */
  open({ header, body }: TlsRecord): { type: number; content: Buffer } {
    return this.opener.open(header, body);
  }

  /** One record; more than 16 KiB must be cut before. */
  seal(type: number, content: Buffer): Buffer {
    return this.sealer.seal(type, content);
  }

  /** The server goes on with its next key. */
  updateServerKey(): void {
    this.opener.update();
  }

  /**
   * Takes over a message of the server's flight, and checks what it proves.
   * @param chain as it was seen so far
   * @throws ServerProofError when the server has not the key of its certificate, or another handshake was seen by it
   */
  heard(type: number, body: Buffer, whole: Buffer, chain: readonly Buffer[]): void {
    if (type === MESSAGE.certificateVerify && chain[0] && ownsItsKey(chain[0], body, this.digest) === false)
      throw new ServerProofError('BAD_SERVER_SIGNATURE');
    if (type === MESSAGE.finished && !finishedContent(this.suite.hash, this.secrets.server, this.digest).equals(body))
      throw new ServerProofError('BAD_SERVER_FINISHED');
    this.transcript.push(whole);
  }

  /**
   * Ends the handshake: our certificates where they were asked for, a signature that is worth nothing, and a true Finished
   * (RFC 8446, section 4.4). What follows is application data.
   * @param asked undefined where the server asked for none
   * @param chain DER, without a key behind it; empty to have none
   */
  finish(asked: CertificateRequest | undefined, chain: readonly Buffer[]): OwnMessages {
    const application = applicationSecrets(this.suite.hash, this.secrets, this.digest);
    const messages: (readonly [number, ...Buffer[]])[] = [];
    if (asked) {
      messages.push(certificateOf(asked, chain));
      if (chain[0]) {
        const { scheme, signature } = worthlessSignature(chain[0], asked.signatureAlgorithms);
        messages.push([MESSAGE.certificateVerify, bytesOf(scheme, 2), vectorOf(2, signature)]);
      }
    }
    const said = this.say(messages);
    this.clientSecret = application.client;
    this.sealer = new RecordProtection13(this.suite, application.client);
    this.opener = new RecordProtection13(this.suite, application.server);
    return { bytes: Buffer.concat([recordsOf(CONTENT.changeCipherSpec, bytesOf(1, 1)), said.bytes]), types: said.types };
  }

  /**
   * Answers a server that asks after the handshake: we have no certificate (RFC 8446, section 4.6.2).
   * @param whole its CertificateRequest
   */
  decline(asked: CertificateRequest, whole: Buffer): OwnMessages {
    const { length } = this.transcript;
    this.transcript.push(whole);
    const said = this.say([certificateOf(asked, [])]);
    // Each such question stands for itself, after the handshake and not after one another.
    this.transcript.length = length;
    return said;
  }

  private say(messages: (readonly [number, ...Buffer[]])[]): OwnMessages {
    const records: Buffer[] = [];
    const say = (type: number, ...body: Buffer[]) => {
      const message = messageOf(type, ...body);
      this.transcript.push(message);
      for (let at = 0; at < message.length; at += FRAGMENT)
        records.push(this.sealer.seal(CONTENT.handshake, message.subarray(at, at + FRAGMENT)));
    };
    for (const [type, ...body] of messages) say(type, ...body);
    say(MESSAGE.finished, finishedContent(this.suite.hash, this.clientSecret, this.digest));
    return { bytes: Buffer.concat(records), types: [...messages.map(([type]) => type), MESSAGE.finished] };
  }
}

const certificateOf = ({ context }: CertificateRequest, chain: readonly Buffer[]): readonly [number, ...Buffer[]] => [
  MESSAGE.certificate,
  vectorOf(1, context),
  vectorOf(3, ...chain.flatMap((certificate) => [vectorOf(3, certificate), bytesOf(0, 2)])),
];
