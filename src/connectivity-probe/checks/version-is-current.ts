import type { Check } from '../check.js';

export default {
  id: 'version-is-current',
  title: 'The version is TLS 1.2 or newer',
  severity: 'warning',
  remedy: 'Enable TLS 1.2 and 1.3 on the server; clients of today no longer offer what it speaks.',
  citation: { title: 'RFC 8996', url: 'https://www.rfc-editor.org/rfc/rfc8996', kind: 'standard' },
  look: ({ observation: { connections } }) => {
    const version = connections.find((connection) => connection.version)?.version;
    return version === undefined
      ? undefined
      : { passed: version === 'TLSv1.2' || version === 'TLSv1.3', says: `the server chose ${version}` };
  },
} satisfies Check;
