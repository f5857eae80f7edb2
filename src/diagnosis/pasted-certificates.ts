import type { Fact, FactSource } from './fact.js';

/** How many certificates and keys of one text are noticed. */
const MOST = 200;

const PEM_BEGIN = '-----BEGIN ';
const LONGEST_LABEL = 40;
const LONGEST_SHOWN = 27;

/**
 * Notices certificates and keys in a text: PEM blocks, and the base64 of a certificate without its header lines, as
 * service keys and trace logs show it. A key is noticed and never repeated.
 * @returns one fact each; the excerpt of a key is its header line only
 */
export function pastedCertificates(text: string, source: FactSource): Fact[] {
  const facts: Fact[] = [];
  for (let at = text.indexOf(PEM_BEGIN); at >= 0 && facts.length < MOST; at = text.indexOf(PEM_BEGIN, at + PEM_BEGIN.length)) {
    const label = labelAt(text, at + PEM_BEGIN.length);
    if (label.endsWith('PRIVATE KEY'))
      facts.push({
        id: 'text:private-key',
        source,
        says: 'A private key was pasted; treat it as disclosed and replace it',
        excerpt: PEM_BEGIN + label,
        offset: at,
        length: PEM_BEGIN.length + label.length,
      });
    else if (label.endsWith('CERTIFICATE'))
      facts.push({
        id: 'text:certificate',
        source,
        says: 'A certificate stands in the text',
        excerpt: PEM_BEGIN + label,
        offset: at,
        length: PEM_BEGIN.length + label.length,
      });
  }
  if (facts.length === 0) {
    const bare = bareCertificateAt(text);
    if (bare >= 0)
      facts.push({
        id: 'text:certificate',
        source,
        says: 'A certificate stands in the text, without its header lines',
        excerpt: `${text.slice(bare, bare + LONGEST_SHOWN)}...`,
        offset: bare,
        length: LONGEST_SHOWN,
      });
  }
  return facts;
}

function labelAt(text: string, from: number): string {
  const end = text.indexOf('-----', from);
  return end < 0 || end - from > LONGEST_LABEL ? '' : text.slice(from, end);
}

/** DER of a certificate begins with a SEQUENCE whose length takes two bytes, which is "MII" in base64. */
function bareCertificateAt(text: string): number {
  for (let at = text.indexOf('MII'); at >= 0; at = text.indexOf('MII', at + 3)) {
    if (isBase64(text, at, 200)) return at;
  }
  return -1;
}

function isBase64(text: string, from: number, length: number): boolean {
  if (from + length > text.length) return false;
  for (let at = from; at < from + length; at++) {
    const code = text.charCodeAt(at);
    const letter =
      (code >= 65 && code <= 90) ||
      (code >= 97 && code <= 122) ||
      (code >= 47 && code <= 57) ||
      code === 43 ||
      code === 61 ||
      code === 10 ||
      code === 13;
    if (!letter) return false;
  }
  return true;
}
