import type { Finding } from '../finding.js';

export default {
  id: 'chain-duplicates',
  title: 'A certificate occurs twice',
  severity: 'notice',
  role: 'leaf',
  remedy: 'Leave out the second one.',
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  find: (certificate, { all }) => {
    const twice = all.filter((other, at) => all.findIndex((first) => first.der.equals(other.der)) < at).length;
    return all[0] === certificate && twice > 0 ? `${twice} certificates are copies of others.` : undefined;
  },
} satisfies Finding;
