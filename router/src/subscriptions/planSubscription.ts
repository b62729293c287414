import { operationFromDocument } from '@apollo/federation-internals';
import type { FetchNode, PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { documentRules } from '@sysops-squad/chassis/input/documentRules';
import { inputErrorsTold, withoutTokenValue } from '@sysops-squad/chassis/input/inputErrors';
import { readVariables } from '@sysops-squad/chassis/input/readVariables';
import {
  getArgumentValues,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { needsOf, withoutRefused, type Refusals } from '../authorization/authorise.ts';
import { overrideConditions, type CallersChoices } from '../execution/compileSelection.ts';
import { decided } from '../execution/conditions.ts';
import { compileCompletion, type EventCompletion } from '../execution/eventCompletion.ts';
import { onlyOperation, planningDocuments } from '../execution/planningDocuments.ts';
import { conditionalRoot, unconditionalRoot } from '../limits/unconditionalRoot.ts';
import { deferRules } from '../operations/deferRules.ts';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { rootFieldOf, withResume, type RootField } from './withResume.ts';

export type SubscribePayload = { query: string; variables?: Record<string, unknown> | null; operationName?: string | null };

export type SubscriptionPlan = {
  supergraph: LoadedSupergraph;
  operation: OperationDefinitionNode;
  root: RootField;
  /** What is subscribed to, at the one subgraph that owns the root field. */
  primary: FetchNode;
  /** What each event becomes for this client, with the fields of the other subgraphs. */
  completion: EventCompletion;
};

/** An operation that is refused as a whole, before anything was subscribed to. */
export class SubscriptionRefused extends Error {
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super(errors[0]?.message);
    this.errors = errors.slice(0, inputErrorsTold);
  }
}

const refuse = (code: string, message: string): never => {
  throw new SubscriptionRefused([new GraphQLError(message, { extensions: { code } })]);
};

/** @throws SubscriptionRefused */
export function planSubscription(supergraph: LoadedSupergraph, { query, variables, operationName }: SubscribePayload, { rights, overrides }: CallersChoices): SubscriptionPlan {
  const document = readDocument(query);
  const operation = getOperationAST(document, operationName) ?? refuse('OPERATION_RESOLUTION_FAILURE', 'Name one of the operations in the document as operationName.');
  if (operation.operation !== 'subscription') refuse('BAD_REQUEST', 'Queries and mutations go by HTTP POST to this same URL, with "Accept: application/json".');
  requireValid(supergraph, document);
  const { apiSchema: schema, requirements } = supergraph;
  const selected = decided(onlyOperation(document, operation), coerce(schema, operation, variables ?? {}));
  const root = rootFieldOf(schema, selected);
  const refusals = needsOf(schema, supergraph.rules, selected).refusals(rights);
  requireRoot(root, refusals);
  const allowed = withoutRefused(selected, refusals);
  const { documents, dataKey, responseKey } = planningDocuments({ schema, document: withResume(schema, allowed, root), requirements });
  const { node } = supergraph.planner.buildQueryPlan(operationFromDocument(supergraph.apiSchemaOfPlanner, documents[0]!), { overrideConditions: overrideConditions(overrides) });
  const { primary, rest } = asSubscription(node);
  const completion = compileCompletion({ supergraph, document: selected, primary, rest, dataKey, responseKey, refusals });
  return { supergraph, operation, root: { ...root, responseName: dataKey(root.node) }, primary, completion };
}

/** Nothing is left of a subscription without its root field. */
function requireRoot({ node }: RootField, refusals: Refusals): void {
  const refusal = refusals.get(node);
  if (refusal) throw new SubscriptionRefused([refusal]);
}

function asSubscription(node: PlanNode | SubscriptionNode | undefined): SubscriptionNode {
  return node?.kind === 'Subscription' ? node : refuse('UNPLANNABLE', 'No subgraph can serve this subscription: what it selects cannot be reached from its field. Select less, or subscribe to another.');
}

function readDocument(query: string): DocumentNode {
  try {
    return parse(query);
  } catch (error) {
    throw error instanceof GraphQLError ? new SubscriptionRefused([withCode(error, 'GRAPHQL_PARSE_FAILED', withoutTokenValue(error.message))]) : error;
  }
}

function requireValid({ apiSchema }: LoadedSupergraph, document: DocumentNode): void {
  const errors = tryValidate(apiSchema, document);
  if (errors.length > 0) throw new SubscriptionRefused(errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')));
}

/** The rule about a subscription's one field throws, instead of reporting, when that field depends on a variable. */
function tryValidate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  try {
    return validate(schema, document, [...documentRules, unconditionalRoot, deferRules], { maxErrors: inputErrorsTold });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [new GraphQLError(conditionalRoot, { nodes: error.nodes })];
  }
}

const withCode = (error: GraphQLError, code: string, message = error.message): GraphQLError =>
  new GraphQLError(message, { nodes: error.nodes, source: error.source, positions: error.positions, extensions: { ...error.extensions, code } });

/**
 * Checks a client's variables and reads the root field's `after` from them, wherever the client wrote it.
 * @throws SubscriptionRefused
 */
export function readAfter({ supergraph, operation, root }: SubscriptionPlan, variables: Record<string, unknown>): unknown {
  return getArgumentValues(root.definition, root.node, coerce(supergraph.apiSchema, operation, variables))['after'] ?? undefined;
}

function coerce(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode, variables: Record<string, unknown>): Record<string, unknown> {
  const { coerced, errors } = readVariables(schema, variableDefinitions, variables);
  if (errors) throw new SubscriptionRefused(errors.map((error) => withCode(error, 'BAD_USER_INPUT')));
  return coerced;
}
