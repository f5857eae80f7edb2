import type { Fact, FactSource } from './fact.js';

/** Labels that tools and people write before the two ends of a validity period (RFC 5280, section 4.1.2.5); the date follows. */
export const VALIDITY_LABELS: Readonly<Record<'begin' | 'end', readonly string[]>> = {
  begin: ['(not before|notbefore|valid from|validfrom|not valid until|not valid before|start date|gültig ab|gültig von)'],
  end: [
    '(not after|notafter|valid to|validto|valid until|valid till|expire date|expiry date|expiration date|expires on|expires at|expires|expired on|expired at|ran out on|gültig bis|ablaufdatum|abgelaufen am|läuft am|lief am)',
    '(valid from|gültig von) {} (until|bis)',
  ],
};

/** A label of a validity period, where it was found. */
export interface ValidityLabel {
  of: 'begin' | 'end';
  offset: number;
  length: number;
}

/** How far behind its label a date may begin and end. */
const DATE_WITHIN = 56;
const DATE_BEGINS_WITHIN = 14;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const GERMAN_MONTHS: Readonly<Record<string, string>> = { mär: 'mar', mai: 'may', okt: 'oct', dez: 'dec' };

/** 2026-11-29T10:00:00, 2026/11/29 10:00 · 29.11.2026 · 29 Nov 2026, 29/Nov/2026:10:00:00 · Nov 29 10:00:00 2026 GMT, November 29, 2026, 5:17:03 PM */
const DATE =
  /\b(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2}))?|\b(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{2}):(\d{2}))?|\b(\d{1,2})[ /.-]{1,2}(\p{L}{3})\p{L}{0,6}[ /.-](\d{4})(?:[: ](\d{2}):(\d{2}))?|\b(\p{L}{3})\p{L}{0,6} {1,2}(\d{1,2}),?(?: (\d{2}):(\d{2}):\d{2})?(?: [A-Z]{2,5})? (\d{4})\b(?:,? (\d{1,2}):(\d{2})(?::\d{2})?(?: ([AP])M)?)?/gu;

/** How many dates of one text are looked at for its clock. */
const MOST_DATES = 2000;

/** A certificate that ended longer ago than this was rather pasted long ago than today, so a text without a clock of its own does not tell. */
const RECENT = 400 * 86_400_000;
const DAY = 86_400_000;

interface WrittenDate {
  at: number;
  offset: number;
  length: number;
}

/**
 * Compares the validity periods that a text shows with the latest other date in it (a log's time stamps, the output of `date`), or with now where it
 * has none.
 * @param text what was pasted
 * @param labels in it, in its order
 * @param source where it stands in the request
 * @param now milliseconds since 1970
 * @returns one of `validity:passed`, `validity:not-begun` and, where every period shown holds, `validity:current`
 */
export function validityIn(text: string, labels: readonly ValidityLabel[], source: FactSource, now: number): Fact[] {
  const bounds = onceEach(
    labels.flatMap(({ of, offset, length }) => {
      const date = dateBehind(text, offset + length);
      return date ? [{ of, at: date.at, offset, length: date.offset + date.length - offset, date: date.offset }] : [];
    }),
  );
  if (bounds.length === 0) return [];
  const told = clockOf(text, new Set(bounds.map(({ date }) => date)), now);
  const clock = told ?? now;
  const by = told === undefined ? `today, ${dayOf(now)}` : `${dayOf(told)}, the latest date of the text`;
  const von = told === undefined ? `heute, ${dayOf(now)}` : `${dayOf(told)}, das jüngste Datum des Textes`;
  const fact = (id: string, bound: (typeof bounds)[number] | undefined, says: string, de: string): Fact[] =>
    bound
      ? [
          {
            id,
            source,
            says,
            de,
            excerpt: text.slice(bound.offset, bound.offset + bound.length),
            offset: bound.offset,
            length: bound.length,
          },
        ]
      : [];
  const passed = bounds.find(({ of, at }) => of === 'end' && at < clock && (told !== undefined || at > now - RECENT));
  const ahead = bounds.find(({ of, at }) => of === 'begin' && at > clock);
  const current = bounds.every(({ of, at }) => (of === 'end') === at > clock) && bounds.find(({ of }) => of === 'end');
  return [
    ...fact('validity:passed', passed, `A validity that the text shows ended before ${by}`, `Eine Gültigkeit im Text endete vor ${von}`),
    ...fact(
      'validity:not-begun',
      ahead,
      `A validity that the text shows begins after ${by}`,
      `Eine Gültigkeit im Text beginnt nach ${von}`,
    ),
    ...fact(
      'validity:current',
      current || undefined,
      `Each validity that the text shows holds on ${by}`,
      `Jede Gültigkeit im Text gilt am ${von}`,
    ),
  ];
}

/** Of labels of the same date the longest: "not valid until" has "valid until" in it. */
const onceEach = <T extends { date: number; length: number }>(bounds: readonly T[]): T[] =>
  bounds.filter(({ date, length }) => !bounds.some((other) => other.date === date && other.length > length));

/** The date that follows a label closely. */
function dateBehind(text: string, from: number): WrittenDate | undefined {
  const [date] = datesIn(text.slice(from, from + DATE_WITHIN), 1);
  return date && date.offset <= DATE_BEGINS_WITHIN ? { ...date, offset: from + date.offset } : undefined;
}

/** The latest date of a text that is no bound of a validity and not ahead of now. */
function clockOf(text: string, bounds: ReadonlySet<number>, now: number): number | undefined {
  const times = datesIn(text, MOST_DATES).flatMap(({ at, offset }) => (bounds.has(offset) || at > now + DAY ? [] : [at]));
  return times.length ? times.reduce((latest, at) => Math.max(latest, at)) : undefined;
}

function datesIn(text: string, most: number): WrittenDate[] {
  const dates: WrittenDate[] = [];
  for (const found of text.matchAll(DATE)) {
    const at = timeOf(found);
    if (at !== undefined) dates.push({ at, offset: found.index, length: found[0].length });
    if (dates.length >= most) break;
  }
  return dates;
}

function timeOf([, y1, m1, d1, h1, i1, d2, m2, y2, h2, i2, d3, m3, y3, h3, i3, m4, d4, h4, i4, y4, h5, i5, half]: readonly (
  string | undefined
)[]): number | undefined {
  const year = Number(y1 ?? y2 ?? y3 ?? y4);
  const named = m3 ?? m4;
  const month = named === undefined ? Number(m1 ?? m2) : monthNamed(named.toLowerCase()) + 1;
  const day = Number(d1 ?? d2 ?? d3 ?? d4);
  if (year < 1970 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const hour = Number(h1 ?? h2 ?? h3 ?? h4 ?? h5 ?? 0);
  const minute = Number(i1 ?? i2 ?? i3 ?? i4 ?? i5 ?? 0);
  return Date.UTC(year, month - 1, day, half === undefined ? hour : (hour % 12) + (half === 'P' ? 12 : 0), minute);
}

const monthNamed = (name: string) => MONTHS.indexOf(GERMAN_MONTHS[name] ?? name);

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
