import { operationFromDocument } from '@apollo/federation-internals';
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { getOperationAST, GraphQLError, Kind, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { compileIntrospection } from './introspection.ts';
import { onlyOperation, planningDocuments } from './planningDocuments.ts';
import { compilePlan, inSequence } from './planSteps.ts';
import { compileWriter, type Writing } from './responseWriter.ts';
import type { JsonObject } from './jsonValue.ts';
import type { Step } from './run.ts';
import { selectedFields, type Fragments } from './selectedFields.ts';

export type CompiledOperation = {
  operation: OperationDefinitionNode;
  /** Undefined: no subgraph is asked. */
  fetch: Step | undefined;
  introspect: ((variables: JsonObject) => JsonObject) | undefined;
  write: (data: JsonObject, writing: Writing) => string;
  /** From keys of the data to those that the client knows. */
  responseKey: (dataKey: string) => string;
};

/** Everything about a valid operation that does not depend on the request. */
export function compileOperation(supergraph: LoadedSupergraph, document: DocumentNode, operationName?: string | null): CompiledOperation {
  const { apiSchema, requirements } = supergraph;
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new GraphQLError('Name one of the operations in the document as operationName.', { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
  const fragments = fragmentsOf(document);
  const { documents, dataKey, responseKey } = planningDocuments({ schema: apiSchema, document: onlyOperation(document, operation), requirements });
  const plans = documents.flatMap((one) => planOf(supergraph, one) ?? []);
  const root = rootTypeOf(apiSchema, operation);
  const sets = [{ set: operation.selectionSet, when: [] }];
  if (plans.length === 0 && selectedFields(apiSchema, fragments, root, sets).some(({ name }) => !name.startsWith('__'))) {
    throw new GraphQLError('No subgraph can answer this operation.', { extensions: { code: 'UNPLANNABLE' } });
  }
  const steps = plans.map((plan) => compilePlan(plan, supergraph.planParts));
  return {
    operation,
    fetch: steps.length > 1 ? inSequence(steps) : steps[0],
    introspect: operation.operation === 'query' ? compileIntrospection(apiSchema, fragments, operation) : undefined,
    write: compileWriter({ schema: apiSchema, fragments, dataKey }, root, sets),
    responseKey,
  };
}

function planOf({ planner, apiSchemaOfPlanner }: LoadedSupergraph, document: DocumentNode): PlanNode | undefined {
  const { node } = planner.buildQueryPlan(operationFromDocument(apiSchemaOfPlanner, document));
  if (isSubscription(node)) throw new GraphQLError('Subscriptions are not executed as queries.', { extensions: { code: 'BAD_REQUEST' } });
  return node;
}

const isSubscription = (node: PlanNode | SubscriptionNode | undefined): node is SubscriptionNode => node?.kind === 'Subscription';

export const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  new Map(definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));

export const rootTypeOf = (schema: GraphQLSchema, { operation }: OperationDefinitionNode) => schema.getRootType(operation)!;
