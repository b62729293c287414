import { operationFromDocument } from '@apollo/federation-internals';
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { getOperationAST, GraphQLError, Kind, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { decided, decidingVariables } from './conditions.ts';
import { compileIntrospection } from './introspection.ts';
import { onlyOperation, planningDocuments } from './planningDocuments.ts';
import { compilePlan, inSequence } from './planSteps.ts';
import { compileWriter, type Writing } from './responseWriter.ts';
import type { JsonObject } from './jsonValue.ts';
import type { Step } from './run.ts';
import { selectedFields, type Fragments } from './selectedFields.ts';

/** Everything about a valid operation that does not depend on the request. */
export type CompiledOperation = {
  operation: OperationDefinitionNode;
  /** @throws GraphQLError when it cannot be planned */
  selection: (variables: JsonObject) => CompiledSelection;
  /** The variables, as far as they matter, for which there is a selection. */
  decidedBy: () => JsonObject[];
};

/** What an operation selects once its @skip and @include are decided. */
export type CompiledSelection = {
  /** Undefined: no subgraph is asked. */
  fetch: Step | undefined;
  introspect: ((variables: JsonObject) => JsonObject) | undefined;
  write: (data: JsonObject, writing: Writing) => string;
  /** From keys of the data to those that the client knows. */
  responseKey: (dataKey: string) => string;
};

const selectionsKept = 64;

export function compileOperation(supergraph: LoadedSupergraph, document: DocumentNode, operationName?: string | null): CompiledOperation {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new GraphQLError('Name one of the operations in the document as operationName.', { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
  const own = onlyOperation(document, operation);
  return { operation, ...compileSelections(supergraph, own) };
}

/**
 * Compiles each selection when it is first asked for. Not only for speed: the planner puts requirements of a field that is skipped
 * and of one that is not into one fetch, which then never has all that it requires.
 */
function compileSelections(supergraph: LoadedSupergraph, document: DocumentNode): Pick<CompiledOperation, 'selection' | 'decidedBy'> {
  const deciding = decidingVariables(document);
  const known = new Map<string, CompiledSelection>();
  const selection = (variables: JsonObject): CompiledSelection => {
    const key = JSON.stringify(Object.fromEntries(deciding.map((name) => [name, variables[name]])));
    const compiled = known.get(key) ?? compileSelection(supergraph, decided(document, variables));
    known.delete(key);
    known.set(key, compiled);
    if (known.size > selectionsKept) known.delete(known.keys().next().value!);
    return compiled;
  };
  return { selection, decidedBy: () => [...known.keys()].map((key) => JSON.parse(key) as JsonObject) };
}

function compileSelection(supergraph: LoadedSupergraph, document: DocumentNode): CompiledSelection {
  const { apiSchema: schema, requirements, planParts } = supergraph;
  const operation = getOperationAST(document)!;
  const fragments = fragmentsOf(document);
  const { documents, dataKey, responseKey } = planningDocuments({ schema, document, requirements });
  const plans = documents.flatMap((one) => planOf(supergraph, one) ?? []);
  const root = rootTypeOf(schema, operation);
  const sets = [operation.selectionSet];
  if (plans.length === 0 && selectedFields(schema, fragments, root, sets).some(({ name }) => !name.startsWith('__'))) throw unplannable();
  const steps = plans.map((plan) => compilePlan(plan, planParts));
  return {
    fetch: steps.length > 1 ? inSequence(steps) : steps[0],
    introspect: operation.operation === 'query' ? compileIntrospection(schema, fragments, operation) : undefined,
    write: compileWriter({ schema, fragments, dataKey }, root, sets),
    responseKey,
  };
}

const unplannable = (): GraphQLError =>
  new GraphQLError('No subgraph can answer this operation: what it selects cannot be reached from where it begins. Select less, or begin elsewhere.', { extensions: { code: 'UNPLANNABLE' } });

function planOf({ planner, apiSchemaOfPlanner }: LoadedSupergraph, document: DocumentNode): PlanNode | undefined {
  const { node } = planner.buildQueryPlan(operationFromDocument(apiSchemaOfPlanner, document));
  if (isSubscription(node)) throw new GraphQLError('Subscriptions are not executed as queries.', { extensions: { code: 'BAD_REQUEST' } });
  return node;
}

const isSubscription = (node: PlanNode | SubscriptionNode | undefined): node is SubscriptionNode => node?.kind === 'Subscription';

export const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  new Map(definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));

export const rootTypeOf = (schema: GraphQLSchema, { operation }: OperationDefinitionNode) => schema.getRootType(operation)!;
