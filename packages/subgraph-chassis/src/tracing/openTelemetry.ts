import { context, diag, DiagLogLevel, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Logger } from '../logger.ts';
import { describeError } from './describeError.ts';
import type { OpenSpan, SpanAttributes, SpanSettings, TraceHeaders, Tracing } from './tracing.ts';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER };
const sendWithinMs = 2_000;

/** Loaded only where traces were asked for. What OTEL_… variables say of sampling, limits, batches and sending is read by the library itself. */
export function startOpenTelemetry(service: string, logger: Pick<Logger, 'warn'>): Tracing {
  const report = createReport(logger);
  const silent = (): void => undefined;
  diag.setLogger({ error: report, warn: silent, info: silent, debug: silent, verbose: silent }, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
  const named = resourceFromAttributes({ 'service.name': service, 'process.pid': process.pid });
  const provider = new NodeTracerProvider({
    // The environment's name wins over ours.
    resource: named.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  // Without baggage: what a client writes there is no business of the subgraphs.
  provider.register({ propagator: new W3CTraceContextPropagator() });
  const tracer = provider.getTracer('sysops-squad');

  const open = (name: string, { kind, attributes, parent, links, within }: SpanSettings): OpenSpan | undefined => {
    const around = parent ? contextOf(parent) : context.active();
    if (within && !trace.getSpan(around)?.isRecording()) return undefined;
    const span = tracer.startSpan(name, { ...(kind && { kind: kinds[kind] }), attributes: known(attributes ?? {}), links: (links ?? []).flatMap(linkTo) }, around);
    return opened(span, trace.setSpan(around, span));
  };
  const current = (): OpenSpan | undefined => {
    const span = trace.getActiveSpan();
    return span && opened(span, context.active());
  };
  return {
    open,
    current,
    headers: () => headersOf(context.active()),
    ids() {
      const { traceId, spanId } = trace.getSpanContext(context.active()) ?? {};
      return traceId && spanId ? { trace_id: traceId, span_id: spanId } : {};
    },
    async stop() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, sendWithinMs).unref());
      await Promise.race([provider.shutdown().catch((error: Error) => report(error.message)), late]);
      for (const api of [trace, context, propagation]) api.disable();
    },
  };
}

const opened = (span: Span, inside: Context): OpenSpan => ({
  rename: (name) => span.updateName(name),
  set: (attributes) => span.setAttributes(known(attributes)),
  fail(error) {
    const described = describeError(error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: described['error.type'] });
    span.addEvent('exception', known(described));
  },
  headers: () => headersOf(inside),
  run: (work) => context.with(inside, work),
  end: () => span.end(),
});

const contextOf = (headers: TraceHeaders): Context => propagation.extract(ROOT_CONTEXT, headers);

function headersOf(around: Context): TraceHeaders {
  const headers: TraceHeaders = {};
  propagation.inject(around, headers);
  return headers;
}

function linkTo(headers: TraceHeaders) {
  const linked = trace.getSpanContext(contextOf(headers));
  return linked ? [{ context: linked }] : [];
}

const known = (attributes: SpanAttributes): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined));

const sayAgainAfterMs = 60_000;

/** A collector that is down must be noticed, and not once for every batch. */
function createReport(logger: Pick<Logger, 'warn'>): (message: string) => void {
  let said = -Infinity;
  return (message) => {
    if (Date.now() - said < sayAgainAfterMs) return;
    said = Date.now();
    logger.warn({ reason: message.slice(0, 300) }, 'traces cannot be sent');
  };
}
