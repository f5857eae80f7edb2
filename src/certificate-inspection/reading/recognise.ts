import { DerElement, TAG } from '../der/der.js';

/** What bytes are, by their structure and never by a file's name. */
export type Kind =
  | 'certificate'
  | 'certificate-list'
  | 'revocation-list'
  | 'request'
  | 'public-key'
  | 'private-key'
  | 'encrypted-private-key'
  | 'pkcs7'
  | 'pkcs12'
  | 'jks'
  | 'jceks'
  | 'bks'
  | 'bcfks'
  | 'pse'
  | 'zip'
  | 'gzip'
  | 'openssh-key'
  | 'unknown';

const JKS = 0xfeedfeed;
const JCEKS = 0xcececece;
const PKCS7 = '1.2.840.113549.1.7.';
const PKCS12_CONTENTS: ReadonlySet<string> = new Set(['1.2.840.113549.1.7.1', '1.2.840.113549.1.7.2']);

/**
 * Tells what bytes are. SAP publishes .jks files that are PKCS#12, so nothing but the content counts.
 * @param bytes at least the beginning; BER of indefinite length must have been converted
 */
export function recognise(bytes: Buffer): Kind {
  if (bytes.length < 4) return 'unknown';
  const magic = bytes.readUInt32BE(0);
  if (magic === JKS) return 'jks';
  if (magic === JCEKS) return 'jceks';
  if (magic === 0x504b0304) return 'zip';
  if (magic >>> 16 === 0x1f8b) return 'gzip';
  if (bytes.length > 12 && (magic === 1 || magic === 2) && bytes.readUInt32BE(4) === 20) return 'bks';
  if (bytes.subarray(0, 15).toString('latin1') === 'openssh-key-v1\0') return 'openssh-key';
  if (bytes[0] !== TAG.sequence) return 'unknown';
  try {
    return recogniseDer(DerElement.at(bytes));
  } catch {
    return 'unknown';
  }
}

function recogniseDer(whole: DerElement): Kind {
  const parts = whole.first(4);
  const [first, second, third] = parts;
  if (!first) return 'unknown';
  if (first.tag === TAG.oid) return first.oid().startsWith(PKCS7) ? 'pkcs7' : 'unknown';
  if (first.tag === TAG.integer) return recogniseVersioned(first, second, third);
  if (first.tag !== TAG.sequence) return 'unknown';
  if (second?.tag === TAG.sequence && third?.tag === TAG.bitString) return recogniseSigned(first);
  if (second?.tag === TAG.bitString) return 'public-key';
  if (second?.tag === TAG.octetString) return 'encrypted-private-key';
  // A PkiPath or a Netscape sequence: certificates in a row.
  if (isCertificate(first)) return 'certificate-list';
  const inner = first.first(2);
  return inner[0]?.tag === TAG.sequence && inner[1]?.tag === TAG.octetString ? 'bcfks' : 'unknown';
}

function recogniseVersioned(version: DerElement, second: DerElement | undefined, third: DerElement | undefined): Kind {
  if (second?.tag === TAG.integer) return third?.tag === TAG.integer ? 'private-key' : 'public-key';
  if (second?.tag === TAG.octetString) return 'private-key';
  if (second?.tag === TAG.sequence) {
    const [inner, next] = second.first(2);
    if (inner?.tag === TAG.oid) {
      if (third?.tag === TAG.octetString) return 'private-key';
      if (version.smallInteger() === 3 && PKCS12_CONTENTS.has(inner.oid())) return 'pkcs12';
    }
    if (inner && next) return 'pse';
  }
  return second?.tag === 0xa0 || second?.tag === 0xa3 ? 'pse' : 'unknown';
}

const isTime = (element: DerElement | undefined) => element?.tag === TAG.utcTime || element?.tag === TAG.generalizedTime;

/** Certificate, request and revocation list are all signed; the signed part differs. */
function recogniseSigned(tbs: DerElement): Kind {
  const [first, second, third, fourth] = tbs.first(4);
  if (first?.tag === 0xa0) return 'certificate';
  if (first?.tag === TAG.integer) {
    if (isTime(fourth)) return 'revocation-list';
    if (fourth?.tag === 0xa0 || fourth === undefined) return 'request';
    return 'certificate';
  }
  return isTime(third) && second?.tag === TAG.sequence ? 'revocation-list' : 'unknown';
}

function isCertificate(element: DerElement): boolean {
  const [tbs, algorithm, signature] = element.first(3);
  return (
    tbs?.tag === TAG.sequence &&
    algorithm?.tag === TAG.sequence &&
    signature?.tag === TAG.bitString &&
    recogniseSigned(tbs) === 'certificate'
  );
}
