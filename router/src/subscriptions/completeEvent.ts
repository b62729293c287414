import type { ExecutionResult } from 'graphql';
import { answerOf } from '../execution/executeOperation.ts';
import type { JsonObject } from '../execution/jsonValue.ts';
import type { AskSubgraph, Run } from '../execution/run.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { SubgraphError } from '../subgraphs/subgraphClient.ts';
import type { SubscriptionPlan } from './planSubscription.ts';
import type { UpstreamEvent } from './upstreamStream.ts';

/** Completes one event with the fields of other subgraphs, as the subscriber may see them now: what it brings is where fetching begins. */
export async function completeEvent({ completion }: SubscriptionPlan, event: UpstreamEvent, variables: JsonObject, context: CallContext, ask: AskSubgraph): Promise<ExecutionResult> {
  const run: Run = { variables, context, ask, data: {}, errors: [] };
  completion.receive(run, { data: event.data, errors: event.errors as SubgraphError[] | undefined });
  await completion.fetch?.(run);
  return answerOf(run, completion);
}
