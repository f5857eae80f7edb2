import type { Finding } from '../finding.js';

export default {
  id: 'old-version',
  title: 'It is of version 1',
  severity: 'warning',
  role: 'leaf',
  remedy: 'Have it issued anew as version 3 with key usage and extended key usage.',
  citation: { title: 'RFC 5280, section 4.1.2.1', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.1', kind: 'standard' },
  find: ({ version, extensions }) =>
    version < 3 && version > 0 && extensions.length === 0 ? `It is of version ${version}, without any extension.` : undefined,
} satisfies Finding;
