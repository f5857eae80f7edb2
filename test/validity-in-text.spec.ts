import { expect, it } from 'vitest';
import { CausesService } from '../src/causes/causes.service.js';
import { readConfig } from '../src/config.js';
import { Knowledge } from '../src/diagnosis/knowledge.js';
import { ErrorCatalogService } from '../src/error-catalog/error-catalog.service.js';

const config = readConfig({});
const causes = new CausesService(config);
const { reader } = new Knowledge(config, causes, new ErrorCatalogService(config, causes));

const NOW = Date.UTC(2026, 10, 29, 12);
const DAY = 86_400_000;

const validitiesIn = (text: string) => reader.read(text, 'text', NOW).filter(({ id }) => id.startsWith('validity:'));
const read = (text: string) => validitiesIn(text).map(({ id }) => id);
const openssl = (time: number) => {
  const [, day, month, year, clock] = new Date(time).toUTCString().split(' ') as [string, string, string, string, string];
  return `${month} ${day.replace(/^0/, ' ')} ${clock} ${year} GMT`;
};

it.each([
  ['openssl', (time: number) => `notAfter=${openssl(time)}`],
  ['openssl -text', (time: number) => `            Not After : ${openssl(time)}`],
  ['Java', (time: number) => `CertificateExpiredException: NotAfter: Tue ${openssl(time).replace(/ (\d{4}) GMT/, ' CET $1')}`],
  ['sapgenpse', (time: number) => `Validity  -  NotAfter:   Fri ${openssl(time).replace(' GMT', '')} (110617080000Z)`],
  ['curl', (time: number) => `*  expire date: ${openssl(time)}`],
  ['STRUST', (time: number) => `Valid to ${new Date(time).toISOString().slice(0, 10).split('-').toReversed().join('.')}`],
  ['ISO', (time: number) => `notAfter: ${new Date(time).toISOString()}`],
  ['words', (time: number) => `notAfter ${new Date(time).toUTCString().slice(5, 16)}`],
  [
    'Firefox',
    (time: number) => `The certificate expired on ${new Date(time).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) .*/, '$2 $1, $3')}`,
  ],
  ['prose', (time: number) => `Das Zertifikat ist abgelaufen am ${new Date(time).toISOString().slice(0, 10)}`],
  ['German', (time: number) => `gültig bis ${new Date(time).toISOString().slice(0, 10).split('-').toReversed().join('.')}`],
])('reads the end of a validity as %s writes it', (_, written) => {
  expect(read(written(NOW - 2 * DAY))).toEqual(['validity:passed']);
  expect(read(written(NOW + 2 * DAY))).toEqual(['validity:current']);
});

it('judges by the latest other date of the text', () => {
  const period = `Not Before: ${openssl(Date.UTC(2020, 9, 28, 14))}\nNot After : ${openssl(Date.UTC(2021, 9, 28, 14))}`;
  expect(read(`$ date\nWed Oct 28 07:12:52 UTC 2020\n${period}`)).toEqual(['validity:not-begun']);
  expect(read(`2021-03-01 10:00:00 ERROR refused\n${period}`)).toEqual(['validity:current']);
  expect(read(`[29/Oct/2021:10:00:00 +0000] refused\n2021-03-01 10:00:00 ERROR refused\n${period}`)).toEqual(['validity:passed']);
});

it('tells the hours of one day apart', () => {
  const page = (now: string) => `The certificate expired on June 1, 2018, 5:17:03 PM GMT-7. The current time is June 1, 2018, ${now}.`;
  expect(read(page('7:49 PM'))).toEqual(['validity:passed']);
  expect(read(page('7:49 AM'))).toEqual(['validity:current']);
});

it('reads "not valid until" as a begin', () => {
  expect(read(`The certificate is not valid until ${new Date(NOW + 5 * DAY).toISOString()}`)).toEqual(['validity:not-begun']);
});

it('does not take what ended years ago for pasted today', () => {
  expect(read(`notAfter=${openssl(NOW - 800 * DAY)}`)).toEqual([]);
});

it('needs a date close behind the label, and a day that exists', () => {
  expect(read('notAfter of the certificate is somewhere in my notes, which I took on 2026-01-01')).toEqual([]);
  expect(read('notAfter=Foo 99 10:00:00 2026 GMT')).toEqual([]);
  expect(read('notAfter=')).toEqual([]);
});

it('shows the label with its date, and says by which date it judged', () => {
  const text = `our certificate: notAfter=${openssl(NOW - DAY)}, 401`;
  const [fact] = validitiesIn(text);
  expect(fact).toMatchObject({
    excerpt: `notAfter=${openssl(NOW - DAY).replace(' GMT', '')}`,
    says: expect.stringContaining('2026-11-29') as string,
    source: 'text',
  });
  expect(text.slice(fact!.offset, fact!.offset! + fact!.length!)).toBe(fact!.excerpt);
});

it('stays linear on a text of dates and words', () => {
  const text = `notAfter=${'Nov '.repeat(20)} ${'a'.repeat(200_000)} ${'1/'.repeat(100_000)} ${'2026-01-'.repeat(50_000)}`;
  expect(read(text)).toEqual([]);
});
