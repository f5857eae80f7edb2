import type { Check } from '../check.js';

export default {
  id: 'agrees-on-version-and-cipher',
  title: 'Client and server agree on version and cipher suite',
  severity: 'error',
  remedy:
    'Enable TLS 1.2 or newer and a current cipher suite on the side that lacks it (ICM: ssl/ciphersuites and ssl/client_ciphersuites; Java: jdk.tls.disabledAlgorithms).',
  citation: { title: 'RFC 8446, section 4.1.1', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.1.1', kind: 'standard' },
  look: ({ observation: { connections } }) => {
    const seen = connections.find(({ version, cipher }) => version && cipher);
    if (seen) return { passed: true, says: `${seen.version}, ${seen.cipher}` };
    const alert = connections.flatMap(({ alerts }) => alerts).find(({ code }) => [40, 70, 71, 86].includes(code));
    return alert && { passed: false, says: `the server answered our offer with ${alert.name} (${alert.code})` };
  },
} satisfies Check;
