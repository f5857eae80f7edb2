import type { GivenCertificate } from './diagnosis.dto.js';

/** How many certificates of a text are looked at, and how far before one the words may stand that say whose it is. */
const MOST_OF_A_TEXT = 10;
const NAMED_WITHIN = 200;

/** The label of a certificate that stood in the text. */
export const PASTED = 'pasted';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** The longest certificate that is looked for in a text, in octets of DER. */
const LONGEST_DER = 65_535;

/** How many characters are followed in all, lest every "MII" of a hostile text is followed far only to end in nothing. */
const MOST_FOLLOWED = 1_000_000;

/** Words before a certificate that say what it is to the connection, in lower case. */
const WORDS: readonly [NonNullable<GivenCertificate['role']>, readonly string[]][] = [
  [
    'client',
    [
      'client certificate',
      'client cert',
      'client-zertifikat',
      'clientzertifikat',
      'client_cert',
      'our certificate',
      'unser zertifikat',
      'certificate of the caller',
    ],
  ],
  ['server', ['server certificate', 'server cert', 'server-zertifikat', 'serverzertifikat']],
  [
    'expected',
    [
      'service key',
      'servicekey',
      'service-key',
      'registered',
      'expected',
      'uploaded',
      'communication user',
      'registriert',
      'hinterlegt',
      'erwartet',
      'kommunikationsbenutzer',
    ],
  ],
  [
    'issuer',
    ['root certificate', 'ca certificate', 'intermediate', 'issuer certificate', 'issuing ca', 'wurzelzertifikat', 'zwischenzertifikat'],
  ],
];

/**
 * The certificates of a text, as PEM blocks (line breaks lost or not) and as bare base64 in one line, as trace logs and service keys show them.
 * @param text what was pasted
 * @returns each with the role that the words before it name; without one where they don't say
 */
export function certificatesIn(text: string): GivenCertificate[] {
  const found: GivenCertificate[] = [];
  const patience = { left: MOST_FOLLOWED };
  let behind = 0;
  for (let at = next(text, 0, patience); at && found.length < MOST_OF_A_TEXT; at = next(text, behind, patience)) {
    const role = roleBefore(text.slice(Math.max(behind, at.begin - NAMED_WITHIN), at.begin).toLowerCase());
    found.push({ data: text.slice(at.begin, at.end), label: PASTED, ...(role && { role }) });
    behind = at.end;
  }
  return found;
}

/** The next certificate. DER of one begins with a SEQUENCE whose length takes two octets, which is "MII" in base64. */
function next(text: string, from: number, patience: { left: number }): { begin: number; end: number } | undefined {
  const block = text.indexOf(BEGIN, from);
  const before = block < 0 ? text.length : block;
  for (let begin = text.indexOf('MII', from); begin >= 0 && begin < before; begin = text.indexOf('MII', begin + 3)) {
    if (isBase64(text.charCodeAt(begin - 1))) continue;
    const end = bareEnd(text, begin, patience);
    if (end >= 0) return { begin, end };
  }
  const end = block < 0 ? -1 : text.indexOf(END, block);
  return end < 0 ? undefined : { begin: block, end: end + END.length };
}

/** Where the base64 ends: the length at the beginning of DER says how much there is (X.690, section 8.1.3). */
function bareEnd(text: string, from: number, patience: { left: number }): number {
  const head = Buffer.from(text.slice(from, from + 8), 'base64');
  if (head.length < 4) return -1;
  const octets = 4 + head.readUInt16BE(2);
  if (octets < 200 || octets > LONGEST_DER) return -1;
  let wanted = 4 * Math.ceil(octets / 3);
  let at = from;
  for (; wanted > 0 && at < text.length; at++) {
    if (patience.left-- <= 0) return -1;
    const code = text.charCodeAt(at);
    if (isBase64(code)) wanted--;
    else if (code !== 10 && code !== 13) return -1;
  }
  return wanted === 0 ? at : -1;
}

const isBase64 = (code: number) =>
  (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 47 && code <= 57) || code === 43 || code === 61;

/** The role whose words stand nearest to the certificate. */
function roleBefore(before: string): GivenCertificate['role'] {
  let nearest = -1;
  let role: GivenCertificate['role'];
  for (const [candidate, words] of WORDS) {
    const at = Math.max(...words.map((word) => before.lastIndexOf(word)));
    if (at > nearest) [nearest, role] = [at, candidate];
  }
  return role;
}
