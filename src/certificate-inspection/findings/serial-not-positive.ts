import { serialNumber } from '../describe-certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'serial-not-positive',
  title: 'Its serial number is not positive',
  severity: 'warning',
  role: 'any',
  remedy: 'Have it issued anew: some programs refuse such serial numbers, and mappings by serial number fail.',
  citation: { title: 'RFC 5280, section 4.1.2.2', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2', kind: 'standard' },
  find: ({ serial }) =>
    serial.length === 0 || ((serial[0] as number) & 0x80) !== 0 || serial.every((octet) => octet === 0)
      ? `Its serial number is ${serialNumber(serial).decimal}.`
      : undefined,
} satisfies Finding;
