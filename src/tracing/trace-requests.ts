import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Config } from '../config.js';
import { traceOf, traceparentOf } from '../http/request-identity.js';
import { openings, probes, type ObservedProbe } from '../observed.js';
import type { Span } from './open-tracer.js';

/** Asked every few seconds by the platform; their spans would bury the others. */
const NOT_TRACED = /^\/(?:health|metrics)/;

/** A warning of the exporter may repeat what a collector answered. */
const LONGEST_WARNING = 300;

/**
 * Makes a span for every request, with route and status and nothing of its contents, and spans below it for the phases of looks at servers and for
 * opening key stores. Where no collector is configured nothing is loaded and no hook is set.
 * @param app the application, before it listens
 */
export async function traceRequests(app: NestFastifyApplication, { otlpEndpoint }: Config): Promise<void> {
  if (!otlpEndpoint) return;
  const { openTracer, remoteContext, childContext, SpanKind, SpanStatusCode } = await import('./open-tracer.js');
  const logger = new Logger('Traces');
  const source = openTracer((message) => logger.warn(`Traces are not delivered: ${message.slice(0, LONGEST_WARNING)}`));
  const current = new AsyncLocalStorage<Span>();
  const spans = new WeakMap<FastifyRequest, Span>();
  const fastify = app.getHttpAdapter().getInstance();

  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, routeOptions, headers } = request;
    if (NOT_TRACED.test(routeOptions.url ?? '')) return done();
    const route = routeOptions.url ?? 'none';
    const span = source.start(`${method} ${route}`, SpanKind.SERVER, remoteContext(traceOf(headers['traceparent'])));
    span.setAttributes({ 'http.request.method': method, 'http.route': route, 'mtls_doctor.request_id': request.id });
    const { traceId, spanId, traceFlags } = span.spanContext();
    void reply.header('traceparent', traceparentOf(traceId, spanId, traceFlags));
    spans.set(request, span);
    current.run(span, done);
  });
  // Reading the body goes on in the context of the connection.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) current.run(span, done);
    else done();
  });
  const end = (request: FastifyRequest, status?: number) => {
    const span = spans.get(request);
    if (!span?.isRecording()) return;
    if (status !== undefined) span.setAttribute('http.response.status_code', status);
    else span.setAttribute('error.type', 'aborted');
    if (status !== undefined && status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
  fastify.addHook('onResponse', (request, reply, done) => {
    end(request, reply.statusCode);
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    end(request);
    done();
  });

  const child = (parent: Span, name: string, began: number, milliseconds: number, attributes: Record<string, string | boolean>): Span => {
    const span = source.start(name, SpanKind.CLIENT, childContext(parent), began);
    span.setAttributes(attributes);
    span.end(began + milliseconds);
    return span;
  };
  const lookSpan = (parent: Span, { outcome, cached, began, phases }: ObservedProbe) => {
    if (cached) return parent.addEvent('kept look', { 'mtls_doctor.outcome': outcome });
    const whole = phases.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const look = child(parent, 'look at a server', began, whole, { 'mtls_doctor.outcome': outcome });
    // Phases follow one another; where each began is told by those before it.
    let at = began;
    for (const { name, milliseconds, code } of phases) {
      child(look, name, at, milliseconds, code === undefined ? {} : { 'error.type': code });
      at += milliseconds;
    }
  };
  const stops = [
    probes.listen((probe) => {
      const parent = current.getStore();
      if (parent) lookSpan(parent, probe);
    }),
    openings.listen(({ kind, milliseconds, opened }) => {
      const parent = current.getStore();
      if (parent)
        child(parent, 'open key store', Date.now() - milliseconds, milliseconds, {
          'mtls_doctor.kind': kind,
          'mtls_doctor.opened': opened,
        });
    }),
  ];
  fastify.addHook('onClose', async () => {
    for (const stop of stops) stop();
    await source.close();
  });
}
