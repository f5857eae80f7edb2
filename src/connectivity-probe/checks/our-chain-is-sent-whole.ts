import type { Check } from '../check.js';

export default {
  id: 'our-chain-is-sent-whole',
  title: 'Our chain leads to an issuer that the server knows',
  severity: 'error',
  remedy:
    "Send the intermediate certificates with the client certificate: import the CA's response with its whole chain into the key pair or PSE, or put them behind the leaf in the PEM file.",
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  look: ({ missingLink, issuerIsNamed, verdict: { accepted, outcome } }) => {
    if (missingLink && accepted !== 'yes' && outcome !== 'accepted')
      return {
        passed: false,
        says: `${missingLink.subject} is missing in it, which ${missingLink.issuer} issued; the server knows that issuer`,
      };
    return issuerIsNamed ? { passed: true, says: 'it does' } : undefined;
  },
} satisfies Check;
