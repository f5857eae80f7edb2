import type { Finding } from '../finding.js';

export default {
  id: 'weak-key',
  title: 'Its key is too weak',
  severity: 'error',
  role: 'any',
  remedy: 'Make a new key of at least 2048 bits RSA or a curve of at least 256 bits, and have it certified.',
  citation: { title: 'NIST SP 800-131A Rev. 2, table 2', url: 'https://csrc.nist.gov/pubs/sp/800/131/a/r2/final', kind: 'standard' },
  find: ({ publicKey: { algorithm, bits, curve, exponent } }) => {
    if (algorithm === 'DSA') return 'It has a DSA key, which TLS 1.3 does not know.';
    if ((algorithm === 'RSA' || algorithm === 'RSA-PSS') && bits !== undefined && bits < 2048) return `It has an RSA key of ${bits} bits.`;
    if (algorithm === 'RSA' && exponent !== undefined && (exponent < 3 || exponent % 2 === 0))
      return `Its RSA key has the exponent ${exponent}.`;
    return algorithm === 'EC' && bits !== undefined && bits < 224 ? `Its key is on the curve ${curve} of ${bits} bits.` : undefined;
  },
} satisfies Finding;
