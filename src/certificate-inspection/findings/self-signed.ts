import { isSelfIssued } from '../certificate.js';
import type { Finding } from '../finding.js';

export default {
  id: 'self-signed',
  title: 'It is self-signed',
  severity: 'warning',
  role: 'leaf',
  purposes: [
    'client-authentication',
    'server-authentication',
    'sap-communication-user',
    'cloud-integration-service-key',
    'cloud-integration-outbound',
    'abap-client-mapping',
  ],
  remedy: 'Where the peer does not register this very certificate, get one from an authority that the peer trusts.',
  citation: { title: 'RFC 5280, section 3.2', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-3.2', kind: 'standard' },
  find: (certificate) => (isSelfIssued(certificate) ? 'Subject and issuer are the same.' : undefined),
} satisfies Finding;
