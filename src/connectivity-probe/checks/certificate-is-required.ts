import type { Check } from '../check.js';

export default {
  id: 'certificate-is-required',
  title: 'The server does not go on without a certificate',
  severity: 'information',
  remedy:
    'Nothing has to be done; but a server that goes on without a certificate hides that none arrived, and shows it only as missing rights.',
  citation: { title: 'RFC 8446, section 4.4.2.4', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2.4', kind: 'standard' },
  look: ({ verdict: { requested } }) =>
    requested === 'optional' || requested === 'required'
      ? { passed: requested === 'required', says: requested === 'required' ? 'without one it refuses' : 'it goes on without one' }
      : undefined,
} satisfies Check;
