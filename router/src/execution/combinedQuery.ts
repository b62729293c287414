import type { FetchNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit, type FieldNode, type OperationDefinitionNode, type VariableDefinitionNode } from 'graphql';

export type EntityQuery = Pick<FetchNode, 'operation' | 'operationName' | 'variableUsages'>;
export type CombinedQuery = EntityQuery & {
  /** By fetch: the key of its entities in the answer, and the variable that takes its representations. */
  parts: readonly { key: string; variable: string }[];
};

const representations = 'representations';
const entities = '_entities';

/** One query for the entities of several fetches; that of a single one stays as the planner wrote it. */
export function combinedQuery(queries: readonly EntityQuery[]): CombinedQuery {
  const [only] = queries;
  if (queries.length === 1) return { ...only!, parts: [{ key: entities, variable: representations }] };
  const operations = queries.map(({ operation }) => parse(operation, { noLocation: true }).definitions[0] as OperationDefinitionNode);
  const theirs = new Map<string, VariableDefinitionNode>();
  for (const { variableDefinitions = [] } of operations) for (const definition of variableDefinitions) theirs.set(definition.variable.name.value, definition);
  const ofRepresentations = theirs.get(representations)!;
  theirs.delete(representations);

  const unused = (name: string): string => (theirs.has(name) ? unused(`${name}_`) : name);
  const parts = queries.map((_, index) => ({ key: `_${index}`, variable: unused(`${representations}${index}`) }));
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const own = parts.map(({ variable }): VariableDefinitionNode => ({ ...ofRepresentations, variable: { kind: Kind.VARIABLE, name: name(variable) } }));
  const fields = operations.map(({ selectionSet }, index): FieldNode => {
    const { key, variable } = parts[index]!;
    const field = { ...(selectionSet.selections[0] as FieldNode), alias: name(key) };
    return visit(field, { Variable: (node) => (node.name.value === representations ? { ...node, name: name(variable) } : undefined) });
  });
  const document = { ...operations[0]!, name: undefined, variableDefinitions: [...own, ...theirs.values()], selectionSet: { kind: Kind.SELECTION_SET, selections: fields } } as const;
  return { operation: stripIgnoredCharacters(print(document)), operationName: undefined, variableUsages: [...new Set(queries.flatMap(({ variableUsages = [] }) => variableUsages))], parts };
}
