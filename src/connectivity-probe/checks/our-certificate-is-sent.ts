import type { Check } from '../check.js';

export default {
  id: 'our-certificate-is-sent',
  title: 'Our certificate goes out',
  severity: 'error',
  remedy: 'Look at the reason given: mostly the server does not ask, or wants another kind of key.',
  citation: { title: 'RFC 8446, section 4.4.2', url: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2', kind: 'standard' },
  look: ({ observation: { presented, source, connections }, verdict: { sent, sentUntold, notSentBecause } }) => {
    const asked = connections.some(({ requests }) => requests.length > 0);
    const tried = connections.some(({ purpose }) => purpose === 'with-certificate' || purpose === 'keyless');
    const read = connections.some(({ flightRead }) => flightRead);
    // Where nobody asks inside the handshake, it need not be tried.
    const inTime = connections.some(({ requests }) => requests.some(({ when }) => when !== 'post-handshake'));
    if (source === 'transcript' ? !asked || sentUntold : !presented || !read || (inTime && !tried)) return undefined;
    return { passed: sent, says: sent ? 'it was sent' : (notSentBecause ?? 'it was not sent') };
  },
} satisfies Check;
