import { X509Certificate } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** A structured field of one byte sequence (RFC 8941, section 3.3.5), as RFC 9440 wants the certificate; a longer one is none. */
const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]{100,16000}={0,2}):$/;

/** The proxies in front of this service, whose word about the client is taken. */
export class TrustedProxies {
  private readonly ranges = new BlockList();

  /** @param ranges addresses and CIDR ranges, checked by the configuration */
  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [address = '', prefix] = range.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      this.ranges.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
    }
  }

  /**
   * The client's certificate as a proxy forwards it (RFC 9440, section 2.2). From anybody else the header means nothing.
   * @returns undefined where none, no readable one, or by nobody whom we trust
   */
  certificateFor({ headers, raw }: FastifyRequest): X509Certificate | undefined {
    const given = headers['client-cert'];
    const [, base64] = (typeof given === 'string' && BYTE_SEQUENCE.exec(given)) || [];
    if (!base64 || !this.trusts(raw.socket.remoteAddress ?? '')) return undefined;
    try {
      return new X509Certificate(Buffer.from(base64, 'base64'));
    } catch {
      return undefined;
    }
  }

  private trusts(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=[\d.]+$)/, '');
    return plain !== '' && this.ranges.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  }
}
