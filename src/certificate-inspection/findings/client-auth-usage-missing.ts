import { usageName } from '../describe-certificate.js';
import type { Finding } from '../finding.js';
import { CLIENT_PURPOSES } from '../purpose.js';

export default {
  id: 'client-auth-usage-missing',
  title: 'Its extended key usage does not allow client authentication',
  severity: 'error',
  role: 'leaf',
  purposes: CLIENT_PURPOSES,
  remedy:
    'Get a certificate whose extended key usage names client authentication (1.3.6.1.5.5.7.3.2). Public authorities stop issuing such certificates in 2026: take one from SAP Cloud Root CA (service key, Destination service) or from a private authority that the server trusts.',
  citation: { title: 'RFC 5280, section 4.2.1.12', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12', kind: 'standard' },
  find: ({ extendedKeyUsage }) =>
    extendedKeyUsage && !extendedKeyUsage.includes('1.3.6.1.5.5.7.3.2') && !extendedKeyUsage.includes('2.5.29.37.0')
      ? `It names only ${extendedKeyUsage.map(usageName).join(', ')}.`
      : undefined,
} satisfies Finding;
