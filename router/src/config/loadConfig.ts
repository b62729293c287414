import { resolve } from 'node:path';
import type { HeaderRules } from '../headers/headerRules.ts';
import type { SubgraphErrorRules } from '../operations/subgraphErrorRules.ts';
import { asEnvironment } from './asEnvironment.ts';
import type { RouterConfig } from './configSchema.ts';
import { ConfigRefused, readConfigFile } from './readConfig.ts';

export type SubgraphTraffic = { queryTimeoutMs?: number; mutationTimeoutMs?: number; parallelCalls?: number };

/** What only the file can say. */
export type FromConfig = {
  headers?: HeaderRules | undefined;
  subgraphErrors?: SubgraphErrorRules | undefined;
  /** What is otherwise for one subgraph. */
  subgraphTraffic?: Readonly<Record<string, SubgraphTraffic>> | undefined;
};

/** Fills in what the environment leaves open. A file that is wrong is a line for each mistake, and exit 1. */
export function loadConfig(file: string | undefined, environment: NodeJS.ProcessEnv): FromConfig {
  if (!file) return {};
  const config = readOrExit(resolve(file), environment);
  for (const [name, value] of Object.entries(asEnvironment(config, resolve(file)))) environment[name] ||= value;
  return { headers: config.headers, subgraphErrors: config.errors, subgraphTraffic: trafficBySubgraph(config) };
}

function trafficBySubgraph({ traffic }: RouterConfig): FromConfig['subgraphTraffic'] {
  return traffic?.subgraphs && Object.fromEntries(Object.entries(traffic.subgraphs).map(([name, { query_timeout_ms, mutation_timeout_ms, parallel_calls }]) => [name, {
    ...(query_timeout_ms !== undefined && { queryTimeoutMs: query_timeout_ms }),
    ...(mutation_timeout_ms !== undefined && { mutationTimeoutMs: mutation_timeout_ms }),
    ...(parallel_calls !== undefined && { parallelCalls: parallel_calls }),
  }]));
}

function readOrExit(file: string, environment: NodeJS.ProcessEnv): RouterConfig {
  try {
    return readConfigFile(file, environment);
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    for (const mistake of error.mistakes) process.stderr.write(`${mistake}\n`);
    process.exit(1);
  }
}
