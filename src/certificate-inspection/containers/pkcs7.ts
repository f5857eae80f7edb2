import { DerElement, present } from '../der/der.js';
import { InputProblem } from '../reading/input-problem.js';
import { addContained, type OpenedContainer } from './container.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * Reads the certificates and revocation lists of a PKCS#7 SignedData (RFC 2315, section 9.1; RFC 5652, section 5.1). Its signatures are not looked at.
 * @param der ContentInfo, converted from BER
 * @throws InputProblem when it holds something else; DerError when it is damaged
 */
export function openPkcs7(der: Buffer): OpenedContainer {
  const whole = DerElement.at(der);
  const [type, content] = whole.children();
  if (present(type, 'the content type', whole).oid() !== SIGNED_DATA || !content) {
    throw new InputProblem(
      'CONTAINER_NOT_SUPPORTED',
      'This PKCS#7 holds encrypted or plain data instead of certificates; export the certificates as a .p7b file.',
    );
  }
  const opened: OpenedContainer = { certificates: [], keys: [], revocationLists: [], notes: [] };
  for (const field of content.inner().children()) {
    if (field.tag === 0xa0) {
      for (const { tag, bytes } of field.children()) if (tag === 0x30) addContained(opened, { der: bytes });
    } else if (field.tag === 0xa1) {
      opened.revocationLists.push(
        ...field
          .children()
          .filter(({ tag }) => tag === 0x30)
          .map(({ bytes }) => bytes),
      );
    }
  }
  if (opened.certificates.length + opened.revocationLists.length === 0) opened.notes.push('The PKCS#7 holds no certificate.');
  return opened;
}
