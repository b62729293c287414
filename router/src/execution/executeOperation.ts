import { getVariableValues, GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { CompiledOperation, CompiledSelection } from './compileOperation.ts';
import type { JsonObject } from './jsonValue.ts';
import type { Writing } from './responseWriter.ts';
import type { AskSubgraph, Run } from './run.ts';
import { WrittenData } from './writtenData.ts';

export type Request = { schema: GraphQLSchema; variables: JsonObject; context: CallContext; ask: AskSubgraph };

/** Fetches what a compiled operation needs and writes the answer. */
export async function executeOperation(compiled: CompiledOperation, { schema, variables, context, ask }: Request): Promise<ExecutionResult> {
  const { operation } = compiled;
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (errors) return { errors };
  const selection = compiled.selection(coerced);
  const run: Run = { variables, context, ask, data: {}, errors: [] };
  await selection.fetch?.(run);
  const { introspect } = selection;
  if (introspect) Object.assign(run.data, introspect(variables));
  return answerOf(run, selection);
}

/** Without errors of subgraphs, values that do not fit the schema are told in the extensions, as Apollo's gateway and router do. */
export function answerOf({ data, errors }: Run, { write, responseKey }: Pick<CompiledSelection, 'write' | 'responseKey'>): ExecutionResult {
  const writing: Writing = { faults: [] };
  const text = write(data, writing);
  const written = text === 'null' ? null : (new WrittenData(text) as unknown as JsonObject);
  if (errors.length > 0) return { errors: errors.map((error) => atResponsePath(error, responseKey)), data: written };
  if (writing.faults.length === 0) return { data: written };
  return { data: written, extensions: { valueCompletion: writing.faults.map(({ message, path }) => ({ message, path, extensions: { code: 'INVALID_GRAPHQL' } })) } };
}

function atResponsePath(error: GraphQLError, responseKey: CompiledSelection['responseKey']): GraphQLError {
  const path = error.path?.map((part) => (typeof part === 'string' ? responseKey(part) : part));
  if (!path || path.every((part, index) => part === error.path![index])) return error;
  return new GraphQLError(error.message, { originalError: error.originalError, path, extensions: error.extensions });
}
