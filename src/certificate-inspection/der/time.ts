import { DerError, TAG, type DerElement } from './der.js';

/** A time of a certificate or revocation list. */
export interface Instant {
  /** Milliseconds since 1970. */
  at: number;
  /** The type it was written in. */
  form: 'UTCTime' | 'GeneralizedTime';
  /** Whether it is written as RFC 5280 demands: seconds, no fraction, ending in Z, UTCTime through 2049. */
  strict: boolean;
}

/** GeneralizedTime with fraction and offset. */
const LONGEST = 40;

/**
 * Reads UTCTime or GeneralizedTime, with offsets and fractions as BER allows them.
 * @param element of either type
 * @returns the instant, and whether RFC 5280 (section 4.1.2.5) allows this spelling of it
 * @throws DerError when it is no time
 */
export function readTime(element: DerElement): Instant {
  const form = element.tag === TAG.utcTime ? 'UTCTime' : element.tag === TAG.generalizedTime ? 'GeneralizedTime' : undefined;
  if (!form) throw new DerError(`tag 0x${element.tag.toString(16)} where a time is expected`, element.start);
  const text = element.length > LONGEST ? '' : element.text('latin1');
  const yearDigits = form === 'UTCTime' ? 2 : 4;
  const digits = leadingDigits(text);
  const seconds = digits === yearDigits + 10;
  if (!seconds && digits !== yearDigits + 8) throw new DerError('a time that is none', element.start);
  const century = form === 'UTCTime' ? (pair(text, 0) < 50 ? 20 : 19) : pair(text, 0);
  const year = century * 100 + pair(text, yearDigits - 2);
  const month = pair(text, yearDigits);
  const day = pair(text, yearDigits + 2);
  const hour = pair(text, yearDigits + 4);
  const minute = pair(text, yearDigits + 6);
  const second = seconds ? pair(text, yearDigits + 8) : 0;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    throw new DerError('a time that no calendar has', element.start);
  const rest = text.slice(digits);
  const at = millisecondsOf(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000 - offsetOf(rest, element.start);
  return { at, form, strict: seconds && rest === 'Z' && (form === 'UTCTime' || year >= 2050) };
}

/** Two decimal digits. */
const pair = (text: string, at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;

/** Date.UTC takes a year below 100 for one of the twentieth century. */
const millisecondsOf = (year: number, month: number, day: number) =>
  year >= 100 ? Date.UTC(year, month - 1, day) : new Date(0).setUTCFullYear(year, month - 1, day);

function leadingDigits(text: string): number {
  let count = 0;
  while (count < text.length && text.charCodeAt(count) >= 48 && text.charCodeAt(count) <= 57) count++;
  return count;
}

/** The offset of a local time in milliseconds; a fraction of a second in front of it does not count. */
function offsetOf(rest: string, at: number): number {
  if (rest === 'Z') return 0;
  const zone = /^(?:[.,]\d{1,9})?(?:(Z?)|([+-])(\d{2})(\d{2}))$/.exec(rest);
  if (!zone) throw new DerError('a time with an unreadable end', at);
  const minutes = zone[2] ? Number(zone[3]) * 60 + Number(zone[4]) : 0;
  return (zone[2] === '-' ? -minutes : minutes) * 60_000;
}
