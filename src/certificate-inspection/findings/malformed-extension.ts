import { EXTENSION_NAMES } from '../object-identifiers.js';
import type { Finding } from '../finding.js';

export default {
  id: 'malformed-extension',
  title: 'An extension of it is malformed',
  severity: 'error',
  role: 'any',
  remedy: 'Have it issued anew: programs that look at the extension refuse the certificate.',
  citation: { title: 'RFC 5280, section 4.2', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2', kind: 'standard' },
  find: ({ malformedExtensions }) =>
    malformedExtensions.length > 0 ? `Malformed: ${malformedExtensions.map((oid) => EXTENSION_NAMES[oid] ?? oid).join(', ')}.` : undefined,
} satisfies Finding;
