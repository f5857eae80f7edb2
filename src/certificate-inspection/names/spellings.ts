import type { DistinguishedName, NameAttribute } from './distinguished-name.js';

/** How one family of programs writes names. */
interface Spelling {
  /** Attribute types by identifier; others are written with dots. */
  types: Readonly<Record<string, string>>;
  /** Written in the order of the certificate, or the last part first. */
  order: 'encoded' | 'reversed';
  between: string;
  plus: string;
  equals: string;
  value(text: string): string;
  /** The order inside a multi-valued part. */
  reversedSet?: boolean;
}

/** Types that are registered for LDAP (RFC 4514, section 3; IANA's LDAP parameters). */
const LDAP: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.20': 'telephoneNumber',
  '2.5.4.41': 'name',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

const OPENSSL: Readonly<Record<string, string>> = {
  ...LDAP,
  '2.5.4.9': 'street',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

/** OpenJDK, sun.security.x509.AVAKeyword; measured with OpenJDK 17. */
const JAVA: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SURNAME',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.42': 'GIVENNAME',
  '2.5.4.43': 'INITIALS',
  '2.5.4.44': 'GENERATION',
  '2.5.4.46': 'DNQUALIFIER',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'EMAILADDRESS',
};

/** CommonCryptoLib, as sapgenpse, STRUST and the ICM print names: SP for the state, EMAIL for the address. */
const SAP: Readonly<Record<string, string>> = {
  ...LDAP,
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.8': 'SP',
  '2.5.4.12': 'T',
  '1.2.840.113549.1.9.1': 'EMAIL',
};

const isControl = (code: number) => code < 0x20 || code === 0x7f;

/** RFC 4514, section 2.4. */
function escape4514(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    const edge = letter === ' ' ? at === 0 || at === text.length - 1 : letter === '#' && at === 0;
    if (isControl(text.charCodeAt(at))) escaped += `\\${text.charCodeAt(at).toString(16).padStart(2, '0')}`;
    else escaped += edge || '"+,;<>\\'.includes(letter) ? `\\${letter}` : letter;
  }
  return escaped;
}

const needsQuotes = (text: string, special: string) =>
  text.startsWith(' ') || text.endsWith(' ') || text.startsWith('#') || [...special].some((letter) => text.includes(letter));

/** OpenSSL's -nameopt oneline: quotes, and everything outside ASCII as hexadecimal bytes. */
function quoteOpenssl(text: string): string {
  let escaped = '';
  for (const octet of Buffer.from(text, 'utf8')) {
    if (octet > 0x7e || octet < 0x20) escaped += `\\${octet.toString(16).toUpperCase().padStart(2, '0')}`;
    else if (octet === 0x22 || octet === 0x5c) escaped += `\\${String.fromCharCode(octet)}`;
    else escaped += String.fromCharCode(octet);
  }
  return needsQuotes(text, ',+"<>;') ? `"${escaped}"` : escaped;
}

function quote(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isControl(code)) escaped += `\\${code.toString(16).padStart(2, '0')}`;
    else escaped += code === 0x22 || code === 0x5c ? `\\${text.charAt(at)}` : text.charAt(at);
  }
  return needsQuotes(text, ',+=<>;"\\\n') ? `"${escaped}"` : escaped;
}

const SPELLINGS = {
  rfc4514: { types: LDAP, order: 'reversed', between: ',', plus: '+', equals: '=', value: escape4514 },
  openssl: { types: OPENSSL, order: 'encoded', between: ', ', plus: ' + ', equals: ' = ', value: quoteOpenssl },
  sap: { types: SAP, order: 'reversed', between: ', ', plus: '+', equals: '=', value: quote },
  java: { types: JAVA, order: 'reversed', between: ', ', plus: ' + ', equals: '=', value: quote },
} satisfies Record<string, Spelling>;

function spell({ rdns }: DistinguishedName, { types, order, between, plus, equals, value }: Spelling): string {
  let spelt = '';
  for (let at = 0; at < rdns.length; at++) {
    const rdn = rdns[order === 'reversed' ? rdns.length - 1 - at : at] as NameAttribute[];
    for (let within = 0; within < rdn.length; within++) {
      const attribute = rdn[within] as NameAttribute;
      const { oid, text, plain } = attribute;
      const type = types[oid];
      if (within > 0) spelt += plus;
      else if (at > 0) spelt += between;
      spelt +=
        text === undefined || type === undefined
          ? `${type ?? oid}${equals}#${attribute.der.toString('hex')}`
          : type + equals + (plain ? text : value(text));
    }
  }
  return spelt;
}

/** A name as RFC 4514 writes it; types without a registered name in dotted form with their value in hexadecimal. */
export const rfc4514 = (name: DistinguishedName): string => spell(name, SPELLINGS.rfc4514);

/** A name as `openssl x509 -subject` prints it (3.0, or -nameopt oneline). */
export const openssl = (name: DistinguishedName): string => spell(name, SPELLINGS.openssl);

/** A name as CommonCryptoLib prints it: CERTRULE, EXTID_DN, STRUST and the ICM compare with this text. */
export const sap = (name: DistinguishedName): string => spell(name, SPELLINGS.sap);

/** A name as Java prints it (X500Principal.toString), which Cloud Integration shows and compares. */
export const java = (name: DistinguishedName): string => spell(name, SPELLINGS.java);
