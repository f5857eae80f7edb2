import type { Finding } from '../finding.js';

export default {
  id: 'one-certificate-for-several-entries',
  title: 'One certificate serves several entries',
  severity: 'warning',
  role: 'leaf',
  purposes: ['abap-client-mapping', 'sap-communication-user'],
  remedy: 'Give each user or system a certificate of its own: a mapping can name one user for a certificate only.',
  citation: { title: 'General knowledge: one external ID maps to one user', kind: 'general-knowledge' },
  find: (certificate, { all }) => {
    const twins = all.filter(
      (other) =>
        other !== certificate &&
        !other.der.equals(certificate.der) &&
        other.subject.key === certificate.subject.key &&
        other.issuer.key === certificate.issuer.key,
    );
    return twins.length > 0
      ? `${twins.length + 1} certificates have this subject and issuer, so a mapping by name can't tell them apart.`
      : undefined;
  },
} satisfies Finding;
