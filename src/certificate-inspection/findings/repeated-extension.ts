import { EXTENSION_NAMES } from '../object-identifiers.js';
import type { Finding } from '../finding.js';

export default {
  id: 'repeated-extension',
  title: 'It has an extension twice',
  severity: 'error',
  role: 'any',
  remedy: 'Have it issued anew.',
  citation: { title: 'RFC 5280, section 4.2', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2', kind: 'standard' },
  find: ({ repeatedExtensions }) =>
    repeatedExtensions.length > 0 ? `Twice: ${repeatedExtensions.map((oid) => EXTENSION_NAMES[oid] ?? oid).join(', ')}.` : undefined,
} satisfies Finding;
