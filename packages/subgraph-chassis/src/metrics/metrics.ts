import { collectDefaultMetrics, Registry } from 'prom-client';
import { z } from 'zod';
import { optional, readEnvironment, secret } from '../environment.ts';

export type Metrics = {
  registry: Registry;
  /** Whoever sends it as a bearer token may read them from another machine. */
  token: string | undefined;
};

export const newMetrics = (token?: string): Metrics => ({ registry: new Registry(), token });

const shape = {
  METRICS: z.preprocess((value) => value || undefined, z.enum(['on', 'off'], { error: 'must be on or off' }).default('on')),
  METRICS_TOKEN: optional(secret),
};
let ofProcess: Metrics | null | undefined;

/** METRICS=off: undefined, and nothing is counted. None in tests unless asked for. */
export function processMetrics(): Metrics | undefined {
  ofProcess ??= process.env['JEST_WORKER_ID'] ? null : asAskedFor();
  return ofProcess ?? undefined;
}

function asAskedFor(): Metrics | null {
  const { METRICS, METRICS_TOKEN } = readEnvironment(shape);
  return METRICS === 'off' ? null : withDefaults(METRICS_TOKEN);
}

/** Memory, CPU, garbage collection and delay of the event loop, under the names that every Node dashboard knows. */
function withDefaults(token: string | undefined): Metrics {
  const metrics = newMetrics(token);
  collectDefaultMetrics({ register: metrics.registry });
  return metrics;
}

/** Seconds, for whatever a person waits for. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8];
