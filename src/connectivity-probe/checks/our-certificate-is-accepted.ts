import type { Check } from '../check.js';

export default {
  id: 'our-certificate-is-accepted',
  title: 'Our certificate is accepted',
  severity: 'error',
  remedy:
    'Read the alert or the answer: unknown_ca: import our root at the server; certificate_expired: renew it; unsupported_certificate: it lacks the usage clientAuth; bad_certificate or no reason: the log of the server names it.',
  citation: { title: 'RFC 8446, section 6.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-6.2', kind: 'standard' },
  look: ({ verdict: { accepted, refusal, sent } }) =>
    sent && accepted !== 'unknown' ? { passed: accepted === 'yes', says: refusal?.says ?? 'the server answered the request' } : undefined,
} satisfies Check;
