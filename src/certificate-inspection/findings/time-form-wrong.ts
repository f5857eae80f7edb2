import type { Finding } from '../finding.js';

export default {
  id: 'time-form-wrong',
  title: 'Its validity is written in the wrong form',
  severity: 'warning',
  role: 'any',
  remedy: 'Have it issued anew: strict programs refuse it.',
  citation: { title: 'RFC 5280, section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5', kind: 'standard' },
  find: ({ notBefore, notAfter }) =>
    notBefore.strict && notAfter.strict
      ? undefined
      : `${notBefore.strict ? 'Its end' : 'Its beginning'} is a ${(notBefore.strict ? notAfter : notBefore).form} in a form that is not allowed (UTCTime with seconds and Z until 2049, GeneralizedTime from 2050).`,
} satisfies Finding;
