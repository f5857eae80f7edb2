import type { Finding } from '../finding.js';

/** The last first. */
const LIMITS = [
  { from: Date.UTC(2029, 2, 15), days: 47 },
  { from: Date.UTC(2027, 2, 15), days: 100 },
  { from: Date.UTC(2026, 2, 15), days: 200 },
  { from: Date.UTC(2020, 8, 1), days: 398 },
];

export default {
  id: 'validity-too-long',
  title: 'It is valid for longer than the public web allows',
  severity: 'warning',
  role: 'leaf',
  purposes: ['server-authentication'],
  remedy: 'Have it issued for at most the time allowed; browsers refuse it otherwise, unless its root was installed by hand.',
  citation: {
    title: 'CA/Browser Forum Baseline Requirements, section 6.3.2',
    url: 'https://cabforum.org/working-groups/server/baseline-requirements/requirements/',
    kind: 'standard',
  },
  find: ({ notBefore, notAfter }) => {
    const days = Math.round((notAfter.at - notBefore.at) / 86_400_000);
    const most = LIMITS.find(({ from }) => notBefore.at >= from)?.days;
    return most !== undefined && days > most
      ? `It is valid for ${days} days; at most ${most} are allowed for its date of issue.`
      : undefined;
  },
} satisfies Finding;
