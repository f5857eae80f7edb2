import type { KeyObject } from 'node:crypto';

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
export type ContainerKind = 'pkcs7' | 'pkcs12' | 'jks' | 'jceks' | 'bcfks' | 'pse' | 'encrypted-private-key' | 'pem-private-key';

/** The most certificates that one container is read for. */
export const MOST_CONTAINED = 500;

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
