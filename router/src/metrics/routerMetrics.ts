import { durationBuckets, type Metrics } from '@sysops-squad/chassis/metrics/metrics';
import { Counter, Gauge, Histogram } from 'prom-client';
import { importances, type Importance } from '../overload/importance.ts';
import type { Load } from '../overload/load.ts';
import type { BreakerState } from '../subgraphs/breaker.ts';
import type { CallOutcome } from '../subgraphs/guard.ts';
import type { SubgraphState } from '../subgraphs/subgraphClient.ts';

/** What is looked at when somebody asks, and costs nothing until then. */
export type Sources = {
  load: () => Load;
  shed: () => Readonly<Record<Importance, number>>;
  subgraphs: () => readonly (SubgraphState & { subgraph: string })[];
  /** Absent: nothing is kept. */
  cacheBytes?: (() => number) | undefined;
  live: () => { sockets: number; subscriptions: number; streams: number };
};
export type RouterMetrics = ReturnType<typeof createRouterMetrics>;

const stateNumber: Record<BreakerState, number> = { closed: 0, trying: 1, open: 2 };

export function createRouterMetrics({ registry }: Metrics) {
  const registers = [registry];
  const requests = new Counter({ name: 'router_requests_total', help: 'GraphQL requests by type of operation and outcome: OK, or the code of the first error', labelNames: ['type', 'outcome'], registers });
  const requestDuration = new Histogram({ name: 'router_request_duration_seconds', help: 'From the operation being read to its answer', labelNames: ['type'], buckets: durationBuckets, registers });
  const shared = new Counter({ name: 'router_shared_queries_total', help: 'Queries answered together with an equal one of the same caller, whose execution was waiting to begin, or under way', labelNames: ['execution'], registers });
  const calls = new Counter({
    name: 'router_subgraph_calls_total',
    help: 'Calls to subgraphs by outcome: answered, failed, silent (timed out), left (the request was over), spared (not sent)',
    labelNames: ['subgraph', 'outcome'],
    registers,
  });
  const callDuration = new Histogram({ name: 'router_subgraph_call_duration_seconds', help: 'Calls that were sent, retries included', labelNames: ['subgraph'], buckets: durationBuckets, registers });
  const lookups = new Counter({ name: 'router_cache_lookups_total', help: 'Fetches and entities that were looked for in the cache: hit, or miss', labelNames: ['subgraph', 'outcome'], registers });
  return {
    onRequest(type: string, outcome: string, seconds: number): void {
      requests.inc({ type, outcome });
      requestDuration.observe({ type }, seconds);
    },
    onRefused: (outcome: string): void => requests.inc({ type: 'none', outcome }),
    onShared: (execution: 'waiting' | 'under way'): void => shared.inc({ execution }),
    onCall(subgraph: string, outcome: CallOutcome, durationMs: number): void {
      calls.inc({ subgraph, outcome });
      if (outcome !== 'spared') callDuration.observe({ subgraph }, durationMs / 1_000);
    },
    onCacheLookup(subgraph: string, hits: number, misses: number): void {
      if (hits > 0) lookups.inc({ subgraph, outcome: 'hit' }, hits);
      if (misses > 0) lookups.inc({ subgraph, outcome: 'miss' }, misses);
    },
    watch: (sources: Sources): void => watch(registers, sources),
  };
}

function watch(registers: Metrics['registry'][], { load, shed, subgraphs, cacheBytes, live }: Sources): void {
  const gauge = (name: string, help: string, value: () => number) => new Gauge({ name, help, registers, collect() { this.set(value()); } });
  gauge('router_requests_in_flight', 'GraphQL requests under way', () => load().inFlight);
  gauge('router_load_delay_seconds', 'Smoothed delay of the event loop, by which requests are refused', () => load().delayMs / 1_000);
  if (cacheBytes) gauge('router_cache_bytes', 'What the cache holds in the memory of this process, as an upper bound; 0 with Redis', cacheBytes);
  gauge('router_sockets', 'Open WebSockets of clients', () => live().sockets);
  gauge('router_subscriptions', 'Open subscriptions on WebSockets', () => live().subscriptions);
  gauge('router_streams', 'Open subscriptions over HTTP', () => live().streams);

  const bySubgraph = (name: string, help: string, value: (state: SubgraphState) => number) =>
    new Gauge({ name, help, labelNames: ['subgraph'], registers, collect() {
      this.reset();
      for (const { subgraph, ...state } of subgraphs()) this.set({ subgraph }, value(state));
    } });
  bySubgraph('router_subgraph_breaker_state', 'Of the instance that does best. 0: asked, 1: some calls try whether it is back, 2: not asked', ({ breaker }) => stateNumber[breaker]);
  bySubgraph('router_subgraph_calls_in_flight', 'Calls under way', ({ inside }) => inside);
  bySubgraph('router_subgraph_instances_ready', 'Instances that are asked', ({ ready }) => ready);
  bySubgraph('router_subgraph_instances_left_out', 'Instances that are not asked: not ready, or without an answer lately', ({ leftOut }) => leftOut);
  bySubgraph('router_subgraph_calls_waiting', 'Calls that wait for a place', ({ waiting }) => waiting);

  new Counter({ name: 'router_shed_requests_total', help: 'Requests refused because there was too much to do, by what they asked for', labelNames: ['importance'], registers, collect() {
    this.reset();
    for (const importance of importances) this.inc({ importance }, shed()[importance]);
  } });
}
