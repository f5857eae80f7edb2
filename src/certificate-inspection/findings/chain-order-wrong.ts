import type { Finding } from '../finding.js';
import { PURPOSES } from '../purpose.js';

export default {
  id: 'chain-order-wrong',
  title: 'The chain is in the wrong order',
  severity: 'warning',
  role: 'leaf',
  purposes: PURPOSES.filter((purpose) => purpose !== 'certificate-authority'),
  remedy: 'Put the leaf first and each issuer behind what it issued (RFC 5246 demands it, TLS 1.3 only advises).',
  citation: { title: 'RFC 5246, section 7.4.2', url: 'https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2', kind: 'standard' },
  find: (certificate, { all, path }) => {
    if (path[0] !== certificate || path.length < 2) return undefined;
    const places = path.map((member) => all.indexOf(member));
    return places.every((place, at) => at === 0 || place > (places[at - 1] as number)) && places[0] === 0
      ? undefined
      : `The leaf stands at place ${(places[0] as number) + 1}; from leaf to root the places are ${places.map((place) => place + 1).join(', ')}.`;
  },
} satisfies Finding;
