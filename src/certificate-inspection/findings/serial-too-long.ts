import type { Finding } from '../finding.js';

export default {
  id: 'serial-too-long',
  title: 'Its serial number is too long',
  severity: 'warning',
  role: 'any',
  remedy: 'Have it issued anew with a serial number of at most 20 bytes.',
  citation: { title: 'RFC 5280, section 4.1.2.2', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2', kind: 'standard' },
  find: ({ serial }) => (serial.length > 20 ? `Its serial number takes ${serial.length} bytes.` : undefined),
} satisfies Finding;
