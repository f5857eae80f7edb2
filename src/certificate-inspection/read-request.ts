import { DerElement, present, TAG } from './der/der.js';
import { readName, type DistinguishedName } from './names/distinguished-name.js';
import type { GeneralName } from './names/general-name.js';
import type { PublicKey } from './certificate.js';
import { SIGNATURES } from './object-identifiers.js';
import { readExtensionList, readPublicKey } from './read-certificate.js';
import { readExtensions, type EncodedExtension } from './read-extensions.js';

/** What a certificate signing request asks for. */
export interface CertificateRequest {
  subject: DistinguishedName;
  publicKey: PublicKey;
  /** @example 'sha256WithRSAEncryption' */
  signature: string;
  subjectAlternativeNames: GeneralName[];
  extendedKeyUsage?: string[];
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/**
 * Reads a PKCS#10 request (RFC 2986).
 * @throws DerError when it is none
 */
export function readRequest(der: Buffer): CertificateRequest {
  const [info, algorithm] = DerElement.at(der).as(TAG.sequence, 'a request').children();
  const fields = present(info, 'the request', DerElement.at(der)).children();
  const whole = DerElement.at(der);
  const type = present(present(algorithm, 'the signature algorithm', whole).children()[0], 'the signature algorithm', whole).oid();
  const extensions = requestedExtensions(fields[3]);
  const { subjectAlternativeNames = [], extendedKeyUsage } = readExtensions(extensions);
  return {
    subject: readName(present(fields[1], 'the subject', whole)),
    publicKey: readPublicKey(present(fields[2], 'the public key', whole)),
    signature: SIGNATURES[type]?.name ?? type,
    subjectAlternativeNames,
    ...(extendedKeyUsage && { extendedKeyUsage }),
  };
}

function requestedExtensions(attributes: DerElement | undefined): EncodedExtension[] {
  if (attributes?.tag !== 0xa0) return [];
  for (const attribute of attributes.children()) {
    const [type, values] = attribute.children();
    if (type?.oid() === EXTENSION_REQUEST && values) return readExtensionList(values);
  }
  return [];
}
