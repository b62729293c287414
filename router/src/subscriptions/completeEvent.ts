import { executeQueryPlan, type GraphQLDataSource } from '@apollo/gateway';
import type { PlanNode } from '@apollo/query-planner';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { ExecutionResult } from 'graphql';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { SubscriptionPlan } from './planSubscription.ts';
import type { UpstreamEvent } from './upstreamStream.ts';

const eventSource = ':event';
type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * Completes one event with the fields of other subgraphs, as the subscriber may see them now: the plan is executed as a query
 * whose first fetch is answered by the event itself.
 */
export function completeEvent(plan: SubscriptionPlan, event: UpstreamEvent, variables: Record<string, unknown>, context: CallContext, logger: Logger): Promise<ExecutionResult> {
  const { supergraph, primary, rest, operationContext } = plan;
  const first: PlanNode = { ...primary, serviceName: eventSource };
  const node: PlanNode = rest ? { kind: 'Sequence', nodes: [first, rest] } : first;
  const sources = { ...supergraph.sources, [eventSource]: { process: async () => event as Answer } };
  const request = { request: { variables }, context, metrics: {}, logger } as unknown as Parameters<typeof executeQueryPlan>[2];
  return executeQueryPlan({ kind: 'QueryPlan', node }, sources, request, operationContext, supergraph.supergraphSchema, supergraph.apiSchemaOfPlanner);
}
