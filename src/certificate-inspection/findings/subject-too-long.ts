import { sap } from '../names/spellings.js';
import type { Finding } from '../finding.js';

export default {
  id: 'subject-too-long',
  title: 'Its subject is longer than a user mapping takes',
  severity: 'warning',
  role: 'leaf',
  purposes: ['abap-client-mapping', 'sap-communication-user'],
  remedy: 'Map by rule (transaction CERTRULE) instead of EXTID_DN, or get a certificate with a shorter subject.',
  citation: { title: 'General knowledge: the external ID in EXTID_DN and view VUSREXTID has 255 characters', kind: 'general-knowledge' },
  find: ({ subject }) => {
    const { length } = sap(subject);
    return length > 255 ? `Its subject has ${length} characters in the spelling of the ABAP system.` : undefined;
  },
} satisfies Finding;
