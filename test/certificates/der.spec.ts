import { berToDer, element } from '../../src/certificate-inspection/der/ber.js';
import { DerElement, DerError } from '../../src/certificate-inspection/der/der.js';
import { encodingFlaws } from '../../src/certificate-inspection/der/encoding-flaws.js';
import { readTime } from '../../src/certificate-inspection/der/time.js';
import { readCertificate } from '../../src/certificate-inspection/read-certificate.js';
import { issue, oid, sequence } from './pki.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

it.each([
  { what: 'a cut header', bytes: '30', offset: 0 },
  { what: 'a value that is too short', bytes: '30 05 02 01', offset: 0 },
  { what: 'an indefinite length', bytes: '30 80 00 00', offset: 0 },
  { what: 'a huge length', bytes: '30 84 ff ff ff ff 00', offset: 0 },
  { what: 'a length of nine bytes', bytes: '30 89 01 01 01 01 01 01 01 01 01', offset: 0 },
  { what: 'a high tag', bytes: '3f 81 01 00', offset: 0 },
])('names the byte of $what', ({ bytes, offset }) => {
  expect(() => DerElement.at(hex(bytes))).toThrow(expect.objectContaining({ constructor: DerError, offset }));
});

it.each(['1.2.840.113549.1.1.11', '2.5.4.3', '2.999.1', '0.9.2342.19200300.100.1.1', '1.3.6.1.4.1.4294967296.1'])(
  'reads the object identifier %s',
  (dotted) => {
    expect(DerElement.at(oid(dotted)).oid()).toBe(dotted);
  },
);

it.each([
  { text: '260601000000Z', tag: 0x17, iso: '2026-06-01T00:00:00.000Z', strict: true },
  { text: '500101000000Z', tag: 0x17, iso: '1950-01-01T00:00:00.000Z', strict: true },
  { text: '2606010000Z', tag: 0x17, iso: '2026-06-01T00:00:00.000Z', strict: false },
  { text: '260601020000+0200', tag: 0x17, iso: '2026-06-01T00:00:00.000Z', strict: false },
  { text: '20500101000000Z', tag: 0x18, iso: '2050-01-01T00:00:00.000Z', strict: true },
  { text: '20300101000000Z', tag: 0x18, iso: '2030-01-01T00:00:00.000Z', strict: false },
  { text: '99991231235959Z', tag: 0x18, iso: '9999-12-31T23:59:59.000Z', strict: true },
  { text: '20500101000000.5Z', tag: 0x18, iso: '2050-01-01T00:00:00.000Z', strict: false },
])('reads the time $text', ({ text, tag, iso, strict }) => {
  const time = readTime(DerElement.at(element(tag, Buffer.from(text))));
  expect([new Date(time.at).toISOString(), time.strict]).toEqual([iso, strict]);
});

it.each(['991332000000Z', 'nonsense', '', '260601000000z'])('refuses the time "%s" that is none or unusual', (text) => {
  const read = () => readTime(DerElement.at(element(0x17, Buffer.from(text))));
  expect(read).toThrow(DerError);
});

it('writes BER as DER', () => {
  const ber = hex('30 80 24 80 04 02 01 02 04 01 03 00 00 02 81 01 05 00 00');
  expect(berToDer(ber).toString('hex')).toBe(hex('30 08 04 03 01 02 03 02 01 05').toString('hex'));
});

it('refuses BER nested without end', () => {
  expect(() => berToDer(Buffer.concat(Array.from({ length: 5000 }, () => hex('30 80'))))).toThrow(DerError);
});

it('finds no flaw in a sound certificate', () => {
  expect(readCertificate(issue()).flaws).toEqual([]);
});

it.each([
  { what: 'a long length', bytes: sequence(hex('02 81 01 05')), says: 'a length written with more bytes than it needs' },
  { what: 'a padded integer', bytes: sequence(hex('02 02 00 05')), says: 'an INTEGER with needless leading bytes' },
  { what: 'a BOOLEAN of 01', bytes: sequence(hex('01 01 01')), says: 'a BOOLEAN that is neither 00 nor FF' },
])('finds $what', ({ bytes, says }) => {
  expect(encodingFlaws(bytes).map((flaw) => flaw.says)).toEqual([says]);
});
