import type { EventAttributes } from 'ics';
import type { WatchedCertificate, WatchReport } from './watch.dto.js';

/** When a calendar reminds, in days before. */
const REMINDERS = [30, 7, 1];

/**
 * The expiries of everything that is watched as a calendar (RFC 5545), one event for each certificate.
 * @returns text/calendar
 * @throws Error when an event can't be written, which is a defect
 */
export async function calendarOf({ targets, credentials }: WatchReport): Promise<string> {
  const { createEvents } = await import('ics');
  const { error, value } = createEvents(eventsOf(targets, credentials), {
    productId: '-//mtls-doctor//watch//EN',
    calName: 'Certificates',
  });
  if (error || value === null) throw error ?? new Error('no calendar');
  return value;
}

function eventsOf(targets: WatchReport['targets'], credentials: WatchReport['credentials']): EventAttributes[] {
  const places = new Map<string, { certificate: WatchedCertificate; where: string[] }>();
  const note = (certificate: WatchedCertificate, where: string) => {
    const known = places.get(certificate.sha256);
    if (known) known.where.push(where);
    else places.set(certificate.sha256, { certificate, where: [where] });
  };
  for (const { name, certificates } of credentials) for (const certificate of certificates) note(certificate, `credential ${name}`);
  for (const { name, certificates } of targets) for (const certificate of certificates) note(certificate, `server ${name}`);
  return [...places.values()]
    .toSorted((a, b) => (a.certificate.notAfter < b.certificate.notAfter ? -1 : 1))
    .map(({ certificate: { subject, issuer, notAfter, sha256 }, where }) => {
      const end = new Date(notAfter);
      const title = `Certificate expires: ${subject} (${where[0]}${where.length > 1 ? ` and ${where.length - 1} more` : ''})`;
      return {
        // The same certificate is the same event, whenever the calendar is read.
        uid: `${sha256}@mtls-doctor`,
        title,
        description: `${where.join('\n')}\nIssuer: ${issuer}\nSHA-256: ${sha256}`,
        start: [end.getUTCFullYear(), end.getUTCMonth() + 1, end.getUTCDate(), end.getUTCHours(), end.getUTCMinutes()],
        startInputType: 'utc',
        startOutputType: 'utc',
        duration: { minutes: 1 },
        busyStatus: 'FREE',
        transp: 'TRANSPARENT',
        categories: ['mtls-doctor'],
        // In hours: the library writes days in a way that RFC 5545, section 3.3.6, does not know.
        alarms: REMINDERS.map((days) => ({ action: 'display', description: title, trigger: { hours: days * 24, before: true } })),
      };
    });
}
