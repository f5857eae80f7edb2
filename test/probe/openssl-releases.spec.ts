import { readFileSync, readdirSync } from 'node:fs';
import { judge } from '../../src/connectivity-probe/judging/verdict.js';
import { readTranscript } from '../../src/connectivity-probe/transcripts/read-transcript.js';

const FOLDER = 'test/probe/openssl';
const AUTHORITIES = ['CN=Test Root A,O=mtls-doctor tests,C=DE', 'CN=Test Root C,O=mtls-doctor tests,C=DE'];

/** What each recording shows, whichever release made it; without -msg s_client does not say whether it sent a certificate. */
const CASES: Readonly<Record<string, object>> = {
  'none-13': { outcome: 'refused', alert: 'certificate_required', authorities: AUTHORITIES },
  'untrusted-13-msg': { outcome: 'refused', sent: true, alert: 'unknown_ca', authorities: AUTHORITIES, version: 'TLSv1.3', chain: 2 },
  'expired-12': { alert: 'certificate_expired' },
  'nginx-none-13': { outcome: 'refused', http: 400, authorities: AUTHORITIES, version: 'TLSv1.3' },
  'good-12-msg': { outcome: 'accepted', sent: true, http: 200, authorities: AUTHORITIES, version: 'TLSv1.2' },
  'expired-12-trace': { outcome: 'refused', sent: true, alert: 'certificate_expired', authorities: AUTHORITIES, version: 'TLSv1.2' },
};

const recordings = readdirSync(FOLDER).filter((file) => file.endsWith('.txt'));

it.each(recordings)('reads %s', (file) => {
  const name = file.replace(/^[^-]+-|\.txt$/g, '');
  const notes = readTranscript(readFileSync(`${FOLDER}/${file}`, 'utf8'));
  const { observation, steps } = notes ?? {};
  const [connection] = observation?.connections ?? [];
  const { outcome, sent, refusal } = observation ? judge(observation) : {};
  const requests = observation?.connections.flatMap((one) => one.requests) ?? [];
  expect(CASES, 'a recording that is not expected').toHaveProperty([name]);
  expect({
    outcome,
    sent,
    alert: refusal?.alert?.name,
    http: connection?.http?.status,
    authorities: requests[0]?.authorities,
    version: connection?.version,
    chain: connection?.chain.length,
  }).toMatchObject(CASES[name] ?? {});
  expect(steps?.length).toBeGreaterThan(0);
});

it('takes certificates that -trace shows of the client for none of the server', () => {
  const notes = readTranscript(readFileSync(`${FOLDER}/3.5.9-expired-12-trace.txt`, 'utf8'));
  expect(notes?.observation.connections[0]?.chain.length).toBe(2);
});
