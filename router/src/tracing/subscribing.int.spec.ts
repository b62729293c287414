import { startTracing } from '@sysops-squad/chassis/tracing/tracing';
import { startTraceReceiver, type ReceivedSpan, type TraceReceiver } from '@sysops-squad/chassis/testing/traceReceiver';
import { GraphQLError } from 'graphql';
import { SubscriptionRefused } from '../subscriptions/planSubscription.ts';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { traceSubscribing } from './traceSubscribing.ts';

const query = (name: string): string => `subscription ${name}($a: String) { ticketEvents(after: $a) { cursor kind } }`;
const variables = { a: '0' };
const desk = createDesk();
let receiver: TraceReceiver;
let tracing: { stop: () => Promise<void> };
let router: TestRouter;
let socket: ReturnType<typeof liveClient>;
beforeAll(async () => {
  receiver = await startTraceReceiver();
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '20' });
  tracing = await startTracing('router', { warn: () => undefined });
  router = await startTestRouter(desk.subgraphs);
  socket = liveClient(router.wsUrl, undefined);
  desk.log.append({ kind: 'FIRST', ticketId: 'a' });
});
afterAll(async () => {
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  delete process.env['OTEL_BSP_SCHEDULE_DELAY'];
  await socket.dispose();
  await router.stop();
  await tracing.stop();
  await receiver.stop();
});

const named = async (name: string, holds: (span: ReceivedSpan) => boolean = () => true): Promise<ReceivedSpan> => {
  const find = (): ReceivedSpan | undefined => receiver.spans.find((span) => span.name === name && holds(span));
  await until(`the span ${name}`, () => find() !== undefined);
  return find()!;
};
const within = ({ spanId }: ReceivedSpan): string[] => receiver.spans.filter(({ parentSpanId }) => parentSpanId === spanId).map(({ name }) => name).sort();

/** Gives back how to leave; subscribed until then. */
const subscribing: Record<string, (name: string) => Promise<() => void>> = {
  socket: async (name) => socket.subscribe(query(name), variables).stop,
  'event stream': (name) => stream('text/event-stream', name),
  multipart: (name) => stream('multipart/mixed;subscriptionSpec=1.0,application/json', name),
};
async function stream(accept: string, name: string): Promise<() => void> {
  const leave = new AbortController();
  await fetch(router.url, { method: 'POST', headers: { accept, 'content-type': 'application/json' }, body: JSON.stringify({ query: query(name), variables }), signal: leave.signal });
  return () => leave.abort();
}

test.each(Object.keys(subscribing))('%s: subscribing is a span that ends while the stream goes on, and what is pushed links to it', async (transport) => {
  const name = transport.replace(' ', '');
  const leave = await subscribing[transport]!(name);
  const asker = await named(`subscription ${name}`);
  const subscribe = await named('subscribe ticketEvents', ({ parentSpanId }) => parentSpanId === asker.spanId);
  expect(desk.log.readers()).toBe(1);
  expect(asker).toMatchObject({ parentSpanId: undefined, error: undefined, attributes: { 'graphql.operation.type': 'subscription', 'graphql.operation.name': name } });
  expect([subscribe.error, within(subscribe)]).toEqual([undefined, ['open tickets', 'plan']]);
  const push = await named('push ticketEvents', ({ links }) => links.includes(asker.traceId));
  expect(push.traceId).not.toBe(asker.traceId);
  leave();
  await until('nobody is subscribed', () => desk.log.readers() === 0);
});

test('what the router refuses is a span that failed, with the code and without what was typed', async () => {
  const refused = socket.subscribe('subscription Wrong { ticketEvents { colour } }');
  await refused.ended();
  const subscribe = await named('subscribe', ({ error }) => error === 'GRAPHQL_VALIDATION_FAILED');
  const message = await named('graphql message', ({ spanId }) => spanId === subscribe.parentSpanId);
  expect(message).toMatchObject({ error: 'GRAPHQL_VALIDATION_FAILED', attributes: { 'graphql.error.codes': 'GRAPHQL_VALIDATION_FAILED' } });
  expect(receiver.sentText()).not.toContain('colour');
});

test('asking again after a break is a trace of its own, which links to the subscribing', async () => {
  const followed = socket.subscribe(query('Broken'), variables);
  await followed.atLeast(1);
  const { traceId } = await named('subscription Broken');
  const { port } = router.subgraph('tickets');
  await router.subgraph('tickets').stop();
  await router.startSubgraph('tickets', port);
  const again = await named('open tickets', ({ links, error }) => links.includes(traceId) && error === undefined);
  expect([again.parentSpanId, again.traceId === traceId]).toEqual([undefined, false]);
  followed.stop();
});

test('a subgraph that is away: each attempt failed, and subscribing goes on until one could ask', async () => {
  const { port } = router.subgraph('tickets');
  await router.subgraph('tickets').stop();
  const followed = socket.subscribe(query('Away'), variables);
  const failed = await named('open tickets', ({ error, parentSpanId }) => error === 'UNREACHABLE' && parentSpanId !== undefined);
  expect(receiver.spans.some(({ spanId }) => spanId === failed.parentSpanId)).toBe(false);
  await router.startSubgraph('tickets', port);
  await followed.atLeast(1);
  expect(await named('subscribe ticketEvents', ({ spanId }) => spanId === failed.parentSpanId)).toMatchObject({ error: undefined });
  followed.stop();
});

test('what the subgraph refuses after it was asked is a failed span in the same trace', async () => {
  const traced = traceSubscribing()!;
  traced.asking('elsewhere').sent();
  const refusal = new SubscriptionRefused([new GraphQLError('quotes what was typed', { extensions: { code: 'FORBIDDEN' } })]);
  const refusing = async function* (): AsyncGenerator<never, void, void> {
    throw refusal;
  };
  await expect(traced.follow(refusing()).next()).rejects.toBe(refusal);
  const { traceId } = await named('open elsewhere');
  expect(await named('refused', (span) => span.traceId === traceId)).toMatchObject({ error: 'FORBIDDEN' });
  expect(receiver.sentText()).not.toContain('quotes');
});
