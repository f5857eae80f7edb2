import type { Finding } from '../finding.js';

export default {
  id: 'subject-with-special-characters',
  title: 'Its subject has characters that tools print differently',
  severity: 'notice',
  role: 'leaf',
  purposes: ['abap-client-mapping', 'cloud-integration-service-key', 'cloud-connector-system-certificate', 'sap-communication-user'],
  remedy:
    'Copy the subject from the spelling of the place where it is entered and compare it letter by letter; best get a certificate with plain letters.',
  citation: { title: 'RFC 4514, section 2.4', url: 'https://www.rfc-editor.org/rfc/rfc4514#section-2.4', kind: 'standard' },
  find: ({ subject: { rdns } }) => {
    const odd = rdns.flat().find(({ text }) => text !== undefined && (text !== text.trim() || /[^\x20-\x7e]|[,+"\\<>;=]/.test(text)));
    return odd ? `A part of its subject is: ${odd.text?.slice(0, 100)}` : undefined;
  },
} satisfies Finding;
