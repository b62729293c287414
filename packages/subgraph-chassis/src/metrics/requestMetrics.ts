import { Counter, Histogram } from 'prom-client';
import { durationBuckets, type Metrics } from './metrics.ts';

export type Outcome = 'answered' | 'errors' | 'refused';
export type ObserveRequest = (outcome: Outcome, seconds: number) => void;

/** What the router asks of a subgraph. */
export function requestMetrics({ registry }: Metrics): ObserveRequest {
  const registers = [registry];
  const requests = new Counter({ name: 'subgraph_requests_total', help: 'Requests of the router, by how they ended: answered, with errors, or refused', labelNames: ['outcome'], registers });
  const duration = new Histogram({ name: 'subgraph_request_duration_seconds', help: 'From the request being read to its answer', buckets: durationBuckets, registers });
  return (outcome, seconds) => {
    requests.inc({ outcome });
    duration.observe(seconds);
  };
}
