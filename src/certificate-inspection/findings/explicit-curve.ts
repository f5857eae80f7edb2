import type { Finding } from '../finding.js';

export default {
  id: 'explicit-curve',
  title: 'Its curve is written out instead of named',
  severity: 'error',
  role: 'any',
  remedy: 'Make a new key on a named curve (P-256 or P-384); OpenSSL: -pkeyopt ec_param_enc:named_curve.',
  citation: { title: 'RFC 5480, section 2.1.1', url: 'https://www.rfc-editor.org/rfc/rfc5480#section-2.1.1', kind: 'standard' },
  find: ({ publicKey: { explicitCurve } }) => (explicitCurve ? 'The parameters of its elliptic curve are given explicitly.' : undefined),
} satisfies Finding;
