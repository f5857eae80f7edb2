import type { Check } from '../check.js';

export default {
  id: 'same-certificate-without-server-name',
  title: 'The server shows the same certificate without a server name',
  severity: 'information',
  remedy:
    "Nothing has to be done if all clients send the server name; old ones (SAP kernels without icm/HTTPS/client_sni_enabled) don't, and get another certificate.",
  citation: { title: 'RFC 6066, section 3', url: 'https://www.rfc-editor.org/rfc/rfc6066#section-3', kind: 'standard' },
  look: ({ observation: { sweep } }) =>
    sweep?.withoutServerName && { passed: sweep.withoutServerName.sameChain, says: sweep.withoutServerName.says },
} satisfies Check;
