import { exactKey, exactKeyOf } from '@sysops-squad/chassis/exactKey';
import { createRecent } from '@sysops-squad/chassis/recent';
import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import { getOperationAST, GraphQLError, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { needsOf, type Needs } from '../authorization/authorise.ts';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import { compileSelection, type Choices, type CompiledSelection } from './compileSelection.ts';
import { decided, decidingVariables } from './conditions.ts';
import { hasDefers } from './deferral.ts';
import { onlyOperation } from './planningDocuments.ts';

/** Everything about a valid operation that does not depend on the request. */
export type CompiledOperation = {
  operation: OperationDefinitionNode;
  /** @throws GraphQLError when it cannot be planned */
  selection: (choices: Choices) => CompiledSelection;
  /** The choices, as far as they matter, for which there is a selection. */
  decidedBy: () => Choices[];
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
  const { apiSchema, rules } = supergraph;
  const deciding = decidingVariables(document);
  const defers = hasDefers(document);
  const needs = createRecent<Needs>(selectionsKept);
  const compiled = createRecent<{ choices: Choices; selection: CompiledSelection }>(selectionsKept);
  const compile = (choices: Choices) => ({ choices, selection: inSpan('plan', { within: true }, () => compileSelection(supergraph, document, choices)) });
  const selection = ({ variables, deferring, overrides, rights }: Choices): CompiledSelection => {
    const choices = { variables: Object.fromEntries(deciding.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]])), deferring: deferring && defers, overrides, rights };
    const decidedBy = exactKeyOf(choices.variables, deciding);
    const refused = needs.getOrMake(decidedBy, () => needsOf(apiSchema, rules, decided(document, choices.variables))).refusedTo(rights);
    return compiled.getOrMake(exactKey([decidedBy, choices.deferring, overrides, refused]), () => compile(choices)).selection;
  };
  return { selection, decidedBy: () => compiled.leastRecentFirst().map(({ choices }) => choices) };
}
