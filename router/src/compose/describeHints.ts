import { Kind, visit, type ObjectTypeDefinitionNode } from 'graphql';
import type { ComposedSubgraph, CompositionHint } from './composeSupergraph.ts';

/** Hints by code, at most three examples each; what @override says comes as one summary of the migration. */
export function describeHints(hints: CompositionHint[], subgraphs: ComposedSubgraph[]): string[] {
  const progress = hints.some(({ definition }) => definition.code.startsWith('OVERRIDDEN_')) ? describeMigration(subgraphs) : [];
  const others = hints.filter(({ definition }) => definition.code !== 'OVERRIDDEN_FIELD_CAN_BE_REMOVED');
  const byCode = Map.groupBy(others, ({ definition }) => `${definition.level.name} ${definition.code}`);
  return [...progress, ...[...byCode].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([code, group]) => describeGroup(code, group))];
}

function describeGroup(code: string, group: CompositionHint[]): string[] {
  const examples = group.slice(0, 3).map(({ message }) => `    ${message.split('\n')[0]}`);
  const more = group.length > 3 ? [`    … and ${group.length - 3} more`] : [];
  return [`  ${code}: ${group.length}`, ...examples, ...more];
}

/** How many fields each context has taken out of the one it leaves: `customer: 31 fields have left legacy`. */
export function describeMigration(subgraphs: ComposedSubgraph[]): string[] {
  const moved = subgraphs.flatMap(({ name, typeDefs }) => overriddenFields(typeDefs.definitions as ObjectTypeDefinitionNode[]).map((from) => `${name}: %d fields have left ${from}`));
  const counted = [...Map.groupBy(moved, (line) => line)].map(([line, all]) => `  ${line.replace('%d', String(all.length))}`);
  return counted.length > 0 ? [`Migration: ${moved.length} fields have moved`, ...counted] : [];
}

function overriddenFields(definitions: ObjectTypeDefinitionNode[]): string[] {
  const from: string[] = [];
  const readDirective = (node: { readonly name: { readonly value: string }; readonly arguments?: readonly { value: unknown }[] | undefined }) => {
    const value = node.arguments?.[0]?.value as { kind: string; value: string } | undefined;
    if (node.name.value === 'override' && value?.kind === Kind.STRING) from.push(value.value);
  };
  for (const definition of definitions) visit(definition, { Directive: readDirective });
  return from;
}
