import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { diagnoses, openings, probes, queues, refusals, watches } from '../observed.js';
import { RedisService } from '../redis/redis.service.js';
import { measureWatch } from './measure-watch.js';
import { RequestTally, SECONDS } from './request-tally.js';
import { Tally } from './tally.js';

/** What Prometheus reads. Labels come from our own tables, never from what a caller sends, so that their number is bounded. */
@Injectable()
export class MetricsService implements OnModuleInit, OnModuleDestroy {
  private readonly registry = new Registry();
  private readonly stops: (() => void)[] = [];
  private readonly registers = [this.registry];

  /** Requests by route and status, and how long they took. */
  readonly requests = new RequestTally(this.registry);
  private readonly verdicts = new Tally(this.registry, 'mtls_doctor_diagnoses_total', 'Diagnoses by verdict.', 'verdict');
  private readonly causes = new Tally(this.registry, 'mtls_doctor_causes_total', 'Diagnoses by the cause named first.', 'cause');
  private readonly refused = new Tally(this.registry, 'mtls_doctor_refusals_total', 'Requests refused, by error code.', 'error_code');
  private readonly looks = new Tally(this.registry, 'mtls_doctor_probes_total', 'Looks at servers by outcome.', 'outcome');
  private readonly cache = new Tally(
    this.registry,
    'mtls_doctor_cache_requests_total',
    'Looks asked for, by whether one was remembered.',
    'result',
  );
  private readonly phases = new Histogram({
    name: 'mtls_doctor_probe_phase_seconds',
    help: 'Time that each phase of a look took.',
    labelNames: ['phase'],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly containers = new Histogram({
    name: 'mtls_doctor_key_store_opening_seconds',
    help: 'Time that opening a key store took, waiting included, by kind and whether it opened.',
    labelNames: ['kind', 'opened'],
    buckets: SECONDS,
    registers: this.registers,
  });

  private readonly running = new Gauge({
    name: 'mtls_doctor_queue_running',
    help: 'What a queue of this process is at work on: looks at servers, key stores.',
    labelNames: ['queue'],
    registers: this.registers,
  });
  private readonly waiting = new Gauge({
    name: 'mtls_doctor_queue_waiting',
    help: 'What waits in a queue of this process.',
    labelNames: ['queue'],
    registers: this.registers,
  });

  constructor(private readonly redis: RedisService) {}

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.registry });
    const redis = this.redis;
    const up = new Gauge({
      name: 'mtls_doctor_redis_up',
      help: '1: Redis answers; 0: it is configured and does not; absent: it is not configured.',
      registers: this.registers,
      collect: async () => {
        const state = await redis.state();
        if (state === 'not-configured') up.remove();
        else up.set(state === 'up' ? 1 : 0);
      },
    });
    this.stops.push(
      diagnoses.listen(({ verdict, cause }) => {
        this.verdicts.add(verdict);
        if (cause) this.causes.add(cause);
      }),
      openings.listen(({ kind, milliseconds, opened }) => this.containers.observe({ kind, opened: String(opened) }, milliseconds / 1000)),
      queues.listen(({ queue, running, waiting }) => {
        this.running.set({ queue }, running);
        this.waiting.set({ queue }, waiting);
      }),
      watches.listen(measureWatch(this.registers)),
      refusals.listen(({ errorCode, unrouted }) => {
        this.refused.add(errorCode);
        if (unrouted) this.requests.unrouted(503);
      }),
      probes.listen(({ outcome, cached, phases }) => {
        this.looks.add(outcome);
        this.cache.add(cached ? 'hit' : 'miss');
        for (const { name, milliseconds } of phases) this.phases.observe({ phase: name }, milliseconds / 1000);
      }),
    );
  }

  /** @returns everything, in the text format of Prometheus */
  async text(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.registry.contentType, body: await this.registry.metrics() };
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
    this.registry.clear();
  }
}
