import { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

/** Makes spans and sends them to the collector that the standard variables name. */
export interface SpanSource {
  /** @param context from `remoteContext` or `childContext` */
  start(name: string, kind: SpanKind, context: Context, began?: number): Span;
  close(): Promise<void>;
}

/**
 * Opens the way to the collector. Everything about it is set by the variables of OpenTelemetry (OTEL_EXPORTER_OTLP_*, OTEL_BSP_*, OTEL_TRACES_SAMPLER,
 * OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME), which its packages read themselves.
 * @param warn is told why spans are not delivered
 */
export function openTracer(warn: (message: string) => void): SpanSource {
  diag.setLogger({ error: warn, warn, info: () => {}, debug: () => {}, verbose: () => {} }, { logLevel: DiagLogLevel.WARN });
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'mtls-doctor' }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
  const tracer = provider.getTracer('mtls-doctor');
  return {
    start: (name, kind, context, began) => tracer.startSpan(name, { kind, ...(began !== undefined && { startTime: began }) }, context),
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** The context of a caller who traces, from the parts of its traceparent; without one a new trace begins. */
export function remoteContext(parent: { traceId: string; spanId: string; flags: number } | undefined): Context {
  return parent
    ? trace.setSpanContext(ROOT_CONTEXT, { traceId: parent.traceId, spanId: parent.spanId, traceFlags: parent.flags, isRemote: true })
    : ROOT_CONTEXT;
}

export const childContext = (span: Span): Context => trace.setSpan(ROOT_CONTEXT, span);

export { SpanKind, SpanStatusCode, type Span };
