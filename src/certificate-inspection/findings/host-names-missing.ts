import type { Finding } from '../finding.js';

export default {
  id: 'host-names-missing',
  title: 'It names no host',
  severity: 'error',
  role: 'leaf',
  purposes: ['server-authentication'],
  remedy: 'Have it issued with the host names as subjectAltName; the common name is not looked at any more.',
  citation: { title: 'RFC 9525, section 6.3', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6.3', kind: 'standard' },
  find: ({ subjectAlternativeNames = [] }) =>
    subjectAlternativeNames.some(({ kind }) => kind === 'dns' || kind === 'ip')
      ? undefined
      : 'It has no subjectAltName with a host name or address.',
} satisfies Finding;
