import { rightsOf } from '@sysops-squad/chassis/authorization/rights';
import { readVariables } from '@sysops-squad/chassis/input/readVariables';
import { OperationTypeNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { CompiledOperation } from './compileOperation.ts';
import { deferredParts } from './deferredParts.ts';
import type { JsonObject } from './jsonValue.ts';
import { newRun, type AskSubgraph } from './run.ts';
import { writeAnswer } from './writeAnswer.ts';

export type Request = { schema: GraphQLSchema; variables: JsonObject; context: CallContext; ask: AskSubgraph; overrides: readonly string[] };

/** Fetches what a compiled operation needs and writes the answer; what comes later is left with the context's delivery. */
export async function executeOperation(compiled: CompiledOperation, { schema, variables, context, ask, overrides }: Request): Promise<ExecutionResult> {
  const { operation } = compiled;
  const { coerced, errors } = readVariables(schema, operation.variableDefinitions ?? [], variables);
  if (errors) return { errors };
  const selection = compiled.selection({ variables: coerced, deferring: context.delivery !== undefined, overrides, rights: rightsOf(context.caller) });
  const run = newRun({ variables, context, ask, cache: operation.operation === OperationTypeNode.QUERY ? context.cache : undefined });
  await selection.fetch?.(run);
  const { introspect } = selection;
  if (introspect) Object.assign(run.data, introspect(variables));
  const { answer, places, errorsOfLater } = writeAnswer(run, selection);
  if (places.length > 0) context.delivery!.later = deferredParts(run, selection, places, errorsOfLater);
  return answer;
}
