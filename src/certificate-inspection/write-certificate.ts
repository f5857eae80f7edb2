const LINE = 64;
const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/**
 * @param base64 the DER of a certificate in base64, in one piece
 * @returns PEM in lines of 64 characters (RFC 7468, section 2)
 */
export function pemOf(base64: string, label = 'CERTIFICATE'): string {
  let lines = '';
  for (let at = 0; at < base64.length; at += LINE) lines += `${base64.slice(at, at + LINE)}\n`;
  return label === 'CERTIFICATE' ? `${BEGIN}\n${lines}${END}\n` : `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

/**
 * @param base64 the DER of a certificate in base64, in one piece
 * @returns PEM without a line break, which the form for service keys of Cloud Integration wants
 */
export const singleLineOf = (base64: string): string => `${BEGIN}${base64}${END}`;
