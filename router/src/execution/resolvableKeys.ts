import { Kind, parse, print, visit, type ConstDirectiveNode, type InterfaceTypeDefinitionNode, type ObjectTypeDefinitionNode } from 'graphql';

/**
 * The supergraph without those keys that a subgraph does not resolve although it resolves others of the same type:
 * the planner would at times take one of them for the way back from a @requires.
 */
export function withResolvableKeys(sdl: string): string {
  const onlyResolvable = <T extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(type: T): T | undefined => {
    const keys = (type.directives ?? []).filter(({ name, arguments: args }) => name.value === 'join__type' && args?.some((argument) => argument.name.value === 'key'));
    const resolving = new Set(keys.filter(isResolvable).map(graphOf));
    const dropped = new Set(keys.filter((key) => !isResolvable(key) && resolving.has(graphOf(key))));
    return dropped.size === 0 ? undefined : { ...type, directives: type.directives!.filter((directive) => !dropped.has(directive)) };
  };
  if (!/resolvable:\s*false/.test(sdl)) return sdl;
  return print(visit(parse(sdl, { noLocation: true }), { ObjectTypeDefinition: onlyResolvable, InterfaceTypeDefinition: onlyResolvable }));
}

const argumentOf = ({ arguments: args }: ConstDirectiveNode, name: string) => args?.find((argument) => argument.name.value === name)?.value;

function graphOf(key: ConstDirectiveNode): string | undefined {
  const graph = argumentOf(key, 'graph');
  return graph?.kind === Kind.ENUM ? graph.value : undefined;
}

function isResolvable(key: ConstDirectiveNode): boolean {
  const resolvable = argumentOf(key, 'resolvable');
  return resolvable?.kind !== Kind.BOOLEAN || resolvable.value;
}
