import { isIP } from 'node:net';
import { extensionOf, isAuthority, isSelfIssued, type Certificate } from '../certificate.js';
import { valuesOf } from '../names/distinguished-name.js';
import { EXTENSION } from '../object-identifiers.js';
import type { ChainFlaw } from './chain-flaw.js';

const COMMON_NAME = '2.5.4.3';
const ANY_USAGE = '2.5.29.37.0';
const CURVES: ReadonlySet<string | undefined> = new Set(['P-256', 'P-384', 'P-521']);

/**
 * What the public web demands on top of RFC 5280 (CA/Browser Forum Baseline Requirements, sections 6.1.5 and 7.1). Private client certificates
 * need none of it.
 * @param path the leaf first
 * @param usage that is wanted
 */
export function webFlawsOf(path: readonly Certificate[], anchored: boolean, usage: string | undefined): ChainFlaw[] {
  const flaws: ChainFlaw[] = [];
  for (const [at, certificate] of path.entries()) {
    const add = (id: string, says: string) => flaws.push({ id, level: 'web', at, says });
    checkKey(certificate, add);
    if (certificate.version !== 3) add('old-version', `It is of version ${certificate.version}.`);
    if (at === 0) checkLeaf(certificate, usage, add);
    else if (anchored && at === path.length - 1) checkRoot(certificate, add);
  }
  return flaws;
}

type Add = (id: string, says: string) => void;

/** Section 6.1.5. */
function checkKey({ publicKey: { algorithm, bits = 0, curve } }: Certificate, add: Add): void {
  if (algorithm === 'DSA') add('weak-key', 'It has a DSA key.');
  if (algorithm === 'EC' && !CURVES.has(curve)) add('weak-key', `Its key is on the curve ${curve}.`);
  if (algorithm === 'RSA' && (bits < 2048 || bits % 8 !== 0)) add('weak-key', `It has an RSA key of ${bits} bits.`);
}

/** Section 7.1.2.1. */
function checkRoot(certificate: Certificate, add: Add): void {
  const { authorityKeyIdentifier: authority, subjectKeyIdentifier: subject } = certificate;
  if (certificate.extendedKeyUsage) add('root-with-usage', 'It is a root with an extended key usage.');
  if (!authority || !isSelfIssued(certificate)) return;
  if (!authority.keyIdentifier || authority.hasIssuer || authority.hasSerial)
    add('authority-key-identifier-unfit', 'Its authorityKeyIdentifier must name the key alone.');
  else if (subject && !authority.keyIdentifier.equals(subject))
    add('authority-key-identifier-unfit', 'It is a root whose authorityKeyIdentifier names another key.');
}

/** Section 7.1.2.7. */
function checkLeaf(certificate: Certificate, usage: string | undefined, add: Add): void {
  const { extendedKeyUsage } = certificate;
  if (isAuthority(certificate)) add('leaf-is-authority', 'It is the certificate of an authority.');
  if (!extendedKeyUsage) add('usage-missing', 'It has no extended key usage.');
  else if (extendedKeyUsage.includes(ANY_USAGE)) add('usage-any', 'It names any usage.');
  if (extensionOf(certificate, EXTENSION.extendedKeyUsage)?.critical)
    add('extension-critical', 'Its extended key usage is marked critical.');
  if (usage !== '1.3.6.1.5.5.7.3.2') checkNames(certificate, add);
}

/** Section 7.1.2.7.12 and 7.1.4.3. */
function checkNames(certificate: Certificate, add: Add): void {
  const { subject, subjectAlternativeNames = [] } = certificate;
  if (subjectAlternativeNames.length === 0) add('host-names-missing', 'It has no subjectAltName.');
  if (subject.rdns.length > 0 && extensionOf(certificate, EXTENSION.subjectAlternativeName)?.critical)
    add('extension-critical', 'Its subjectAltName is marked critical although it has a subject.');
  for (const { kind, text } of subjectAlternativeNames)
    if (kind === 'dns' && text.startsWith('*') && isWholeSuffix(text.slice(2)))
      add('wildcard-too-wide', `The wildcard "${text.slice(0, 100)}" stands for a whole public suffix.`);
  const names = new Set(subjectAlternativeNames.filter(({ kind }) => kind === 'dns' || kind === 'ip').map(({ text }) => text));
  for (const name of valuesOf(subject, COMMON_NAME))
    if (looksLikeHost(name) && !names.has(name))
      add('common-name-unfit', `The common name "${name.slice(0, 100)}" is none of its host names.`);
}

const looksLikeHost = (name: string) => isIP(name) !== 0 || name.includes('.') || name.includes(':') || name.startsWith('0x');

/** Second levels below which countries register. */
const SECOND_LEVELS: ReadonlySet<string> = new Set(['co', 'com', 'org', 'net', 'gov', 'edu', 'ac']);

/** A top level, or a second level of the usual kind; the public suffix list itself is not at hand. */
function isWholeSuffix(suffix: string): boolean {
  const [first = '', second, ...others] = suffix.split('.');
  return second === undefined || (others.length === 0 && second.length === 2 && SECOND_LEVELS.has(first));
}
