import type { ReportedFinding, SpelledName } from './certificate-report.dto.js';
import type { InspectedCertificate, InspectionReport } from './inspection.dto.js';

/** What a finding says of remedy and source never changes while the service runs, so it is written once; the citation is the finding's own. */
const endings = new WeakMap<object, string>();

/**
 * A report as JSON: what JSON.stringify gives, at a fraction of its cost, since most of it is known to need no escapes or to be the same each time.
 * @param report from `CertificatesService.inspect`
 */
export function inspectionJson(report: InspectionReport): string {
  const { format, certificates, ...others } = report;
  return `{"format":"${format}","certificates":[${certificates.map(certificateJson).join(',')}],${JSON.stringify(others).slice(1)}`;
}

function certificateJson(certificate: InspectedCertificate): string {
  const {
    subject,
    issuer,
    serial,
    version,
    validity,
    key,
    signature,
    usages,
    extendedUsages,
    subjectAlternativeNames,
    basicConstraints,
    policies,
    addresses,
    keyIdentifiers,
    timestamps,
    thumbprints,
    singleLine,
    pem,
    alias,
    findings,
    usable,
  } = certificate;
  const names = nameJson(subject);
  return (
    `{"subject":${names},"issuer":${issuer === subject ? names : nameJson(issuer)},` +
    `"serial":{"hex":"${serial.hex}","decimal":"${serial.decimal}"},"version":${version},` +
    `"validity":{"notBefore":"${validity.notBefore}","notAfter":"${validity.notAfter}","daysLeft":${validity.daysLeft}},` +
    `"key":${JSON.stringify(key)},"signature":"${signature}",${usages ? `"usages":${listJson(usages)},` : ''}` +
    (extendedUsages ? `"extendedUsages":${listJson(extendedUsages)},` : '') +
    `"subjectAlternativeNames":${listJson(subjectAlternativeNames)},` +
    (basicConstraints ? `"basicConstraints":${JSON.stringify(basicConstraints)},` : '') +
    `"policies":${listJson(policies)},` +
    `"addresses":{"aia":${listJson(addresses.aia)},"crl":${listJson(addresses.crl)},"ocsp":${listJson(addresses.ocsp)}},` +
    `"keyIdentifiers":${JSON.stringify(keyIdentifiers)},"timestamps":${timestamps},` +
    `"thumbprints":{"sha1":"${thumbprints.sha1}","sha256":"${thumbprints.sha256}","spki":"${thumbprints.spki}"},` +
    // Base64 needs no escapes.
    `"singleLine":"${singleLine}","pem":"${pem.replaceAll('\n', String.raw`\n`)}",${alias === undefined ? '' : `"alias":${textJson(alias)},`}` +
    `"findings":[${findings.map(findingJson).join(',')}],` +
    `"usable":{"purpose":"${usable.purpose}","verdict":"${usable.verdict}","because":${textJson(usable.because)}}}`
  );
}

const listJson = (list: readonly string[]) => (list.length === 0 ? '[]' : `[${list.map(textJson).join(',')}]`);

/** Nothing in it is escaped in JSON. */
const PLAIN = /^[ !#-[\]-~]*$/;

const textJson = (text: string) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

function nameJson({ rfc4514, openssl, certrule, extidDn, icm, cloudIntegration }: SpelledName): string {
  const sap = textJson(certrule);
  const like = (spelling: string) => (spelling === certrule ? sap : textJson(spelling));
  return (
    `{"rfc4514":${textJson(rfc4514)},"openssl":${textJson(openssl)},"certrule":${sap},"extidDn":${like(extidDn)},` +
    `"icm":${like(icm)},"cloudIntegration":${like(cloudIntegration)}}`
  );
}

function findingJson({ id, severity, says, remedy, citation }: ReportedFinding): string {
  let ending = endings.get(citation);
  if (ending === undefined) endings.set(citation, (ending = `"remedy":${JSON.stringify(remedy)},"citation":${JSON.stringify(citation)}}`));
  return `{"id":"${id}","severity":"${severity}","says":${textJson(says)},${ending}`;
}
