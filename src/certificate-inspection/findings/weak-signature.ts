import { isSelfIssued } from '../certificate.js';
import type { Finding } from '../finding.js';

const BROKEN: ReadonlySet<string> = new Set(['md2', 'md5', 'sha1']);

export default {
  id: 'weak-signature',
  title: 'It is signed with a broken digest',
  severity: 'error',
  role: 'any',
  remedy: 'Have it issued anew with SHA-256 or better.',
  citation: { title: 'RFC 9155, section 2', url: 'https://www.rfc-editor.org/rfc/rfc9155#section-2', kind: 'standard' },
  find: (certificate) => {
    const { hash, name } = certificate.signature;
    // Nobody checks the signature of a root: it is trusted as it is.
    return !isSelfIssued(certificate) && hash && BROKEN.has(hash) ? `It is signed with ${name}.` : undefined;
  },
} satisfies Finding;
