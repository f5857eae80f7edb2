import type { Finding } from '../finding.js';

export default {
  id: 'encoding-not-der',
  title: 'It is not encoded as DER',
  severity: 'warning',
  role: 'any',
  remedy: 'Have it issued anew; programs that write it again change its bytes and so its thumbprint and signature.',
  citation: { title: 'ITU-T X.690, sections 10 and 11', url: 'https://www.itu.int/rec/T-REC-X.690', kind: 'standard' },
  find: ({ flaws }) => (flaws.length > 0 ? `It has ${flaws.map(({ says, offset }) => `${says} (byte ${offset})`).join(', ')}.` : undefined),
} satisfies Finding;
