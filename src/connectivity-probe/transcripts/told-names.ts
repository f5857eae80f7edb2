/** How tools spell the types of attributes that RFC 4514 spells otherwise, in lower case. */
const SPELLINGS: Readonly<Record<string, string>> = { s: 'st', e: 'emailaddress', email: 'emailaddress', sn: 'surname' };

/**
 * Makes a name that a tool printed comparable with one that another printed: letters, spaces and spellings of types do not count
 * (RFC 5280, section 7.1, as far as a printed name allows).
 * @param name in the order of RFC 4514
 */
export const nameKey = (name: string): string =>
  name
    .split(/(?<!\\),/)
    .map((part) => {
      const at = part.indexOf('=');
      const type = part.slice(0, Math.max(at, 0)).trim().toLowerCase();
      return `${SPELLINGS[type] ?? type}=${plain(part.slice(at + 1).trim())}`;
    })
    .join(',');

/** A value without escapes, quotes and case; GnuTLS prints one of an unexpected string type as the DER of it. */
function plain(value: string): string {
  const [, hexadecimal] = /^#(?:0c|13|14|16|1e)[0-9a-f]{2}((?:[0-9a-f]{2})+)$/i.exec(value) ?? [];
  const text = hexadecimal ? Buffer.from(hexadecimal, 'hex').toString('utf8') : value.replaceAll(/\\(.)/g, '$1').replaceAll('"', '');
  return text.replaceAll(/\s+/g, ' ').toLowerCase();
}

/**
 * A time as tools print it (`Nov 28 01:52:56 2026 GMT`, `2026-11-28 01:52:56 UTC`, `2026-11-28 01:52:56.000 UTC`) in ISO 8601.
 * @returns undefined where it is none
 */
export function toldTime(text: string): string | undefined {
  const at = new Date(/^\d{4}-/.test(text) ? text.replace(' ', 'T').replace(' UTC', 'Z') : text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
