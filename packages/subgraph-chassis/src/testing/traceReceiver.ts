import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type ReceivedSpan = {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  attributes: Record<string, unknown>;
  /** Set when it failed. */
  error: string | undefined;
  links: string[];
};

type Value = Record<string, unknown>;
type Attribute = { key: string; value: Value };
type Sent = { traceId: string; spanId: string; parentSpanId?: string; name: string; attributes?: Attribute[]; status?: { code?: number; message?: string }; links?: { traceId: string }[] };
type Body = { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Sent[] }[] }[] };

/** Takes in what OpenTelemetry's exporters send, as JSON over HTTP, and keeps it. */
export async function startTraceReceiver() {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      for (const { resource, scopeSpans } of (JSON.parse(body) as Body).resourceSpans) {
        const service = String(plain(resource.attributes)['service.name']);
        spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => received(service, span))));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    traceOf: (traceId: string): ReceivedSpan[] => spans.filter((span) => span.traceId === traceId),
    /** Everything that was ever sent, for what must not be in it. */
    sentText: (): string => bodies.join('\n'),
    stop: () => new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}
export type TraceReceiver = Awaited<ReturnType<typeof startTraceReceiver>>;

const plain = (attributes: Attribute[] = []): Record<string, unknown> => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const received = (service: string, { traceId, spanId, parentSpanId, name, attributes, status, links = [] }: Sent): ReceivedSpan => ({
  service, name, traceId, spanId, parentSpanId: parentSpanId || undefined, attributes: plain(attributes), error: status?.code === 2 ? (status.message ?? '') : undefined, links: links.map((link) => link.traceId),
});
