import type { Finding } from '../finding.js';

export default {
  id: 'wrong-version',
  title: 'Its version does not fit its content',
  severity: 'error',
  role: 'any',
  remedy: 'Have it issued anew as version 3.',
  citation: { title: 'RFC 5280, section 4.1.2.1', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.1', kind: 'standard' },
  find: ({ version, extensions }) => {
    if (version < 1 || version > 3) return `It says that it is of version ${version}.`;
    return version !== 3 && extensions.length > 0 ? `It has extensions and says that it is of version ${version}.` : undefined;
  },
} satisfies Finding;
