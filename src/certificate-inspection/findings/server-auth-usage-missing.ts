import { usageName } from '../describe-certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'server-auth-usage-missing',
  title: 'Its extended key usage does not allow server authentication',
  severity: 'error',
  role: 'leaf',
  purposes: ['server-authentication'],
  remedy: 'Get a certificate whose extended key usage names server authentication (1.3.6.1.5.5.7.3.1).',
  citation: { title: 'RFC 5280, section 4.2.1.12', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12', kind: 'standard' },
  find: ({ extendedKeyUsage }) =>
    extendedKeyUsage && !extendedKeyUsage.includes('1.3.6.1.5.5.7.3.1') && !extendedKeyUsage.includes('2.5.29.37.0')
      ? `It names only ${extendedKeyUsage.map(usageName).join(', ')}.`
      : undefined,
} satisfies Finding;
