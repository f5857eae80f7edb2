import { Gauge, type Registry } from 'prom-client';
import type { ObservedWatch } from '../observed.js';

/**
 * What is watched, as gauges. Every instance shows the same, so that a rule takes the maximum or minimum of them.
 * @returns what to call with each new state
 */
export function measureWatch(registers: Registry[]): (watch: ObservedWatch) => void {
  const works = new Gauge({
    name: 'mtls_doctor_watch_logon_works',
    help: '1: at the last look a logon at the watched target could work; 0: it could not.',
    labelNames: ['target'],
    registers,
  });
  const outcomes = new Gauge({
    name: 'mtls_doctor_watch_outcome',
    help: '1 for what the last look at the watched target came to.',
    labelNames: ['target', 'outcome'],
    registers,
  });
  const looked = new Gauge({
    name: 'mtls_doctor_watch_last_look_timestamp_seconds',
    help: 'When the watched target was looked at last.',
    labelNames: ['target'],
    registers,
  });
  const expiries = new Gauge({
    name: 'mtls_doctor_watch_not_after_timestamp_seconds',
    help: 'When the first certificate of a watched target or of a mounted credential expires.',
    labelNames: ['kind', 'name'],
    registers,
  });
  const usable = new Gauge({
    name: 'mtls_doctor_watch_credential_usable',
    help: '1: the mounted credential can be used; 0: its files are wrong.',
    labelNames: ['credential'],
    registers,
  });
  const expiry = (kind: 'target' | 'credential', name: string, certificates: readonly { notAfter: string }[]) => {
    if (certificates.length > 0) expiries.set({ kind, name }, Math.min(...certificates.map(({ notAfter }) => Date.parse(notAfter))) / 1000);
  };
  return ({ targets, credentials }) => {
    // What is watched no more is shown no more.
    for (const gauge of [works, outcomes, looked, expiries, usable]) gauge.reset();
    for (const target of targets) {
      if (target.works !== undefined) works.set({ target: target.name }, Number(target.works));
      if (target.outcome) outcomes.set({ target: target.name, outcome: target.outcome }, 1);
      if (target.lookedAt) looked.set({ target: target.name }, Date.parse(target.lookedAt) / 1000);
      expiry('target', target.name, target.certificates);
    }
    for (const { name, certificates } of credentials) {
      usable.set({ credential: name }, Number(certificates.length > 0));
      expiry('credential', name, certificates);
    }
  };
}
