import { DerElement } from '../der/der.js';
import type { Certificate } from '../certificate.js';
import { isBelow, readName, valuesOf } from '../names/distinguished-name.js';
import type { GeneralName, GeneralNameKind } from '../names/general-name.js';
import { BudgetExceeded } from './signatures.js';

/** The most comparisons of names with constraints that one request may cost. */
const MOST_COMPARISONS = 250_000;

const EMAIL_ADDRESS = '1.2.840.113549.1.9.1';

/** What is wrong with the names of a certificate under the constraints of an issuer. */
export interface NameFlaw {
  id: 'name-not-permitted' | 'name-excluded' | 'name-constraint-malformed' | 'constrained-name-malformed' | 'name-constraint-not-supported';
  says: string;
}

/** Compares names with constraints (RFC 5280, section 4.2.1.10), within a budget for the request. */
export class NameConstraintChecker {
  private left = MOST_COMPARISONS;

  /**
   * @param strict refuses constraints whose form RFC 5280 does not know, such as a host with a leading dot
   */
  constructor(private readonly strict: boolean) {}

  /**
   * @param constrained the issuer with constraints
   * @param certificate one below it
   * @returns the first flaw, or nothing
   * @throws BudgetExceeded
   */
  flawOf({ nameConstraints }: Certificate, certificate: Certificate): NameFlaw | undefined {
    if (!nameConstraints) return undefined;
    const malformed = [...(nameConstraints.permitted ?? []), ...(nameConstraints.excluded ?? [])].find((base) => !this.isConstraint(base));
    if (malformed) return { id: 'name-constraint-malformed', says: `The constraint "${malformed.text.slice(0, 100)}" is malformed.` };
    for (const name of namesOf(certificate)) {
      const permitted = nameConstraints.permitted?.filter(({ kind }) => kind === name.kind) ?? [];
      const excluded = nameConstraints.excluded?.filter(({ kind }) => kind === name.kind) ?? [];
      if (permitted.length + excluded.length === 0) continue;
      this.left -= permitted.length + excluded.length;
      if (this.left < 0) throw new BudgetExceeded();
      const shown = `${name.kind} "${name.text.slice(0, 100)}"`;
      if (UNSUPPORTED.has(name.kind))
        return {
          id: 'name-constraint-not-supported',
          says: `It is constrained in names of the kind ${name.kind}, which nobody can compare.`,
        };
      if (!isComparable(name))
        return { id: 'constrained-name-malformed', says: `The name ${shown} is malformed and stands under constraints.` };
      if (permitted.length > 0 && !permitted.some((base) => isWithin(name, base)))
        return { id: 'name-not-permitted', says: `The name ${shown} is not among those that the issuer may certify.` };
      if (excluded.some((base) => isWithin(name, base) || mayExpandInto(name, base)))
        return { id: 'name-excluded', says: `The name ${shown} is excluded for the issuer.` };
    }
    return undefined;
  }

  private isConstraint({ kind, text, bytes }: GeneralName): boolean {
    switch (kind) {
      case 'dns':
        return text === '' || isHost(!this.strict && text.startsWith('.') ? text.slice(1) : text, false);
      case 'ip':
        return isAddressRange(bytes);
      case 'email':
        return text === '' || (text.includes('@') ? isMailbox(text) : isHost(text.startsWith('.') ? text.slice(1) : text, false));
      default:
        return true;
    }
  }
}

const UNSUPPORTED: ReadonlySet<GeneralNameKind> = new Set(['other', 'x400', 'edi', 'registered-id']);

/** The subject counts as a name too, and addresses in it where no subjectAltName names one. */
function namesOf({ subject, subjectAlternativeNames = [] }: Certificate): GeneralName[] {
  const names = [...subjectAlternativeNames];
  if (subject.rdns.length > 0) names.push({ kind: 'directory', text: '', bytes: subject.der, name: subject });
  if (!names.some(({ kind }) => kind === 'email'))
    names.push(...valuesOf(subject, EMAIL_ADDRESS).map((text): GeneralName => ({ kind: 'email', text, bytes: Buffer.from(text) })));
  return names;
}

function isComparable({ kind, text, bytes }: GeneralName): boolean {
  if (kind === 'dns') return isHost(text, true);
  if (kind === 'ip') return bytes.length === 4 || bytes.length === 16;
  if (kind === 'email') return isMailbox(text);
  if (kind === 'uri') return hostOf(text) !== undefined;
  return true;
}

function isWithin(name: GeneralName, base: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      return isSubdomain(name.text.toLowerCase(), base.text.toLowerCase());
    case 'email':
      return isMailWithin(name.text, base.text);
    case 'uri': {
      const host = hostOf(name.text);
      const wanted = base.text.toLowerCase();
      return host !== undefined && (wanted.startsWith('.') ? host.endsWith(wanted) : host === wanted);
    }
    case 'ip':
      return isInRange(name.bytes, base.bytes);
    case 'directory':
      return isBelow(name.name ?? readName(DerElement.at(name.bytes)), base.name ?? readName(DerElement.at(base.bytes)));
    default:
      return false;
  }
}

function isSubdomain(host: string, base: string): boolean {
  if (base === '') return true;
  return base.startsWith('.') ? host.endsWith(base) : host === base || host.endsWith(`.${base}`);
}

/** A wildcard whose expansion lies in an excluded subtree is excluded with it. */
function mayExpandInto({ kind, text }: GeneralName, base: GeneralName): boolean {
  return kind === 'dns' && text.startsWith('*.') && base.text.toLowerCase().endsWith(text.slice(1).toLowerCase());
}

/** The part before the @ is compared as it is, the host without case. */
function isMailWithin(address: string, base: string): boolean {
  const at = address.lastIndexOf('@');
  const host = address.slice(at + 1).toLowerCase();
  const baseAt = base.lastIndexOf('@');
  if (baseAt >= 0) return base.slice(0, baseAt) === address.slice(0, at) && base.slice(baseAt + 1).toLowerCase() === host;
  return base === '' || (base.startsWith('.') ? host.endsWith(base.toLowerCase()) : host === base.toLowerCase());
}

function isMailbox(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && at === text.lastIndexOf('@') && !/\s/.test(text) && isHost(text.slice(at + 1), false);
}

function hostOf(uri: string): string | undefined {
  try {
    const { hostname } = new URL(uri);
    return hostname === '' ? undefined : hostname.toLowerCase();
  } catch {
    return undefined;
  }
}

/**
 * Whether a text is a host name (RFC 1034, section 3.5, with underscores, which are in use).
 * @param wildcard whether the first label may be "*"
 */
export function isHost(text: string, wildcard: boolean): boolean {
  if (text === '' || text.length > 253) return false;
  return text.split('.').every((label, at) => (wildcard && at === 0 && label === '*') || isLabel(label));
}

const isLabel = (label: string) =>
  label.length > 0 && label.length < 64 && /^[A-Za-z0-9_-]+$/.test(label) && !label.startsWith('-') && !label.endsWith('-');

/** Address and mask; the mask must be a prefix. */
function isAddressRange(bytes: Buffer): boolean {
  if (bytes.length !== 8 && bytes.length !== 32) return false;
  let ended = false;
  for (const octet of bytes.subarray(bytes.length / 2)) {
    for (let bit = 0x80; bit > 0; bit >>= 1) {
      if ((octet & bit) === 0) ended = true;
      else if (ended) return false;
    }
  }
  return true;
}

function isInRange(address: Buffer, range: Buffer): boolean {
  const size = range.length / 2;
  if (address.length !== size) return false;
  return address.every((octet, at) => ((octet ^ (range[at] as number)) & (range[size + at] as number)) === 0);
}
