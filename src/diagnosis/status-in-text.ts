import type { Fact, FactSource } from './fact.js';
import { statusFact } from './meanings.js';

/** Statuses that mean something for a certificate logon. */
const STATUSES = new Set([400, 401, 403, 404, 407, 421, 426, 495, 496, 500, 502, 503, 504]);

/** What may stand between a word that announces a status and the digits, and how far it may reach. */
const STATUS_BEHIND = /^[^A-Za-z0-9]{1,6}(\d{3})(?![A-Za-z0-9])/;
const STATUS_WITHIN = 10;

/** What is counted is no status ("received 400 bytes", "returned 500 ms later"). */
const COUNTED =
  /^ ?(?:bytes?|bits|[KM]i?B|rows?|records?|messages?|documents?|items|lines|entries|requests|characters|ms|milliseconds?|seconds?|minutes?|hours?|days?|times|users|Zeilen|Nachrichten|Sätze|Zeichen|Sekunden|Minuten|Stunden|Tagen?|mal|Stück|Euro|EUR|Gramm)(?![\p{L}\p{N}])/iu;
const COUNTED_WITHIN = 16;

/** With a status a proxy speaks of the tunnel and not of the service; only 407 is its own (RFC 9110, section 15.5.8). */
const SAID_BY_A_PROXY = /proxy (returned|returns|answered|answers|responded with) [^\n]{0,12}\d{3}/i;
const SAID_ABOUT_A_PROXY = /^[^\n]{0,12} from (the )?proxy/i;
const STATUS_OF_A_PROXY = 'status:407';
const BESIDE_A_STATUS = 24;

/**
 * @param text what was pasted
 * @param offset where a word stands that may announce a status
 * @param length of that word
 * @param source where the text stands in the request
 * @returns the status that follows, unless it is one of a proxy, a number of something, or none that tells of a logon
 */
export function statusBehind(text: string, offset: number, length: number, source: FactSource): Fact | undefined {
  const [found, digits = ''] = STATUS_BEHIND.exec(text.slice(offset + length, offset + length + STATUS_WITHIN)) ?? [];
  if (!found || !STATUSES.has(Number(digits))) return undefined;
  const whole = length + found.length;
  if (COUNTED.test(text.slice(offset + whole, offset + whole + COUNTED_WITHIN))) return undefined;
  const { id, says, de } = statusFact(digits);
  const status: Fact = { id, source, says, de, excerpt: text.slice(offset, offset + whole), offset, length: whole };
  return isOfAProxy(status, text) ? undefined : status;
}

/** @returns whether a proxy gave the status that stands there */
export function isOfAProxy({ id, offset = 0, length = 0 }: Pick<Fact, 'id' | 'offset' | 'length'>, text: string): boolean {
  const end = offset + length;
  return (
    id !== STATUS_OF_A_PROXY &&
    (SAID_BY_A_PROXY.test(text.slice(Math.max(0, offset - BESIDE_A_STATUS), end)) ||
      SAID_ABOUT_A_PROXY.test(text.slice(end, end + BESIDE_A_STATUS)))
  );
}
