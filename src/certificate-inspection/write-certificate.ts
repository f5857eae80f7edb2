const LINE = 64;
const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/**
 * @param base64 the DER of a certificate in base64, in one piece
 * @param lineBreak what ends a line
 * @returns PEM in lines of 64 characters (RFC 7468, section 2)
 */
export function pemOf(base64: string, label = 'CERTIFICATE', lineBreak = '\n'): string {
  let lines = '';
  for (let at = 0; at < base64.length; at += LINE) lines += base64.slice(at, at + LINE) + lineBreak;
  return label === 'CERTIFICATE'
    ? `${BEGIN}${lineBreak}${lines}${END}${lineBreak}`
    : `-----BEGIN ${label}-----${lineBreak}${lines}-----END ${label}-----${lineBreak}`;
}

/**
 * @param base64 the DER of a certificate in base64, in one piece
 * @returns PEM without a line break, which the form for service keys of Cloud Integration wants
 */
export const singleLineOf = (base64: string): string => `${BEGIN}${base64}${END}`;

/** @returns the base64 out of a single line */
export const base64Of = (singleLine: string): string => singleLine.slice(BEGIN.length, -END.length);
