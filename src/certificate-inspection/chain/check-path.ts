import { extensionOf, isAuthority, isSelfIssued, type Certificate } from '../certificate.js';
import { isoTime, usageName } from '../describe-certificate.js';
import { isNamed } from '../names/host-names.js';
import { EXTENSION, EXTENSION_NAMES } from '../object-identifiers.js';
import type { ChainFlaw, Level, Profile } from './chain-flaw.js';
import type { NameConstraintChecker } from './name-constraints.js';
import { policyFlawAt, type PolicyDemands } from './policies.js';
import type { RevocationChecker } from './revocation.js';
import { webFlawsOf } from './web-rules.js';

/** What a path is judged for. */
export interface PathDemands extends PolicyDemands {
  /** Milliseconds since 1970. */
  now: number;
  /** The extended key usage that is needed, undefined for any. */
  usage?: string;
  host?: string;
  /** The most intermediates that are not self-issued. */
  maxDepth?: number;
  profile: Profile;
}

/** Tools that last for a whole request. */
export interface Checkers {
  revocation: RevocationChecker;
  names: NameConstraintChecker;
}

const ANY_USAGE = '2.5.29.37.0';

/**
 * Judges a path whose signatures are good (RFC 5280, section 6.1). All flaws are told, not only the first.
 * @param path the leaf first
 * @param anchored whether the last one is trusted
 * @throws BudgetExceeded
 */
export function checkPath(path: readonly Certificate[], anchored: boolean, demands: PathDemands, checkers: Checkers): ChainFlaw[] {
  const flaws: ChainFlaw[] = [];
  for (const [at, certificate] of path.entries()) {
    const add = (id: string, level: Level, says: string) => flaws.push({ id, level, at, says });
    const anchor = anchored && at === path.length - 1;
    checkAlone(certificate, demands.now, anchor, add);
    checkIdentifiers(certificate, at === path.length - 1, add);
    if (at === 0) checkLeaf(certificate, demands, add);
    else checkIssuer(certificate, path.slice(1, at), anchor, demands, add);
    if (at > 0) checkNames(certificate, path.slice(0, at), checkers.names, add);
    if (at + 1 < path.length && checkers.revocation.lists.length > 0) {
      const flaw = checkers.revocation.flawOf(certificate, path.slice(at + 1));
      // Who gives lists wants to know of the leaf; of the authorities above it only the letter of the standard demands one.
      if (flaw) add(flaw.id, at > 0 && flaw.id === 'revocation-undetermined' ? 'strict' : 'error', flaw.says);
    }
  }
  checkWhole(path, anchored, demands, (id, level, at, says) => flaws.push({ id, level, at, says }));
  if (demands.profile === 'web') flaws.push(...webFlawsOf(path, anchored, demands.usage));
  return flaws;
}

type Add = (id: string, level: Level, says: string) => void;

/**
 * When a digest makes a signature worthless: MD2 and MD5 are forged in minutes. RFC 5280 forbids no digest, and SHA-1 still lies between many a
 * private root and its clients; the public web and OpenSSL's usual security level refuse it.
 */
const BROKEN: Readonly<Record<string, Level>> = { md2: 'error', md5: 'error', sha1: 'strict' };

/** What is wrong with a certificate wherever it stands. */
function checkAlone(certificate: Certificate, now: number, anchor: boolean, add: Add): void {
  const { notBefore, notAfter, signature, version, serial, extensions } = certificate;
  const second = Math.floor(now / 1000) * 1000;
  if (second < notBefore.at) add('not-yet-valid', 'error', `It is valid from ${isoTime(notBefore.at)}.`);
  if (second > notAfter.at) add('expired', 'error', `It was valid until ${isoTime(notAfter.at)}.`);
  if (!signature.consistent) add('signature-algorithm-inconsistent', 'error', 'It names two different signature algorithms.');
  for (const oid of certificate.repeatedExtensions)
    add('repeated-extension', 'error', `It has the extension ${EXTENSION_NAMES[oid] ?? oid} twice.`);
  for (const oid of certificate.malformedExtensions)
    add('malformed-extension', 'error', `Its extension ${EXTENSION_NAMES[oid] ?? oid} is malformed.`);
  if (version !== 3 && extensions.length > 0) add('wrong-version', 'error', `It has extensions and is of version ${version}.`);
  for (const { oid, critical } of extensions)
    if (critical && (!(oid in EXTENSION_NAMES) || oid === EXTENSION.ctPoison))
      add('unknown-critical-extension', 'error', `Its critical extension ${oid} is not known.`);
  if (certificate.publicKey.explicitCurve) add('explicit-curve', 'error', 'Its curve is written out instead of named.');
  if (serial.length > 20) add('serial-too-long', 'strict', `Its serial number takes ${serial.length} bytes.`);
  // An anchor is trusted as it is: nobody checks its signature, and old roots have the serial number 0.
  const broken = anchor ? undefined : BROKEN[signature.hash ?? ''];
  if (broken) add('weak-signature', broken, `It is signed with ${signature.name}, which many TLS programs refuse.`);
  if (serial.length === 0 || ((serial[0] as number) & 0x80) !== 0 || (!anchor && serial.every((octet) => octet === 0)))
    add('serial-not-positive', 'strict', 'Its serial number is not positive.');
  if (certificate.nameConstraints && !certificate.nameConstraints.permitted?.length && !certificate.nameConstraints.excluded?.length)
    add('name-constraints-empty', 'strict', 'Its name constraints are empty.');
  for (const [oid, name] of NEVER_CRITICAL)
    if (extensionOf(certificate, oid)?.critical)
      add('extension-critical', 'strict', `Its extension ${name} is marked critical, which RFC 5280 forbids.`);
  for (const [oid, name] of ALWAYS_CRITICAL)
    if (extensionOf(certificate, oid)?.critical === false)
      add('extension-not-critical', 'strict', `Its extension ${name} is not marked critical, which RFC 5280 demands.`);
  for (const { kind, text } of certificate.subjectAlternativeNames ?? [])
    if (kind === 'dns' && !isHostName(text)) add('host-name-malformed', 'strict', `Its host name "${text.slice(0, 100)}" is malformed.`);
}

const NEVER_CRITICAL: readonly [string, string][] = [
  [EXTENSION.authorityKeyIdentifier, 'authorityKeyIdentifier'],
  [EXTENSION.subjectKeyIdentifier, 'subjectKeyIdentifier'],
  [EXTENSION.authorityInformationAccess, 'authorityInformationAccess'],
  [EXTENSION.subjectInformationAccess, 'subjectInformationAccess'],
];

const ALWAYS_CRITICAL: readonly [string, string][] = [
  [EXTENSION.policyConstraints, 'policyConstraints'],
  [EXTENSION.inhibitAnyPolicy, 'inhibitAnyPolicy'],
];

/** Letters, digits and hyphens, with one leading wildcard (RFC 5280, section 4.2.1.6; RFC 1034). */
const isHostName = (text: string) =>
  text.length <= 253 &&
  text
    .split('.')
    .every(
      (label, at) => (at === 0 && label === '*') || (/^[A-Za-z0-9-]{1,63}$/.test(label) && !label.startsWith('-') && !label.endsWith('-')),
    );

function checkIdentifiers(certificate: Certificate, last: boolean, add: Add): void {
  const root = last && isSelfIssued(certificate) && hasOwnKeyIdentifier(certificate);
  if (!root && !certificate.authorityKeyIdentifier?.keyIdentifier && certificate.version === 3)
    add('authority-key-identifier-missing', 'strict', 'It does not say by which key it was signed (authorityKeyIdentifier).');
}

/** A self-signed certificate may leave the identifier out, one that only has its issuer's name may not. */
const hasOwnKeyIdentifier = ({ authorityKeyIdentifier, subjectKeyIdentifier }: Certificate) =>
  !authorityKeyIdentifier?.keyIdentifier || !subjectKeyIdentifier || authorityKeyIdentifier.keyIdentifier.equals(subjectKeyIdentifier);

function checkLeaf(certificate: Certificate, { usage, host }: PathDemands, add: Add): void {
  const { extendedKeyUsage, keyUsage, subject, subjectAlternativeNames = [], basicConstraints } = certificate;
  if (usage && extendedKeyUsage && !extendedKeyUsage.includes(usage)) {
    if (extendedKeyUsage.includes(ANY_USAGE)) add('usage-any', 'notice', `It names any usage instead of ${usageName(usage)}.`);
    else
      add(
        'usage-missing',
        'error',
        `Its extended key usage names only ${extendedKeyUsage.map(usageName).join(', ')}, not ${usageName(usage)}.`,
      );
  }
  if (usage && keyUsage && !keyUsage.has('digitalSignature') && !keyUsage.has('keyEncipherment') && !keyUsage.has('keyAgreement'))
    add('key-usage-unfit', 'notice', 'Its key usage allows neither signatures nor key exchange.');
  if (basicConstraints && !basicConstraints.ca && basicConstraints.pathLength !== undefined)
    add('path-length-without-authority', 'strict', 'It has a path length and is no authority.');
  if (keyUsage?.has('keyCertSign') && !isAuthority(certificate))
    add('signing-usage-without-authority', 'strict', 'Its key usage names keyCertSign and it is no authority.');
  if (certificate.nameConstraints && !isAuthority(certificate))
    add('name-constraints-in-leaf', 'strict', 'It has name constraints and is no authority.');
  if (subject.rdns.length === 0) {
    if (subjectAlternativeNames.length === 0) add('no-name', 'error', 'It has neither a subject nor a subjectAltName.');
    else if (!extensionOf(certificate, EXTENSION.subjectAlternativeName)?.critical)
      add('alternative-name-not-critical', 'strict', 'Its subject is empty and its subjectAltName is not marked critical.');
  }
  if (host !== undefined && !isNamed(host, subjectAlternativeNames)) add('host-mismatch', 'error', `It is not for ${host.slice(0, 255)}.`);
}

function checkIssuer(certificate: Certificate, below: readonly Certificate[], anchor: boolean, { usage }: PathDemands, add: Add): void {
  const { basicConstraints, keyUsage, extendedKeyUsage, subject } = certificate;
  const oldRoot = anchor && certificate.version < 3;
  if (!basicConstraints?.ca && !oldRoot)
    add('issuer-is-no-authority', 'error', 'It issued another certificate, and its basic constraints do not say CA:TRUE.');
  if (oldRoot) add('old-version', 'strict', `It is of version ${certificate.version}.`);
  if (basicConstraints?.ca && !extensionOf(certificate, EXTENSION.basicConstraints)?.critical)
    add('basic-constraints-not-critical', 'strict', 'Its basic constraints are not marked critical.');
  if (basicConstraints?.pathLength !== undefined) {
    const between = below.filter((member) => !isSelfIssued(member)).length;
    if (basicConstraints.pathLength < 0) add('path-length-negative', 'error', 'Its path length is negative.');
    else if (between > basicConstraints.pathLength)
      add('path-length-exceeded', 'error', `It allows ${basicConstraints.pathLength} issuers below it, and there are ${between}.`);
    if (keyUsage && !keyUsage.has('keyCertSign'))
      add('path-length-without-signing-usage', 'strict', 'It has a path length without the key usage keyCertSign.');
  }
  if (keyUsage && !keyUsage.has('keyCertSign')) add('issuer-cannot-sign', 'error', 'Its key usage does not allow it to sign certificates.');
  if (!keyUsage && !anchor) add('key-usage-missing', 'strict', 'It is an authority without key usage.');
  if (!certificate.subjectKeyIdentifier && !oldRoot)
    add('subject-key-identifier-missing', 'strict', 'It is an authority without subjectKeyIdentifier.');
  if (subject.rdns.length === 0) add('issuer-without-name', 'error', 'It is an authority without a subject.');
  if (usage && extendedKeyUsage && !anchor && !extendedKeyUsage.includes(usage) && !extendedKeyUsage.includes(ANY_USAGE)) {
    add(
      'issuer-usage-missing',
      'error',
      `It is limited to ${extendedKeyUsage.map(usageName).join(', ')} and so can't issue for ${usageName(usage)}.`,
    );
  }
  // The public web's profile takes them as they are (CA/Browser Forum Baseline Requirements, section 7.1.2.5.2).
  if (extensionOf(certificate, EXTENSION.nameConstraints)?.critical === false)
    add('name-constraints-not-critical', 'strict', 'Its name constraints are not marked critical.');
}

function checkNames(issuer: Certificate, below: readonly Certificate[], names: NameConstraintChecker, add: Add): void {
  if (!issuer.nameConstraints) return;
  for (const [at, certificate] of below.entries()) {
    // Self-issued intermediates are exempt, the leaf never is.
    if (at > 0 && isSelfIssued(certificate)) continue;
    const flaw = names.flawOf(issuer, certificate);
    if (flaw) add(flaw.id, 'error', `${flaw.says} (certificate ${at} of the path, under the constraints of this one)`);
  }
}

function checkWhole(
  path: readonly Certificate[],
  anchored: boolean,
  demands: PathDemands,
  add: (id: string, level: Level, at: number, says: string) => void,
): void {
  const intermediates = path.slice(1, anchored ? -1 : undefined).filter((certificate) => !isSelfIssued(certificate)).length;
  const { maxDepth } = demands;
  if (maxDepth !== undefined && intermediates > maxDepth)
    add('too-deep', 'error', path.length - 1, `There are ${intermediates} intermediates, and at most ${maxDepth} are wanted.`);
  const flaw = policyFlawAt(anchored ? path.slice(0, -1) : path, demands);
  if (flaw)
    add(
      flaw.id,
      'error',
      flaw.at,
      flaw.id === 'policy-missing'
        ? 'A certificate policy is demanded, and none that is acceptable is valid here.'
        : 'It maps a policy from or to any, which RFC 5280 forbids.',
    );
}
