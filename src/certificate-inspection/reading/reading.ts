import type { KeyObject } from 'node:crypto';
import type { Certificate, PublicKey } from '../certificate.js';
import type { CertificateRequest } from '../read-request.js';
import type { RevocationList } from '../read-revocation-list.js';
import type { Deformation } from './clean-text.js';

/** What the input was, as replies name it. */
export const FORMATS = [
  'pem',
  'pem-single-line',
  'der',
  'base64',
  'base64url',
  'hex',
  'pkcs7',
  'pkcs12',
  'jks',
  'jceks',
  'bks',
  'bcfks',
  'pse',
  'request',
  'revocation-list',
  'public-key',
  'private-key',
  'mixed',
] as const;

export type Format = (typeof FORMATS)[number];

export interface FoundCertificate {
  certificate: Certificate;
  alias?: string;
  trusted?: boolean;
}

/** A private key that was noticed and, unless the caller is to use it, forgotten. */
export interface NoticedKey {
  encrypted: boolean;
  alias?: string;
  /** The public half as SubjectPublicKeyInfo; undefined where the key could not be opened. */
  spki?: Buffer;
  /** Only where `readInput` was asked to keep keys. */
  key?: KeyObject;
}

/** How the input was written, for findings about the shape. */
export interface InputShape {
  format: Format;
  /** Without any line break. */
  singleLine: boolean;
  /** With BEGIN and END. */
  armoured: boolean;
  undone: readonly Deformation[];
}

/** Everything that an input held. */
export interface Reading {
  shape: InputShape;
  certificates: FoundCertificate[];
  requests: CertificateRequest[];
  revocationLists: RevocationList[];
  publicKeys: PublicKey[];
  privateKeys: NoticedKey[];
  /** What was odd, in sentences without a word of the input. */
  warnings: string[];
}
