import type { KeyObject } from 'node:crypto';
import { InputProblem } from '../reading/input-problem.js';

/** A certificate that lay in a container. */
export interface ContainedCertificate {
  der: Uint8Array;
  /** The name of its entry. */
  alias?: string;
  /** It lay there to be trusted, not as part of an own chain. */
  trusted?: boolean;
}

/** A private key that lay in a container: noticed, matched and, unless the caller is to use it, forgotten. */
export interface ContainedKey {
  alias?: string;
  encrypted: boolean;
  /** The public half as SubjectPublicKeyInfo, where the key could be opened. */
  spki?: Uint8Array;
  /** Only where the caller asked for it. */
  key?: KeyObject;
}

/** What a container holds. Plain data: it crosses a thread. */
export interface OpenedContainer {
  certificates: ContainedCertificate[];
  keys: ContainedKey[];
  revocationLists: Uint8Array[];
  notes: string[];
}

/** The kinds that `openContainer` takes. */
export type ContainerKind = 'pkcs7' | 'pkcs12' | 'jks' | 'jceks' | 'bks' | 'bcfks' | 'pse' | 'encrypted-private-key' | 'pem-private-key';

/** The most certificates that one container is read for. */
export const MOST_CONTAINED = 500;

/**
 * Adds a certificate to what a container holds.
 * @throws InputProblem when there are too many
 */
export function addContained(opened: OpenedContainer, certificate: ContainedCertificate): void {
  if (opened.certificates.length >= MOST_CONTAINED)
    throw new InputProblem('TOO_MANY_CERTIFICATES', `The container holds more than ${MOST_CONTAINED} certificates.`);
  opened.certificates.push(certificate);
}

/** How many private keys of one store are opened, to find their certificates: each takes a key derivation of its own. */
export const MOST_OPENED_KEYS = 20;

/** Opens containers; the service does so in another thread, with a deadline. */
export interface ContainerOpener {
  /**
   * @param kind from `recognise`
   * @param bytes of the container, or of the PEM text for `pem-private-key`
   * @param password undefined when none was given, which is not the same as an empty one
   * @param keepKeys whether the answer may hold the private keys themselves
   * @throws InputProblem
   */
  open(kind: ContainerKind, bytes: Buffer, password: string | undefined, keepKeys: boolean): Promise<OpenedContainer>;
}
