import type { Finding } from '../finding.js';

export default {
  id: 'post-quantum-key',
  title: 'Its key is of a kind that hardly any server takes yet',
  severity: 'warning',
  role: 'leaf',
  remedy: 'Use an RSA or elliptic-curve certificate for now, and ask the operator of the server before using post-quantum ones.',
  citation: { title: 'RFC 9881, section 1', url: 'https://www.rfc-editor.org/rfc/rfc9881#section-1', kind: 'standard' },
  find: ({ publicKey: { algorithm } }) =>
    algorithm.startsWith('ML-DSA') || algorithm.startsWith('SLH-DSA') ? `Its key is ${algorithm}.` : undefined,
} satisfies Finding;
