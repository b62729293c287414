import { newMetrics } from '@sysops-squad/chassis/metrics/metrics';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';

const desk = createDesk();
const metrics = newMetrics();
let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter(desk.subgraphs, {}, metrics);
});
afterAll(() => router.stop());

const read = async (): Promise<Map<string, number>> => {
  const text = await (await fetch(`${router.origin}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
};

test('requests by type of operation and outcome; calls by subgraph and outcome', async () => {
  await router.query('{ ticket(id: "a") { title customer { name } } }');
  await router.query('{ broken }');
  await router.query('{ refused(code: "FORBIDDEN") }');
  await router.query('{ refused(code: "MADE_UP_BY_A_SUBGRAPH") }');
  await router.query('mutation { rename(id: "a", title: "New") { title } }');
  await router.query('{ nothing }');
  await router.query('{ {');
  await router.query('{ __typename }', {}, 'no token');
  const { port } = router.subgraph('people');
  await router.subgraph('people').stop();
  await router.query('{ customer(id: "x") { name } }');
  await router.startSubgraph('people', port);
  const values = await read();
  const of = (name: string) => Object.fromEntries([...values].filter(([key]) => key.startsWith(name)));
  expect(of('router_requests_total')).toEqual({
    'router_requests_total{type="query",outcome="OK"}': 1,
    'router_requests_total{type="query",outcome="INTERNAL"}': 2,
    'router_requests_total{type="query",outcome="FORBIDDEN"}': 1,
    'router_requests_total{type="mutation",outcome="OK"}': 1,
    'router_requests_total{type="query",outcome="UNAVAILABLE"}': 1,
    'router_requests_total{type="none",outcome="UNAUTHENTICATED"}': 1,
    'router_requests_total{type="none",outcome="GRAPHQL_PARSE_FAILED"}': 1,
    'router_requests_total{type="none",outcome="GRAPHQL_VALIDATION_FAILED"}': 1,
  });
  expect(of('router_subgraph_calls_total')).toEqual({
    'router_subgraph_calls_total{subgraph="tickets",outcome="answered"}': 5,
    'router_subgraph_calls_total{subgraph="people",outcome="answered"}': 1,
    'router_subgraph_calls_total{subgraph="people",outcome="failed"}': 1,
  });
  expect(values.get('router_request_duration_seconds_count{type="query"}')).toBe(5);
  expect(values.get('router_subgraph_call_duration_seconds_count{subgraph="tickets"}')).toBe(5);
  expect(of('router_subgraph_breaker_state')).toEqual({ 'router_subgraph_breaker_state{subgraph="tickets"}': 0, 'router_subgraph_breaker_state{subgraph="people"}': 0 });
  expect(of('router_shed_requests_total')).toEqual(Object.fromEntries(['read', 'change', 'ticket'].map((importance) => [`router_shed_requests_total{importance="${importance}"}`, 0])));
});

test('sockets and subscriptions as long as they are open', async () => {
  const client = liveClient(router.wsUrl, undefined);
  const { stop } = client.subscribe('subscription { ticketEvents { kind } }');
  const counted = (sockets: number, subscriptions: number) =>
    until(`${sockets} sockets, ${subscriptions} subscriptions`, async () => {
      const values = await read();
      return values.get('router_sockets') === sockets && values.get('router_subscriptions') === subscriptions;
    });
  await counted(1, 1);
  stop();
  await client.dispose();
  await counted(0, 0);
});

test('names are as Prometheus wants them', async () => {
  for (const { name, type } of await metrics.registry.getMetricsAsJSON()) {
    expect(name).toMatch(/^[a-z][a-z_]*$/);
    expect(name.endsWith('_total')).toBe(String(type) === 'counter');
    if (String(type) === 'histogram') expect(name).toMatch(/_seconds$/);
  }
});
