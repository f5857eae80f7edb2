import type { Finding } from '../finding.js';
import { CLIENT_PURPOSES } from '../purpose.js';

export default {
  id: 'digital-signature-usage-missing',
  title: 'Its key usage does not allow signatures',
  severity: 'error',
  role: 'leaf',
  purposes: CLIENT_PURPOSES,
  remedy: 'Get a certificate whose key usage names digitalSignature: in the handshake a client signs.',
  citation: { title: 'RFC 8446, section 4.4.2.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2.2', kind: 'standard' },
  find: ({ keyUsage }) =>
    keyUsage && !keyUsage.has('digitalSignature') ? `Its key usage names only ${[...keyUsage].join(', ') || 'nothing'}.` : undefined,
} satisfies Finding;
