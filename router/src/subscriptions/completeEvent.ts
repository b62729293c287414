import type { ExecutionResult } from 'graphql';
import type { JsonObject } from '../execution/jsonValue.ts';
import { newRun, type AskSubgraph } from '../execution/run.ts';
import { writeAnswer } from '../execution/writeAnswer.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { SubgraphError } from '../subgraphs/subgraphClient.ts';
import type { SubscriptionPlan } from './planSubscription.ts';
import type { UpstreamEvent } from './upstreamStream.ts';

/** Completes one event with the fields of other subgraphs, as the subscriber may see them now: what it brings is where fetching begins. */
export async function completeEvent({ completion }: SubscriptionPlan, event: UpstreamEvent, variables: JsonObject, context: CallContext, ask: AskSubgraph): Promise<ExecutionResult> {
  const run = newRun({ variables, context, ask });
  completion.receive(run, { data: event.data, errors: event.errors as SubgraphError[] | undefined });
  await completion.fetch?.(run);
  return writeAnswer(run, completion).answer;
}
