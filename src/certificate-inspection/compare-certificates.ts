import type { CertificateDescription } from './certificate-report.dto.js';
import type { Certificate } from './certificate.js';
import type { ComparisonReport, Difference, Relation } from './comparison.dto.js';
import { describeCertificate } from './describe-certificate.js';
import { isIssuerOf, orderPath } from './order-path.js';
import { decodeBase64 } from './reading/base64.js';
import { cleanText } from './reading/clean-text.js';
import { findBlocks } from './reading/find-blocks.js';
import type { InputShape, Reading } from './reading/reading.js';

/** One side of a comparison. */
export interface Side {
  /** As it was given. */
  data: string;
  reading: Reading;
}

const ADVICE: Readonly<Record<Relation, string>> = {
  identical:
    'Nothing is to be exchanged: both are the same text. If the logon still fails, look at the user mapping, the roles and the trust in the issuer.',
  'same-certificate-other-shape':
    'It is the same certificate, so a thumbprint comparison succeeds; a comparison of the texts does not. Enter the form that the place wants (singleLine for a service key of Cloud Integration) and save again.',
  'renewed-same-key':
    'The certificate was renewed with its old key. Register the newer one where the older one is registered (service key, communication user, user mapping, trust list), and remove the older one after the change.',
  'renewed-new-key':
    'The certificate was renewed with a new key. Register the newer one where the older one is registered (service key, communication user, user mapping), see that the caller sends the newer one together with its key, and remove the older one after the change.',
  'same-subject-other-issuer':
    'The subject is the same and the authority another. Register the new certificate, import the new root and intermediates wherever the old ones are trusted, and correct mappings that name the issuer.',
  'chain-member': 'One is the certificate of an issuer of the other. Register the leaf itself, not the certificate of its authority.',
  unrelated:
    'These are two different certificates. Either the caller sends another one than intended (wrong alias, key store, PSE or destination), or another one was registered: find out which of the two is meant, and bring both places to it. In Cloud Integration set the log level to trace and compare the certificate of the trace with that of the service key (SAP KBA 3474524).',
};

/**
 * Says how two inputs are related.
 * @param first for example what is registered
 * @param second for example what was sent
 * @param now milliseconds since 1970, for descriptions
 */
export function compareCertificates(first: Side, second: Side, now: number): ComparisonReport {
  const [mine, yours] = [certificatesOf(first), certificatesOf(second)];
  const [a, b] = [orderPath(mine)[0], orderPath(yours)[0]];
  if (!a || !b) return report('unrelated', []);
  const relation = relationOf(a, b, mine, yours);
  if (relation !== 'identical') {
    const differences = fieldDifferences(describeCertificate(a, now), describeCertificate(b, now));
    return { relation, differences, advice: `${ADVICE[relation]}${whichIsWhich(relation, a, b)}` };
  }
  if (first.data.trim() === second.data.trim()) return report('identical', []);
  const differences = shapeDifferences(first, second);
  return report('same-certificate-other-shape', differences);
}

/** Which of the two is meant by "the newer one" and "its issuer". */
function whichIsWhich(relation: Relation, a: Certificate, b: Certificate): string {
  if (relation === 'chain-member')
    return isIssuerOf(a, b) ? ' The first is the issuer.' : isIssuerOf(b, a) ? ' The second is the issuer.' : '';
  if (relation === 'unrelated' || a.notBefore.at === b.notBefore.at) return '';
  return ` The ${a.notBefore.at > b.notBefore.at ? 'first' : 'second'} is the newer one.`;
}

/**
 * Whether a damaged input is the beginning of a certificate that is at hand.
 * @param damaged the text that could not be read
 * @param whole the other side
 * @returns the report, or nothing when it is something else
 */
export function compareTruncated(damaged: string, whole: Side, damagedIs: 'first' | 'second'): ComparisonReport | undefined {
  const { text } = cleanText(damaged);
  const bytes = findBlocks(text)[0]?.bytes ?? decodeBase64(text, 0, text.length).bytes;
  const twin = certificatesOf(whole).find(
    ({ der }) =>
      bytes.length >= SHORTEST_PREFIX && bytes.length < der.length && der.subarray(0, bytes.length - 3).equals(bytes.subarray(0, -3)),
  );
  if (!twin) return undefined;
  const [cut, complete] = [`cut off after byte ${bytes.length}`, `complete, ${twin.der.length} bytes`];
  const difference =
    damagedIs === 'first'
      ? { field: 'completeness', first: cut, second: complete }
      : { field: 'completeness', first: complete, second: cut };
  return {
    relation: 'same-certificate-other-shape',
    differences: [difference],
    advice: `It is the same certificate, and the ${damagedIs} text is cut off. Copy it again in full and save it.`,
  };
}

/** What two certificates of the same issuer may have in common by chance is shorter. */
const SHORTEST_PREFIX = 64;

const report = (relation: Relation, differences: Difference[]): ComparisonReport => ({ relation, differences, advice: ADVICE[relation] });

const certificatesOf = ({ reading }: Side): Certificate[] => reading.certificates.map(({ certificate }) => certificate);

function relationOf(a: Certificate, b: Certificate, mine: readonly Certificate[], yours: readonly Certificate[]): Relation {
  if (a.der.equals(b.der)) return 'identical';
  if (yours.some(({ der }) => der.equals(a.der)) || mine.some(({ der }) => der.equals(b.der))) return 'chain-member';
  if (a.subject.key === b.subject.key && a.subject.rdns.length > 0) {
    if (a.issuer.key !== b.issuer.key) return 'same-subject-other-issuer';
    return a.publicKey.spki.equals(b.publicKey.spki) ? 'renewed-same-key' : 'renewed-new-key';
  }
  return isIssuerOf(a, b) || isIssuerOf(b, a) ? 'chain-member' : 'unrelated';
}

const FIELDS: readonly { field: string; of(description: CertificateDescription): string }[] = [
  { field: 'subject', of: ({ subject }) => subject.rfc4514 },
  { field: 'issuer', of: ({ issuer }) => issuer.rfc4514 },
  { field: 'serial.hex', of: ({ serial }) => serial.hex },
  { field: 'validity.notBefore', of: ({ validity }) => validity.notBefore },
  { field: 'validity.notAfter', of: ({ validity }) => validity.notAfter },
  { field: 'key', of: ({ key }) => [key.algorithm, key.bits, key.curve].filter(Boolean).join(' ') },
  { field: 'thumbprints.spki', of: ({ thumbprints }) => thumbprints.spki },
  { field: 'signature', of: ({ signature }) => signature },
  { field: 'usages', of: ({ usages = [] }) => usages.join(', ') },
  { field: 'extendedUsages', of: ({ extendedUsages = [] }) => extendedUsages.join(', ') },
  { field: 'subjectAlternativeNames', of: ({ subjectAlternativeNames }) => subjectAlternativeNames.join(', ') },
  {
    field: 'basicConstraints',
    of: ({ basicConstraints }) =>
      basicConstraints
        ? `CA ${basicConstraints.ca}${basicConstraints.pathLength === undefined ? '' : `, path length ${basicConstraints.pathLength}`}`
        : '',
  },
  { field: 'policies', of: ({ policies }) => policies.join(', ') },
  { field: 'thumbprints.sha256', of: ({ thumbprints }) => thumbprints.sha256 },
];

const fieldDifferences = (a: CertificateDescription, b: CertificateDescription): Difference[] =>
  FIELDS.map(({ field, of }) => ({ field, first: of(a), second: of(b) })).filter(({ first, second }) => first !== second);

function shapeDifferences(first: Side, second: Side): Difference[] {
  const aspects: readonly { field: string; of(side: Side): string }[] = [
    { field: 'format', of: ({ reading }) => reading.shape.format },
    { field: 'lineBreaks', of: (side) => lineBreaks(side) },
    { field: 'headerLines', of: ({ reading }) => headerLines(reading.shape) },
    { field: 'certificates', of: ({ reading }) => String(reading.certificates.length) },
    { field: 'deformations', of: ({ reading }) => reading.shape.undone.join(', ') || 'none' },
    { field: 'surroundingText', of: ({ data }) => (isBare(data) ? 'none' : 'something stands before or behind it') },
  ];
  const differences = aspects
    .map(({ field, of }) => ({ field, first: of(first), second: of(second) }))
    .filter((difference) => difference.first !== difference.second);
  return differences.length > 0
    ? differences
    : [{ field: 'whitespace', first: `${first.data.length} characters`, second: `${second.data.length} characters` }];
}

const headerLines = ({ armoured }: InputShape) => (armoured ? 'present' : 'missing');

const isBare = (data: string) => data.trimStart().startsWith('-----BEGIN ') || !data.includes('-----BEGIN ');

function lineBreaks({ data }: Side): string {
  if (data.includes('\\n')) return 'written as the two characters \\n';
  if (data.includes('\r\n')) return 'CR and LF';
  return data.trim().includes('\n') ? 'LF' : 'none';
}
