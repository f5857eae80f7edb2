import type { Check } from '../check.js';

export default {
  id: 'refusal-names-its-reason',
  title: 'A refusal names its reason',
  severity: 'information',
  remedy: 'Read the log of the server: what it sends does not tell an expired certificate from an untrusted one.',
  citation: { title: 'RFC 8446, section 6.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-6.2', kind: 'standard' },
  look: ({ verdict: { refusal, sent } }) => {
    if (!refusal || !sent) return undefined;
    const clear = refusal.alert !== undefined && [43, 44, 45, 48].includes(refusal.alert.code);
    return { passed: clear, says: clear ? `${refusal.alert?.name} says what is wrong` : refusal.says };
  },
} satisfies Check;
