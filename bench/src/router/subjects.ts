import '../../../router/src/telemetryOff.ts';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { createLogger } from '@sysops-squad/chassis/logger';
import { createProofSigner } from '@sysops-squad/chassis/proof';
import { callerWith, testKeys } from '@sysops-squad/chassis/testing/identity';
import { getOperationAST, parse } from 'graphql';
import { createExecutor, type GatewayExecutor } from '../../../router/src/execution/executor.ts';
import { startGatewayExecutor } from '../../../router/src/execution/gatewayExecutor.ts';
import { stringifyAnswer } from '../../../router/src/execution/writtenData.ts';
import { askSubgraphs } from '../../../router/src/subgraphs/askSubgraphs.ts';
import type { CallContext } from '../../../router/src/subgraphs/callContext.ts';
import { shareEqualCalls } from '../../../router/src/subgraphs/shareEqualCalls.ts';
import { createSubgraphClients } from '../../../router/src/subgraphs/subgraphClients.ts';
import { loadSupergraph } from '../../../router/src/supergraph/loadedSupergraph.ts';

/** `gateway`: as it comes; `gateway, our client`: over our connections, signed as users run it; `ours`: the same connections, our executor. */
export const subjects = ['gateway', 'gateway, our client', 'ours'] as const;
export type SubjectName = (typeof subjects)[number];
/** The whole answer as text. */
export type Subject = (query: string, variables: Record<string, unknown>) => Promise<string>;

const supergraphSdl = readFileSync(join(import.meta.dirname, '../../../supergraph.graphql'), 'utf8');
const logger = createLogger('test');
const caller = callerWith('MANAGER');
const newContext = (): CallContext => ({ caller, requestId: randomUUID(), deadline: AbortSignal.timeout(10_000) });

export async function startSubject(name: SubjectName, subgraphsUrl: string): Promise<Subject> {
  const supergraph = loadSupergraph(supergraphSdl);
  const sdl = supergraph.subgraphs.reduce((text, { name: subgraph, url }) => text.replace(`url: "${url}"`, `url: "${subgraphsUrl}/${subgraph}"`), supergraphSdl);
  const moved = loadSupergraph(sdl);
  const executor = name === 'ours' ? createExecutor(() => moved, ownAsk()).execute : await gatewayExecutor(name, sdl);
  const documents = new Map<string, ReturnType<typeof parse>>();
  return async (query, variables) => {
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    const queryHash = createHash('sha256').update(query).digest('hex');
    const operation = getOperationAST(document);
    const request = { schema: moved.apiSchema, request: { query, variables }, document, queryHash, operationName: operation?.name?.value, operation, context: newContext(), metrics: {}, logger };
    return stringifyAnswer(await executor(request as unknown as Parameters<GatewayExecutor>[0]));
  };
}

function ownAsk() {
  const clients = createSubgraphClients({ routingUrls: {}, sign: createProofSigner(testKeys().router.private), queryTimeoutMs: 10_000, mutationTimeoutMs: 10_000, logger });
  return shareEqualCalls(askSubgraphs({ clients, logger }));
}

async function gatewayExecutor(name: SubjectName, supergraphSdl: string): Promise<GatewayExecutor> {
  if (name === 'gateway, our client') return startGatewayExecutor(supergraphSdl, { ask: ownAsk() });
  const gateway = new ApolloGateway({ supergraphSdl });
  await gateway.load();
  return gateway.executor as GatewayExecutor;
}
