import { EXTENSION, EXTENSION_NAMES } from '../object-identifiers.js';
import type { Finding } from '../finding.js';

export default {
  id: 'unknown-critical-extension',
  title: 'It has a critical extension that others do not know',
  severity: 'error',
  role: 'any',
  remedy: 'Have it issued without that extension, or with the extension not critical: who does not know it must refuse the certificate.',
  citation: { title: 'RFC 5280, section 4.2', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2', kind: 'standard' },
  find: ({ extensions }) => {
    const unknown = extensions.filter(({ critical, oid }) => critical && !(oid in EXTENSION_NAMES && oid !== EXTENSION.ctPoison));
    return unknown.length > 0
      ? `Critical: ${unknown.map(({ oid }) => (oid === EXTENSION.ctPoison ? 'the poison of a precertificate (RFC 6962)' : oid)).join(', ')}.`
      : undefined;
  },
} satisfies Finding;
