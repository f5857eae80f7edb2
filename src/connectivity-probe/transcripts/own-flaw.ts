import type { OwnFlaw } from '../observation.js';

/** What tools say of a server's certificate that they do not take, the more specific first (OpenSSL, GnuTLS, curl, JSSE). */
const WORDS: readonly [RegExp, OwnFlaw][] = [
  [/self[- ]signed certificate in certificate chain/i, 'issuer-unknown'],
  [/self[- ]signed/i, 'self-signed'],
  [/not yet valid|not yet activated|NotBefore/i, 'not-yet-valid'],
  [/expired|NotAfter/i, 'expired'],
  [/revoked/i, 'revoked'],
  [/does not match|mismatch|no alternative certificate subject name|No subject alternative|No name matching/i, 'name-mismatch'],
  [/purpose|unsuitable|extended key usage/i, 'wrong-usage'],
  [/issuer|first certificate|PKIX path|certification path|unknown CA|CAfile|certificate verify failed/i, 'issuer-unknown'],
];

/** @returns what the words of a tool mean, undefined where they are of something else */
export const flawOf = (words: string): OwnFlaw | undefined => WORDS.find(([pattern]) => pattern.test(words))?.[1];

/** X509_V_ERR codes (OpenSSL, include/openssl/x509_vfy.h.in). */
const NUMBERS: Readonly<Record<number, OwnFlaw>> = {
  2: 'issuer-unknown',
  9: 'not-yet-valid',
  10: 'expired',
  18: 'self-signed',
  19: 'issuer-unknown',
  20: 'issuer-unknown',
  21: 'issuer-unknown',
  23: 'revoked',
  26: 'wrong-usage',
  27: 'issuer-unknown',
  62: 'name-mismatch',
  64: 'name-mismatch',
};

/** @returns what a code of OpenSSL's verification means; 0 is none */
export const flawOfNumber = (number: number): OwnFlaw | undefined => (number === 0 ? undefined : (NUMBERS[number] ?? 'other'));
