import { Kind, parse, print, visit, type ObjectTypeDefinitionNode } from 'graphql';

/**
 * The schemas of all subgraphs for peers: a field of a shareable type that one of its subgraphs lacks is left out. Apollo's composition
 * accepts it when no query can reach it there; Grafbase's does not.
 */
export function withFieldsOfAll(sdls: Record<string, string>): Record<string, string> {
  const documents = Object.entries(sdls).map(([name, sdl]) => [name, parse(sdl)] as const);
  const copies = Map.groupBy(documents.flatMap(([, { definitions }]) => definitions.filter(isShareable)), ({ name }) => name.value);
  const inAll = (type: string, field: string): boolean => (copies.get(type) ?? []).every(({ fields }) => fields?.some(({ name }) => name.value === field));
  return Object.fromEntries(documents.map(([name, document]) => [name, print(visit(document, {
    ObjectTypeDefinition: (type) => (isShareable(type) ? { ...type, fields: type.fields?.filter((field) => inAll(type.name.value, field.name.value)) } : undefined),
  }))]));
}

function isShareable(node: { kind: string }): node is ObjectTypeDefinitionNode {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return false;
  const directives = (node as ObjectTypeDefinitionNode).directives?.map(({ name }) => name.value) ?? [];
  return directives.includes('shareable') && !directives.includes('key');
}
