import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { optional, readEnvironment } from '../environment.ts';
import type { Logger } from '../logger.ts';

/** Where in a trace somebody is, as W3C's headers say it. */
export type TraceHeaders = { traceparent?: string | undefined; tracestate?: string | undefined };
/** Never what somebody typed or owns: no variable, no message of an error, no header, no value of a statement. */
export type SpanAttributes = Record<string, string | number | boolean | undefined>;

export type SpanSettings = {
  kind?: 'server' | 'client' | 'producer' | 'consumer';
  attributes?: SpanAttributes;
  /** What this goes on from, when that is not what this process is doing just now; without a trace in it, a new one begins. */
  parent?: TraceHeaders;
  /** What else led to it. */
  links?: readonly TraceHeaders[];
  /** None where no trace is under way. */
  within?: boolean;
};

export type OpenSpan = {
  rename: (name: string) => void;
  set: (attributes: SpanAttributes) => void;
  /** Its kind and its code; the log line under the same trace has the message. */
  fail: (error: unknown) => void;
  headers: () => TraceHeaders;
  /** What is done in `work`, and in what that begins, belongs to this span. */
  run: <T>(work: () => T) => T;
  end: () => void;
};

export type Tracing = {
  open: (name: string, settings: SpanSettings) => OpenSpan | undefined;
  current: () => OpenSpan | undefined;
  headers: () => TraceHeaders;
  ids: () => { trace_id?: string; span_id?: string };
  /** Sends what was not sent yet. */
  stop: () => Promise<void>;
};

/** Undefined: nobody asked for traces. Every function below is then one look at this. */
let tracing: Tracing | undefined;

export const isTracing = (): boolean => tracing !== undefined;
/** To be sent along with a request; empty when nothing is traced. */
export const traceHeaders = (): TraceHeaders => tracing?.headers() ?? {};
/** To be stored with what somebody else will go on with; null when nothing is traced. */
export const traceparent = (): string | null => tracing?.headers().traceparent ?? null;
/** For a log line. */
export const traceIds = (): { trace_id?: string; span_id?: string } => tracing?.ids() ?? {};
export const traceHeadersIn = ({ traceparent: parent, tracestate }: IncomingHttpHeaders): TraceHeaders => ({ traceparent: parent as string | undefined, tracestate: tracestate as string | undefined });

/** What is being done just now, to say more of it; whoever opened it ends it. */
export const currentSpan = (): OpenSpan | undefined => tracing?.current();

/** To be ended by whoever opens it; undefined when nothing is traced. */
export const openSpan = (name: string, settings: SpanSettings = {}): OpenSpan | undefined => tracing?.open(name, settings);

/** The work as a span of the trace under way, with what it throws or rejects with. */
export function inSpan<T>(name: string, settings: SpanSettings, work: (span: OpenSpan | undefined) => T): T {
  const span = tracing?.open(name, settings);
  return span ? untilDone(span, () => work(span)) : work(undefined);
}

function untilDone<T>(span: OpenSpan, work: () => T): T {
  const failed = (error: unknown): never => {
    span.fail(error);
    span.end();
    throw error;
  };
  let result: T;
  try {
    result = span.run(work);
  } catch (error) {
    return failed(error);
  }
  if (isPromise(result)) return result.then((value) => (span.end(), value), failed) as T;
  span.end();
  return result;
}

const isPromise = (value: unknown): value is PromiseLike<unknown> => typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';

const shape = {
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.string()),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional(z.string()),
  OTEL_EXPORTER_OTLP_PROTOCOL: optional(z.enum(['http/json', 'http/protobuf'], { error: 'must be http/json, which is what is sent: gRPC is not spoken here' })),
  OTEL_SDK_DISABLED: optional(z.string()),
  OTEL_TRACES_EXPORTER: optional(z.string()),
};

/** Traces what this process does when an endpoint is configured; else not even the library for it is loaded. */
export async function startTracing(service: string, logger: Pick<Logger, 'warn'>): Promise<{ stop: () => Promise<void> }> {
  const environment = readEnvironment(shape);
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint || environment.OTEL_SDK_DISABLED === 'true' || environment.OTEL_TRACES_EXPORTER === 'none') return { stop: async () => undefined };
  const { startOpenTelemetry } = await import('./openTelemetry.ts');
  const started = startOpenTelemetry(service, logger);
  tracing = started;
  return {
    async stop() {
      tracing = undefined;
      await started.stop();
    },
  };
}
