import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { diagnoses, openings, probes, refusals, watches } from '../observed.js';
import { RedisService } from '../redis/redis.service.js';
import { measureWatch } from './measure-watch.js';

/** From what a cached answer takes to the longest look at a server, in seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What Prometheus reads. Labels come from our own tables, never from what a caller sends, so that their number is bounded. */
@Injectable()
export class MetricsService implements OnModuleInit, OnModuleDestroy {
  private readonly registry = new Registry();
  private readonly stops: (() => void)[] = [];
  private readonly registers = [this.registry];

  private readonly requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: this.registers,
  });
  private readonly durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its reply.',
    labelNames: ['method', 'route'],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly inFlight = new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that are being served.',
    registers: this.registers,
  });
  private readonly verdicts = new Counter({
    name: 'mtls_doctor_diagnoses_total',
    help: 'Diagnoses by verdict.',
    labelNames: ['verdict'],
    registers: this.registers,
  });
  private readonly causes = new Counter({
    name: 'mtls_doctor_causes_total',
    help: 'Diagnoses by the cause named first.',
    labelNames: ['cause'],
    registers: this.registers,
  });
  private readonly refused = new Counter({
    name: 'mtls_doctor_refusals_total',
    help: 'Requests refused, by error code.',
    labelNames: ['error_code'],
    registers: this.registers,
  });
  private readonly looks = new Counter({
    name: 'mtls_doctor_probes_total',
    help: 'Looks at servers by outcome.',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  private readonly cache = new Counter({
    name: 'mtls_doctor_cache_requests_total',
    help: 'Looks asked for, by whether one was remembered.',
    labelNames: ['result'],
    registers: this.registers,
  });
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
        this.verdicts.inc({ verdict });
        if (cause) this.causes.inc({ cause });
      }),
      openings.listen(({ kind, milliseconds, opened }) => this.containers.observe({ kind, opened: String(opened) }, milliseconds / 1000)),
      watches.listen(measureWatch(this.registers)),
      refusals.listen(({ errorCode }) => this.refused.inc({ error_code: errorCode })),
      probes.listen(({ outcome, cached, phases }) => {
        this.looks.inc({ outcome });
        this.cache.inc({ result: cached ? 'hit' : 'miss' });
        for (const { name, milliseconds } of phases) this.phases.observe({ phase: name }, milliseconds / 1000);
      }),
    );
  }

  /** A request has arrived. */
  arrived(): void {
    this.inFlight.inc();
  }

  /** Its reply has gone, or the caller has. */
  left({ method, routeOptions: { url } }: FastifyRequest, status: number, milliseconds: number): void {
    // A path without an operation is one label, whatever was asked for.
    const labels = { method: url ? method : 'any', route: url ?? 'none' };
    this.inFlight.dec();
    this.requests.inc({ ...labels, status });
    this.durations.observe(labels, milliseconds / 1000);
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
