import type { Check } from '../check.js';

export default {
  id: 'clock-is-right',
  title: "The server's clock agrees with ours",
  severity: 'warning',
  remedy: 'Synchronise both clocks (NTP): a certificate may look expired or not yet valid to the one that is wrong.',
  citation: { title: 'RFC 9110, section 6.6.1', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1', kind: 'standard' },
  look: ({ observation: { connections, at, source } }) => {
    const date = connections.find(({ http }) => http?.headers['date'])?.http?.headers['date'];
    if (!date || source === 'transcript' || Number.isNaN(Date.parse(date))) return undefined;
    const skew = Math.round((Date.parse(date) - Date.parse(at)) / 1000);
    const right = Math.abs(skew) <= 120;
    return {
      passed: right,
      says: right ? 'the Date header is of now' : `the Date header is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} our clock`,
    };
  },
} satisfies Check;
