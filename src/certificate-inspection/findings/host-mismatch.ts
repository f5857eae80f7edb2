import { spelledGeneralName } from '../describe-certificate.js';
import { isNamed } from '../names/host-names.js';
import type { Finding } from '../finding.js';

export default {
  id: 'host-mismatch',
  title: 'It is for another host',
  severity: 'error',
  role: 'leaf',
  purposes: ['server-authentication'],
  remedy: 'Call the server by one of the names of the certificate, or have the certificate issued with the name that is called.',
  citation: { title: 'RFC 9525, section 6', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6', kind: 'standard' },
  find: ({ subjectAlternativeNames = [] }, { host }) => {
    if (host === undefined || !subjectAlternativeNames.some(({ kind }) => kind === 'dns' || kind === 'ip')) return undefined;
    return isNamed(host, subjectAlternativeNames)
      ? undefined
      : `It is for ${subjectAlternativeNames.slice(0, 5).map(spelledGeneralName).join(', ')}, and ${host.slice(0, 255)} is called.`;
  },
} satisfies Finding;
