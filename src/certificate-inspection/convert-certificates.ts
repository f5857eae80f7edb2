import type { Certificate } from './certificate.js';
import type { ConvertedItem, ConvertRequest } from './comparison.dto.js';
import { element } from './der/ber.js';
import { rfc4514 } from './names/spellings.js';
import { pemOf, singleLineOf } from './write-certificate.js';

const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');
const DATA = Buffer.from('06092a864886f70d010701', 'hex');

/**
 * Writes certificates in another shape.
 * @param certificates in the order in which they are wanted
 * @param to `der` comes in base64, `pkcs7` as one PEM of all certificates
 */
export function convertCertificates(certificates: readonly Certificate[], to: NonNullable<ConvertRequest['to']>): ConvertedItem[] {
  const [first] = certificates;
  if (to === 'pkcs7')
    return first ? [{ subject: rfc4514(first.subject), data: pemOf(pkcs7Of(certificates).toString('base64'), 'PKCS7') }] : [];
  return certificates.map(({ subject, der }) => {
    const base64 = der.toString('base64');
    return { subject: rfc4514(subject), data: to === 'pem' ? pemOf(base64) : to === 'single-line' ? singleLineOf(base64) : base64 };
  });
}

/** SignedData without content and signers: a bag of certificates (RFC 2315, section 9.1). */
function pkcs7Of(certificates: readonly Certificate[]): Buffer {
  const none = element(0x31, Buffer.alloc(0));
  const bag = element(0xa0, Buffer.concat(certificates.map(({ der }) => der)));
  const signedData = element(0x30, Buffer.concat([Buffer.from('020101', 'hex'), none, element(0x30, DATA), bag, none]));
  return element(0x30, Buffer.concat([SIGNED_DATA, element(0xa0, signedData)]));
}
