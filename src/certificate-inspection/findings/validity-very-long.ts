import type { Finding } from '../finding.js';
import { CLIENT_PURPOSES } from '../purpose.js';

export default {
  id: 'validity-very-long',
  title: 'It is valid for many years',
  severity: 'notice',
  role: 'leaf',
  purposes: CLIENT_PURPOSES,
  remedy: 'Prefer certificates of one or two years: a lost key stays dangerous for as long as the certificate lives.',
  citation: { title: 'General knowledge: lifetimes of client certificates', kind: 'general-knowledge' },
  find: ({ notBefore, notAfter }) => {
    const years = (notAfter.at - notBefore.at) / (365.25 * 86_400_000);
    return years > 5 ? `It is valid for ${Math.round(years)} years.` : undefined;
  },
} satisfies Finding;
