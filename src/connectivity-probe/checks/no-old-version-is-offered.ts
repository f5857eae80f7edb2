import type { Check } from '../check.js';

export default {
  id: 'no-old-version-is-offered',
  title: 'Versions before TLS 1.2 are switched off',
  severity: 'warning',
  remedy: 'Switch TLS 1.0 and 1.1 off at the server (ICM: ssl/ciphersuites with 801 or higher protocol bits).',
  citation: { title: 'RFC 8996', url: 'https://www.rfc-editor.org/rfc/rfc8996', kind: 'standard' },
  look: ({ observation: { sweep } }) => {
    if (!sweep) return undefined;
    const old = sweep.versions
      .filter(({ version, offered }) => offered && (version === 'TLSv1' || version === 'TLSv1.1'))
      .map(({ version }) => version);
    return { passed: old.length === 0, says: old.length > 0 ? `${old.join(' and ')} are spoken` : 'they are' };
  },
} satisfies Check;
