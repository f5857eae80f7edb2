import type { BasicConstraintsReport, KeyIdentifiers, KeyReport, ReportedFinding, SpelledName } from './certificate-report.dto.js';
import type { InspectedCertificate, InspectionReport } from './inspection.dto.js';
import { base64Of, pemOf } from './write-certificate.js';

/** What a finding says of remedy and source never changes while the service runs, so it is written once; the citation is the finding's own. */
const endings = new WeakMap<object, string>();

/**
 * A report as JSON: what JSON.stringify gives, at a fraction of its cost, since most of it is known to need no escapes or to be the same each time.
 * @param report from `CertificatesService.inspect`
 */
export function inspectionJson(report: InspectionReport): string {
  let list = '';
  for (const certificate of report.certificates) list += list === '' ? certificateJson(certificate) : `,${certificateJson(certificate)}`;
  return `{"format":"${report.format}","certificates":[${list}],${othersJson(report)}`;
}

/** Most inputs hold nothing besides. */
function othersJson(report: InspectionReport): string {
  if (report.requests ?? report.revocationLists ?? report.publicKeys ?? report.privateKeys) {
    const { format: _format, certificates: _certificates, ...others } = report;
    return JSON.stringify(others).slice(1);
  }
  return `"warnings":${listJson(report.warnings)}}`;
}

const LINE_BREAK = String.raw`\n`;

function certificateJson(certificate: InspectedCertificate): string {
  const { subject, issuer, serial, validity, addresses, thumbprints, usable } = certificate;
  const names = nameJson(subject);
  return (
    `{"subject":${names},"issuer":${issuer === subject ? names : nameJson(issuer)},` +
    `"serial":{"hex":"${serial.hex}","decimal":"${serial.decimal}"},"version":${certificate.version},` +
    `"validity":{"notBefore":"${validity.notBefore}","notAfter":"${validity.notAfter}","daysLeft":${validity.daysLeft}},` +
    `"key":${keyJson(certificate.key)},"signature":"${certificate.signature}",${listField('usages', certificate.usages)}` +
    `${listField('extendedUsages', certificate.extendedUsages)}"subjectAlternativeNames":${listJson(certificate.subjectAlternativeNames)},` +
    `${constraintsField(certificate.basicConstraints)}"policies":${listJson(certificate.policies)},` +
    `"addresses":{"aia":${listJson(addresses.aia)},"crl":${listJson(addresses.crl)},"ocsp":${listJson(addresses.ocsp)}},` +
    `"keyIdentifiers":${identifiersJson(certificate.keyIdentifiers)},"timestamps":${certificate.timestamps},` +
    `"thumbprints":{"sha1":"${thumbprints.sha1}","sha256":"${thumbprints.sha256}","spki":"${thumbprints.spki}"},` +
    // Base64 needs no escapes; PEM is written anew with escaped line breaks, which is cheaper than looking for those there are.
    `"singleLine":"${certificate.singleLine}","pem":"${pemOf(base64Of(certificate.singleLine), 'CERTIFICATE', LINE_BREAK)}",` +
    `${certificate.alias === undefined ? '' : `"alias":${textJson(certificate.alias)},`}"findings":[${findingsJson(certificate.findings)}],` +
    `"usable":{"purpose":"${usable.purpose}","verdict":"${usable.verdict}","because":${textJson(usable.because)}}}`
  );
}

/** Nothing in it is escaped in JSON. */
const PLAIN = /^[ !#-[\]-~]*$/;

const textJson = (text: string) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

function listJson(list: readonly string[]): string {
  if (list.length === 0) return '[]';
  let json = textJson(list[0] as string);
  for (let at = 1; at < list.length; at++) json += `,${textJson(list[at] as string)}`;
  return `[${json}]`;
}

const listField = (name: string, list: readonly string[] | undefined) => (list ? `"${name}":${listJson(list)},` : '');

const keyJson = ({ algorithm, bits, curve }: KeyReport) =>
  `{"algorithm":"${algorithm}"${bits === undefined ? '' : `,"bits":${bits}`}${curve === undefined ? '' : `,"curve":"${curve}"`}}`;

function constraintsField(constraints: BasicConstraintsReport | undefined): string {
  if (!constraints) return '';
  const { ca, pathLength } = constraints;
  return pathLength === undefined ? `"basicConstraints":{"ca":${ca}},` : `"basicConstraints":{"ca":${ca},"pathLength":${pathLength}},`;
}

function identifiersJson({ subject, authority }: KeyIdentifiers): string {
  if (subject === undefined) return authority === undefined ? '{}' : `{"authority":"${authority}"}`;
  return `{"subject":"${subject}"${authority === undefined ? '' : `,"authority":"${authority}"`}}`;
}

function nameJson({ rfc4514, openssl, certrule, extidDn, icm, cloudIntegration }: SpelledName): string {
  const sap = textJson(certrule);
  const like = (spelling: string) => (spelling === certrule ? sap : textJson(spelling));
  return (
    `{"rfc4514":${textJson(rfc4514)},"openssl":${textJson(openssl)},"certrule":${sap},"extidDn":${like(extidDn)},` +
    `"icm":${like(icm)},"cloudIntegration":${like(cloudIntegration)}}`
  );
}

function findingsJson(findings: readonly ReportedFinding[]): string {
  let json = '';
  for (const { id, severity, says, remedy, citation } of findings) {
    let ending = endings.get(citation);
    if (ending === undefined)
      endings.set(citation, (ending = `"remedy":${JSON.stringify(remedy)},"citation":${JSON.stringify(citation)}}`));
    json += `${json === '' ? '' : ','}{"id":"${id}","severity":"${severity}","says":${textJson(says)},${ending}`;
  }
  return json;
}
