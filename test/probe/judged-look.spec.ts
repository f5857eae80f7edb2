import { JudgedLook } from '../../src/connectivity-probe/judged-look.js';
import type { ProbeReport } from '../../src/connectivity-probe/probe-report.dto.js';

it('writes what JSON.stringify writes, for everybody who shares the look', () => {
  const report = { outcome: 'refused', summary: 'Müller & Söhne "\u2028"', checks: [] } as unknown as ProbeReport;
  const judged = new JudgedLook(report);
  for (const sharing of [
    { cache: { hit: false, age: 0, ttl: 60 } },
    { cache: { hit: true, age: 1, ttl: 60 } },
    { cache: { hit: true, age: 1, ttl: 60 } },
    { cache: { hit: true, age: 1, ttl: 60 }, degraded: true },
  ])
    expect(judged.with(JSON.stringify(sharing)).toString()).toBe(JSON.stringify({ ...report, ...sharing }));
});
