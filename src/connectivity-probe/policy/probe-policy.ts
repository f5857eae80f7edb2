import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Config } from '../../config.js';
import { coversAddress, coversHost, coversPort, readAccessList, type AccessEntry } from './access-list.js';
import { parseAddress } from './ip-address.js';
import { embeddedAddresses, metadataService, specialPurpose } from './special-addresses.js';

/** Names under which clouds hand out credentials, whatever they resolve to. */
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
]);

/** HTTPS, and what SAP systems use: 443NN (ABAP) and 5NN01 (Java), NN being the instance number. */
const isUsualPort = (port: number) =>
  port === 443 || port === 8443 || (port >= 44_300 && port <= 44_399) || (port >= 50_000 && port < 60_000 && port % 100 === 1);

/** Decides whom we may connect to. Every address is judged itself; the name only opens what an operator named. */
@Injectable()
export class ProbePolicy {
  private readonly allow: readonly AccessEntry[];
  private readonly deny: readonly AccessEntry[];

  /** Changes when the policy does; a part of every cache key. */
  readonly digest: string;

  /** @throws Error when PROBE_ALLOW or PROBE_DENY can't be read */
  constructor({ probeAllow, probeDeny }: Config) {
    this.allow = readAccessList('PROBE_ALLOW', probeAllow);
    this.deny = readAccessList('PROBE_DENY', probeDeny);
    this.digest = createHash('sha256')
      .update(`${probeAllow ?? ''}\n${probeDeny ?? ''}`)
      .digest('base64url')
      .slice(0, 12);
  }

  /**
   * Judges a target before its name is looked up, so that a hopeless one costs no query.
   * @param host canonical
   * @returns why it is refused, undefined while it may yet be allowed
   */
  refusalOfTarget(host: string, port: number): string | undefined {
    if (METADATA_NAMES.has(host)) return `${host} hands out a cloud's credentials; it is never connected to`;
    if (this.deny.some((entry) => coversHost(entry, host) && coversPort(entry, port))) return `PROBE_DENY names ${host}`;
    if (parseAddress(host)) return this.refusalOfAddress(host, host, port);
    if (isUsualPort(port) || this.allow.some((entry) => coversPort(entry, port) && (entry.range !== undefined || coversHost(entry, host))))
      return undefined;
    return `port ${port} is none of 443, 8443, 443NN and 5NN01; PROBE_ALLOW may unlock it`;
  }

  /**
   * Judges one address of a target. Only an address that passed is connected to.
   * @param host canonical: what the caller asked for
   * @param address what it resolved to, or itself
   * @returns why it is refused, undefined when it may be connected to
   */
  refusalOfAddress(host: string, address: string, port: number): string | undefined {
    const bytes = parseAddress(address);
    if (!bytes) return `${address} is no address that can be judged`;
    const metadata = metadataService(bytes);
    if (metadata) return `${address} is ${metadata}; it is never connected to`;
    // An IPv4 address in disguise is judged like the address itself, so that PROBE_DENY can't be gone around.
    const faces = [bytes, ...embeddedAddresses(bytes)];
    if (this.deny.some((entry) => coversPort(entry, port) && (coversHost(entry, host) || faces.some((face) => coversAddress(entry, face)))))
      return `PROBE_DENY names ${address}`;
    if (this.allow.some((entry) => coversPort(entry, port) && (coversHost(entry, host) || coversAddress(entry, bytes)))) return undefined;
    const purpose = specialPurpose(bytes);
    if (purpose) return `${address} is not public (${purpose}); PROBE_ALLOW may unlock it`;
    return isUsualPort(port) ? undefined : `port ${port} is none of 443, 8443, 443NN and 5NN01; PROBE_ALLOW may unlock it`;
  }
}
