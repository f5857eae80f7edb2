import type {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  NameConstraints,
  PolicyConstraints,
} from './certificate.js';
import { DerElement, DerError, present, TAG } from './der/der.js';
import { readGeneralName, type GeneralName } from './names/general-name.js';
import { EXTENSION, KEY_USAGES, type KeyUsage } from './object-identifiers.js';

/** The most names, addresses or usages that one extension is read for. */
const MOST_NAMES = 10_000;

/** An extension with the element that holds its value. */
export interface EncodedExtension extends Extension {
  encoded: DerElement;
}

type Facts = Partial<Certificate> & Pick<Certificate, 'addresses' | 'timestamps' | 'malformedExtensions' | 'repeatedExtensions'>;
type Reader = (value: DerElement, facts: Facts) => void;

const READERS: Readonly<Record<string, Reader>> = {
  [EXTENSION.basicConstraints]: (value, facts) => {
    facts.basicConstraints = readBasicConstraints(value);
  },
  [EXTENSION.keyUsage]: (value, facts) => {
    facts.keyUsage = readKeyUsage(value);
  },
  [EXTENSION.extendedKeyUsage]: (value, facts) => {
    facts.extendedKeyUsage = nonEmpty(value).map((usage) => usage.oid());
  },
  [EXTENSION.subjectAlternativeName]: (value, facts) => {
    facts.subjectAlternativeNames = nonEmpty(value).map(readGeneralName);
  },
  [EXTENSION.subjectKeyIdentifier]: (value, facts) => {
    facts.subjectKeyIdentifier = value.as(TAG.octetString, 'a key identifier').content;
  },
  [EXTENSION.authorityKeyIdentifier]: (value, facts) => {
    facts.authorityKeyIdentifier = readAuthorityKeyIdentifier(value);
  },
  [EXTENSION.nameConstraints]: (value, facts) => {
    facts.nameConstraints = readNameConstraints(value);
  },
  [EXTENSION.certificatePolicies]: (value, facts) => {
    facts.policies = nonEmpty(value).map((policy) => first(policy).oid());
  },
  [EXTENSION.policyMappings]: (value, facts) => {
    facts.policyMappings = nonEmpty(value).map((mapping) => {
      const [issuer, subject] = mapping.children();
      return { issuerDomain: present(issuer, 'a policy', mapping).oid(), subjectDomain: present(subject, 'a policy', mapping).oid() };
    });
  },
  [EXTENSION.policyConstraints]: (value, facts) => {
    facts.policyConstraints = readPolicyConstraints(value);
  },
  [EXTENSION.inhibitAnyPolicy]: (value, facts) => {
    facts.inhibitAnyPolicy = value.smallInteger();
  },
  [EXTENSION.authorityInformationAccess]: readAuthorityInformationAccess,
  [EXTENSION.crlDistributionPoints]: (value, facts) => {
    facts.addresses.crl.push(...readDistributionPoints(value));
  },
  [EXTENSION.signedCertificateTimestamps]: (value, facts) => {
    facts.timestamps = countTimestamps(value.as(TAG.octetString, 'a list of timestamps').content);
  },
};

/**
 * Reads what the extensions say.
 * @param extensions as they stand in the certificate
 * @returns the facts by name; an extension whose content is not of its structure (RFC 5280, section 4.2) is named in `malformedExtensions`
 */
export function readExtensions(extensions: readonly EncodedExtension[]): Facts {
  const facts: Facts = {
    basicConstraints: undefined,
    keyUsage: undefined,
    extendedKeyUsage: undefined,
    subjectAlternativeNames: undefined,
    subjectKeyIdentifier: undefined,
    authorityKeyIdentifier: undefined,
    nameConstraints: undefined,
    policies: undefined,
    policyMappings: undefined,
    policyConstraints: undefined,
    inhibitAnyPolicy: undefined,
    addresses: { aia: [], crl: [], ocsp: [] },
    timestamps: 0,
    malformedExtensions: [],
    repeatedExtensions: [],
  };
  for (let at = 0; at < extensions.length; at++) {
    const { oid, encoded } = extensions[at] as EncodedExtension;
    if (isRepeated(extensions, at)) {
      facts.repeatedExtensions.push(oid);
      continue;
    }
    const read = READERS[oid];
    if (!read) continue;
    try {
      read(encoded.wrapped(), facts);
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      facts.malformedExtensions.push(oid);
    }
  }
  return facts;
}

/** There are about ten, so that comparing is cheaper than a set. */
function isRepeated(extensions: readonly Extension[], at: number): boolean {
  for (let before = 0; before < at; before++) if (extensions[before]?.oid === extensions[at]?.oid) return true;
  return false;
}

function nonEmpty(value: DerElement): DerElement[] {
  const elements = value.as(TAG.sequence, 'a list').children();
  if (elements.length === 0 || elements.length > MOST_NAMES) throw new DerError('a list that is empty or too long', value.start);
  return elements;
}

const first = (sequence: DerElement): DerElement =>
  present(sequence.as(TAG.sequence, 'a structure').children()[0], 'the first field', sequence);

function readBasicConstraints(value: DerElement): BasicConstraints {
  const fields = value.as(TAG.sequence, 'basic constraints').children();
  const flag = fields[0]?.tag === TAG.boolean ? fields.shift() : undefined;
  const length = fields.shift();
  if (fields.length > 0) throw new DerError('too many fields', value.start);
  return { ca: flag !== undefined && flag.octet(0) !== 0 && flag.length === 1, pathLength: length?.smallInteger() };
}

/** There are 512 at most, and a handful in practice. */
const usagesByBits = new Map<number, ReadonlySet<KeyUsage>>();

function readKeyUsage(value: DerElement): ReadonlySet<KeyUsage> {
  value.asBits();
  const bits = ((value.octet(1) ?? 0) << 8) | ((value.octet(2) ?? 0) & 0x80);
  let usages = usagesByBits.get(bits);
  if (!usages) usagesByBits.set(bits, (usages = new Set(KEY_USAGES.filter((_, at) => (bits & (0x8000 >> at)) !== 0))));
  return usages;
}

function readAuthorityKeyIdentifier(value: DerElement): AuthorityKeyIdentifier {
  const facts: AuthorityKeyIdentifier = { keyIdentifier: undefined, hasIssuer: false, hasSerial: false };
  for (const field of value.as(TAG.sequence, 'an authority key identifier').children()) {
    if (field.tag === 0x80) facts.keyIdentifier ??= field.content;
    else if (field.tag === 0xa1) facts.hasIssuer = true;
    else if (field.tag === 0x82) facts.hasSerial = true;
  }
  return facts;
}

function readNameConstraints(value: DerElement): NameConstraints {
  const fields = value.as(TAG.sequence, 'name constraints').children();
  const subtrees = (tag: number): GeneralName[] | undefined => {
    const field = fields.find((candidate) => candidate.tag === tag);
    return field?.children().map((subtree) => {
      const [base, ...bounds] = subtree.as(TAG.sequence, 'a subtree').children();
      // RFC 5280 (section 4.2.1.10): minimum must be 0 and maximum absent; DER leaves a default out.
      if (bounds.length > 0) throw new DerError('a subtree with bounds', subtree.start);
      return readGeneralName(present(base, 'the base of a subtree', subtree));
    });
  };
  const [permitted, excluded] = [subtrees(0xa0), subtrees(0xa1)];
  return { ...(permitted && { permitted }), ...(excluded && { excluded }) };
}

function readPolicyConstraints(value: DerElement): PolicyConstraints {
  const fields = value.as(TAG.sequence, 'policy constraints').children();
  const count = (tag: number) => {
    const content = fields.find((field) => field.tag === tag)?.content;
    if (content && (content.length === 0 || content.length > 4)) throw new DerError('a policy constraint of unexpected size', value.start);
    return content?.readUIntBE(0, content.length);
  };
  const [requireExplicitPolicy, inhibitPolicyMapping] = [count(0x80), count(0x81)];
  return {
    ...(requireExplicitPolicy !== undefined && { requireExplicitPolicy }),
    ...(inhibitPolicyMapping !== undefined && { inhibitPolicyMapping }),
  };
}

function readAuthorityInformationAccess(value: DerElement, { addresses }: Facts): void {
  for (const description of nonEmpty(value)) {
    const [method, location, ...others] = description.as(TAG.sequence, 'an access description').children();
    if (!method || !location || others.length > 0)
      throw new DerError('an access description that is not a method and a location', description.start);
    const { kind, text } = readGeneralName(location);
    const list = method.oid() === '1.3.6.1.5.5.7.48.2' ? addresses.aia : method.oid() === '1.3.6.1.5.5.7.48.1' ? addresses.ocsp : undefined;
    if (kind === 'uri') list?.push(text);
  }
}

function readDistributionPoints(value: DerElement): string[] {
  const addresses: string[] = [];
  for (const point of nonEmpty(value)) {
    for (const name of point.as(TAG.sequence, 'a distribution point').children()) {
      if (name.tag !== 0xa0) continue;
      for (const full of name.children()) {
        if (full.tag !== 0xa0) continue;
        for (const each of full.children()) {
          const { kind, text } = readGeneralName(each);
          if (kind === 'uri') addresses.push(text);
        }
      }
    }
  }
  return addresses;
}

/** A list of length-prefixed timestamps in the notation of TLS (RFC 6962, section 3.3). */
function countTimestamps(list: Buffer): number {
  let count = 0;
  for (let at = 2; at + 2 <= list.length && count < 100; at += 2 + list.readUInt16BE(at)) count++;
  return count;
}
