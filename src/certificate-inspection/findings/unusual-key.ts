import type { Finding } from '../finding.js';
import { PURPOSES } from '../purpose.js';

export default {
  id: 'unusual-key',
  title: 'Its key is of a kind that older servers do not take',
  severity: 'warning',
  role: 'leaf',
  purposes: PURPOSES.filter((purpose) => purpose !== 'certificate-authority'),
  remedy: 'Use RSA with 2048 to 4096 bits or P-256/P-384 unless the operator of the server says otherwise.',
  citation: { title: 'RFC 8446, section 4.2.3', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.2.3', kind: 'standard' },
  find: ({ publicKey: { algorithm, curve } }) =>
    algorithm === 'RSA-PSS' ||
    algorithm.startsWith('Ed') ||
    algorithm.startsWith('X') ||
    curve?.startsWith('brainpool') ||
    curve === 'secp256k1' ||
    curve === 'P-224' ||
    curve === 'P-192'
      ? `Its key is ${curve ?? algorithm}.`
      : undefined,
} satisfies Finding;
