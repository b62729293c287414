import { isEnumType, isObjectType, type Schema } from '@apollo/federation-internals';

type Join = { graph?: string; external?: boolean; usedOverridden?: boolean };

/** The subgraphs that a supergraph asks for a field, by name; while a field is moved by label, the one that it leaves as well. */
export function servedBy(supergraph: Schema, typeName: string, fieldName: string): string[] {
  const type = supergraph.type(typeName);
  const field = type && isObjectType(type) ? type.field(fieldName) : undefined;
  if (!type || !isObjectType(type) || !field) return [];
  const joins = field.appliedDirectivesOf('join__field').map((applied) => applied.arguments() as Join);
  // Without any: by all that have the type.
  const graphs = joins.length > 0 ? joins.filter(({ external, usedOverridden }) => !external && !usedOverridden) : type.appliedDirectivesOf('join__type').map((applied) => applied.arguments() as Join);
  return [...new Set(graphs.flatMap(({ graph }) => (graph === undefined ? [] : nameOf(supergraph, graph))))];
}

function nameOf(supergraph: Schema, graph: string): string[] {
  const names = supergraph.type('join__Graph');
  const value = names && isEnumType(names) ? names.value(graph) : undefined;
  return value ? value.appliedDirectivesOf('join__graph').map((applied) => (applied.arguments() as { name: string }).name) : [];
}
