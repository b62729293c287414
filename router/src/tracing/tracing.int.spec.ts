import { startTracing } from '@sysops-squad/chassis/tracing/tracing';
import { startTraceReceiver, type ReceivedSpan } from '@sysops-squad/chassis/testing/traceReceiver';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter } from '../testing/testRouter.ts';

const parent = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };

test('a request is one span in the client’s trace, with reading, planning and each call to a subgraph within; the second time nothing is read or planned', async () => {
  const receiver = await startTraceReceiver();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  const tracing = await startTracing('router', { warn: () => undefined });
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const router = await startTestRouter(createDesk().subgraphs, { queryTimeoutMs: 20_000, deadlineMs: 25_000 });
  const query = 'query One($id: ID!) { ticket(id: $id) { id title } }';
  const variables = { id: 'secret-id' };
  for (const headers of [parent, {}]) expect((await router.post({ query, variables }, headers)).body.errors).toBeUndefined();
  await router.post({ query: '{ nothing }' });
  await router.stop();
  await tracing.stop();
  await receiver.stop();

  const roots = receiver.spans.filter(({ service, parentSpanId }) => service === 'router' && (!parentSpanId || parentSpanId === 'b'.repeat(16)));
  const [first, second, refused] = ['a'.repeat(32), undefined, 'GRAPHQL_VALIDATION_FAILED'].map((wanted) => roots.find(({ traceId, error }) => (wanted?.startsWith('a') ? traceId === wanted : traceId !== 'a'.repeat(32) && error === wanted))!);
  const within = ({ spanId }: ReceivedSpan): string[] => receiver.spans.filter(({ parentSpanId }) => parentSpanId === spanId).map(({ name }) => name).sort();
  expect(roots).toHaveLength(3);
  expect(first).toMatchObject({ name: 'query One', attributes: { 'graphql.operation.type': 'query', 'http.response.status_code': 200 } });
  expect(within(first!).filter((name) => !name.startsWith('fetch'))).toEqual(['parse', 'plan', 'validate']);
  expect(within(second!).every((name) => name.startsWith('fetch'))).toBe(true);
  expect(within(second!).length).toBeGreaterThan(0);
  expect(refused).toMatchObject({ attributes: { 'graphql.error.codes': 'GRAPHQL_VALIDATION_FAILED', 'http.response.status_code': 400 } });
  // What a subgraph does for it stands below the call to it.
  const served = receiver.traceOf(first!.traceId).filter(({ name }) => name.endsWith(' graphql'));
  expect(served.length).toBeGreaterThan(0);
  expect(served.every(({ parentSpanId }) => receiver.spans.some(({ spanId, name }) => spanId === parentSpanId && name.startsWith('fetch')))).toBe(true);
  expect(receiver.sentText()).not.toContain('secret-id');
}, 60_000);
