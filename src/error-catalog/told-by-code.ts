import type { ErrorEntry } from './error-entry.dto.js';

/** Entries whose codes mean them only behind certain words, since the same number stands in every log for something else. */
interface Family {
  ids: RegExp;
  /** Which of their codes; the number that their id ends in is one. */
  codes: RegExp;
  /** What stands right before them, in the notation of cues (docs/ENTRIES.md); no mere name of a library, since its versions are numbers too. */
  behind: string;
}

const FAMILIES: readonly Family[] = [
  {
    ids: /^TLS-ALERT-/,
    codes: /^\d+$/,
    behind:
      '(ssl alert number|tls alert number|alert number|tls alert|ssl alert|ssl3 alert|fatal alert|with alert|an alert|alert code|alert description|mit alert|der alert|den alert)',
  },
  {
    ids: /^MBEDTLS_/,
    codes: /^-0x[1-9a-f][\da-f]{3}$/i,
    behind: '(returned|returned with|return code|error|error code|code|failed|failed with|ret|mbedtls|rc)',
  },
  {
    ids: /^MBEDTLS_/,
    codes: /^-\d{4,5}$/,
    behind:
      '(mbedtls_ssl_handshake returned|ssl_handshake returned|handshake returned|mbedtls_ssl_read returned|mbedtls_ssl_write returned|mbedtls_x509_crt_parse returned|mbedtls_x509_crt_parse_file returned|mbedtls_pk_parse_key returned|mbedtls_pk_parse_keyfile returned|mbedtls error|mbedtls error code|ssl error|tls error|handshake failed|handshake error|return code)',
  },
  {
    ids: /^NET-SCHANNEL-/,
    codes: /^\d{5}$/,
    behind: '(event id|event|schannel|schannel event|schannel error|ereignis-id|ereignis|ereignis-kennung)',
  },
  {
    ids: /^(WINHTTP|WININET|ERR_CERT_UNABLE)/,
    codes: /^12\d{3}$/,
    behind:
      '(error|error code|error number|winhttp|wininet|failed with|failed with error|last error|getlasterror|fehler|fehlercode|fehlernummer)',
  },
  {
    ids: /^(ERR_|SEC_ERROR_PKCS|CA-DISTRUSTED|TLS-ALERT-51)/,
    codes: /^-\d{3}$/,
    behind: '(net_error|net error|cef error|chromium error|electron error|net::err)',
  },
  {
    ids: /^(SEC_|SSL_|MOZILLA_PKIX_|PR_|ERR_|CA-DISTRUSTED|TLS-ALERT-)/,
    codes: /^-\d{4,5}$/,
    behind: '(nss error|nss error code|nss|pr_geterror|pr_error|nspr error)',
  },
  { ids: /^GNUTLS/, codes: /^-\d+$/, behind: '(gnutls error|gnutls error code|gnutls_handshake returned|gnutls_handshake failed)' },
  {
    ids: /^WOLFSSL/,
    codes: /^-\d+$/,
    behind: '(wolfssl*|wolfssl_connect|wolfssl_accept) (error|error code|err|ret|returned|failed error|failed with|failed)',
  },
  { ids: /^BEARSSL/, codes: /^\d+$/, behind: 'bearssl (connect error|error|error code|engine error|err|code|last error)' },
  {
    ids: /^(APPLE|SECTRANSP|NSURL)/,
    codes: /^-\d{4,5}$/,
    behind:
      '(nsurlerrordomain code|nsurlerrordomain error|nsurlerrordomain|cfnetwork sslhandshake failed|osstatus|osstatus error|secure transport error|kcferrordomaincfnetwork|kcferrordomaincfnetwork error|errssl)',
  },
  {
    ids: /^CURL-/,
    codes: /^\d+$/,
    behind:
      '(curl error|curl error code|curl exit code|curl exit status|curl exited with|curl exited with code|curl returned|curl errno|curl failed with|curl_easy_perform returned|curl_easy_perform failed|libcurl error|libcurl code|curl code|curlcode|curle)',
  },
  { ids: /^MQRC/, codes: /^\d{4}$/, behind: '(reason|reason code|mqrc|mq error|mq reason|ursachencode)' },
  {
    ids: /^GSK/,
    codes: /^\d{3}$/,
    behind:
      '(gskit error|gskit error code|gskit return code|gskit rc|gskit|gsk error|gsk return code|gsk rc|gsk_secure_soc_init|gsk_secure_soc_init returned|gsk_secure_soc_init failed with|gsk_environment_init|protocol specific error codes|protocol specific error code)',
  },
];

/** What stands in no text by chance: eight digits behind 0x, nine in a row, or the number of an Oracle message. */
const DISTINCTIVE = /^(0x[\da-f]{8}|-?\d{9,}|(ORA|TNS)-\d{5})$/i;

/**
 * @param entry an entry with codes
 * @returns what it is found by besides its texts, in the notation of cues: distinctive codes anywhere, others behind the words of their family
 */
export function toldByCode({ id, codes = [] }: Pick<ErrorEntry, 'id' | 'codes'>): string[] {
  const all = [...new Set([id, ...numberIn(id), ...codes])];
  const distinctive = all.filter((code) => DISTINCTIVE.test(code)).flatMap(spellingsOf);
  const told = FAMILIES.filter(({ ids }) => ids.test(id)).flatMap(({ codes: own, behind }) => {
    const numbers = all.filter((code) => own.test(code));
    return numbers.length === 0 ? [] : [`${behind} (${numbers.join('|')})`];
  });
  return distinctive.length === 0 ? told : [`(${distinctive.join('|')})`, ...told];
}

/** `-60` and `60` of CURL-60: families write their numbers with or without a sign. */
const numberIn = (id: string): string[] => (/-\d+$/.exec(id) ?? []).flatMap((number) => [number, number.slice(1)]);

/** An HRESULT is printed as a signed and as an unsigned decimal as well (MS-ERREF, section 2.1). */
function spellingsOf(code: string): string[] {
  if (!/^0x[89a-f]/i.test(code)) return [code];
  const value = Number(code);
  return [code, String(value), String(value - 2 ** 32)];
}
