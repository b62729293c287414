import { operationFromDocument } from '@apollo/federation-internals';
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import type { Rights } from '@sysops-squad/chassis/authorization/rights';
import { getOperationAST, GraphQLError, type DocumentNode, type GraphQLCompositeType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { needsOf, withoutRefused, type Refusals } from '../authorization/authorise.ts';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { decided } from './conditions.ts';
import { labelDefers, withoutDefers, type DeferredLabels, type LabelledDocument } from './deferral.ts';
import { createCopying } from './copying/copying.ts';
import { compileIntrospection } from './introspection.ts';
import type { JsonObject } from './jsonValue.ts';
import { planningDocuments, type PlanningDocuments } from './planningDocuments.ts';
import { compilePlan, inSequence } from './planSteps.ts';
import { compileWriter, type Writing } from './responseWriter.ts';
import type { Step } from './run.ts';
import { fragmentsOf, selectionOn, type Selecting } from './selectedFields.ts';

/** What decides how an operation is planned, and what of it. */
export type Choices = {
  variables: JsonObject;
  /** Whether the client takes deferred fragments later. */
  deferring: boolean;
  /** The labels of `@override` that hold for the caller. */
  overrides: readonly string[];
  rights: Rights;
};
export type CallersChoices = Pick<Choices, 'overrides' | 'rights'>;

/** What an operation selects once its @skip, @include and @defer are decided, for those to whom the same of it is refused. */
export type CompiledSelection = {
  /** Undefined: no subgraph is asked. */
  fetch: Step | undefined;
  introspect: ((variables: JsonObject) => JsonObject) | undefined;
  write: (data: JsonObject, writing: Writing) => string;
  /** From keys of the data to those that the client knows. */
  responseKey: (dataKey: string) => string;
  labels: DeferredLabels;
};

/** @param document with one operation */
export function compileSelection(supergraph: LoadedSupergraph, document: DocumentNode, choices: Choices): CompiledSelection {
  const { variables, deferring } = choices;
  const selected = decided(document, variables);
  const inParts = deferring ? compileInParts(supergraph, labelDefers(selected, variables), choices) : undefined;
  if (inParts) return inParts;
  const whole = withoutDefers(selected);
  return compile(supergraph, { document: whole, labels: new Map() }, planningOf(supergraph, whole, choices), choices);
}

/** Undefined where nothing can come later: what takes several plans, and what the planner gives up on, such as a deferred field with requirements. */
function compileInParts(supergraph: LoadedSupergraph, labelled: LabelledDocument, choices: Choices): CompiledSelection | undefined {
  const planning = planningOf(supergraph, labelled.document, choices);
  if (labelled.labels.size === 0 || planning.documents.length > 1) return undefined;
  try {
    return compile(supergraph, labelled, planning, choices);
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    return undefined;
  }
}

type Planning = PlanningDocuments & { refusals: Refusals };

function planningOf({ apiSchema: schema, requirements, rules }: LoadedSupergraph, document: DocumentNode, { rights }: Choices): Planning {
  const refusals = needsOf(schema, rules, document).refusals(rights);
  return { ...planningDocuments({ schema, document: withoutRefused(document, refusals), requirements }), refusals };
}

function compile(supergraph: LoadedSupergraph, { document, labels }: LabelledDocument, { documents, dataKey, responseKey, refusals }: Planning, { overrides }: Choices): CompiledSelection {
  const { apiSchema: schema, planParts } = supergraph;
  const operation = getOperationAST(document)!;
  const fragments = fragmentsOf(document);
  const plans = documents.flatMap((one) => planOf(supergraph, one, overrides) ?? []);
  const root = rootTypeOf(schema, operation);
  const sets = [operation.selectionSet];
  if (plans.length === 0 && asksSubgraphs({ schema, fragments, refusals }, root, sets)) throw unplannable();
  const copying = labels.size === 0 ? createCopying({ schema, fragments, dataKey, refusals }, root, sets) : undefined;
  const steps = plans.map((plan) => compilePlan(plan, { ...planParts, copying }));
  return {
    fetch: steps.length > 1 ? inSequence(steps) : steps[0],
    introspect: operation.operation === 'query' ? compileIntrospection(schema, fragments, operation) : undefined,
    write: compileWriter({ schema, fragments, dataKey, refusals, selected: copying?.selected }, root, sets),
    responseKey,
    labels,
  };
}

function asksSubgraphs(selecting: Selecting, root: GraphQLCompositeType, sets: readonly SelectionSetNode[]): boolean {
  const { fields, deferred } = selectionOn(selecting, root, sets);
  return fields.some(({ node, refusal }) => !refusal && !node.name.value.startsWith('__')) || deferred.some(({ set }) => asksSubgraphs(selecting, root, [set]));
}

const unplannable = (): GraphQLError =>
  new GraphQLError('No subgraph can answer this operation: what it selects cannot be reached from where it begins. Select less, or begin elsewhere.', { extensions: { code: 'UNPLANNABLE' } });

function planOf({ planner, apiSchemaOfPlanner }: LoadedSupergraph, document: DocumentNode, overrides: Choices['overrides']): PlanNode | undefined {
  const { node } = planner.buildQueryPlan(operationFromDocument(apiSchemaOfPlanner, document), { overrideConditions: overrideConditions(overrides) });
  if (isSubscription(node)) throw new GraphQLError('Subscriptions are not executed as queries.', { extensions: { code: 'BAD_REQUEST' } });
  return node;
}

/** As the planner wants them; a label that is not named does not hold. */
export const overrideConditions = (overrides: Choices['overrides']): Map<string, boolean> => new Map(overrides.map((label) => [label, true]));

const isSubscription = (node: PlanNode | SubscriptionNode | undefined): node is SubscriptionNode => node?.kind === 'Subscription';

export const rootTypeOf = (schema: GraphQLSchema, { operation }: OperationDefinitionNode) => schema.getRootType(operation)!;
