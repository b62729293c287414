import type { GraphQLError } from 'graphql';

/** What usually mends it, by Apollo's error code. */
const remedies: Record<string, string> = {
  INVALID_FIELD_SHARING: 'mark it @shareable in each subgraph that serves it, or let one take it over with @override(from: "…")',
  SATISFIABILITY_ERROR: 'give the type a resolvable @key that the other subgraph knows, or mark the field @shareable where it is needed',
  EXTERNAL_UNUSED: 'use the @external field in @requires, @provides or @key, or remove it',
  EXTERNAL_MISSING_ON_BASE: 'define the field in another subgraph, or drop @external',
  KEY_INVALID_FIELDS: 'name only fields of the type in @key',
  KEY_FIELDS_HAS_ARGS: 'use a field without arguments as @key',
  REQUIRES_INVALID_FIELDS: 'name only fields of the type in @requires, and mark them @external',
  PROVIDES_INVALID_FIELDS: 'name only fields of the returned type in @provides, and mark them @external',
  FIELD_TYPE_MISMATCH: 'give the field the same type in every subgraph',
  FIELD_ARGUMENT_TYPE_MISMATCH: 'give the argument the same type in every subgraph',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: 'add the argument to the other subgraphs, or make it optional',
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH: 'add the field to the other subgraphs, or make it optional',
  TYPE_KIND_MISMATCH: 'make it the same kind of type in every subgraph, or rename one',
  ENUM_VALUE_MISMATCH: 'list the same values in every subgraph that takes the enum as input',
  EMPTY_MERGED_ENUM_TYPE: 'let the subgraphs share at least one value of the enum',
  EMPTY_MERGED_INPUT_TYPE: 'let the subgraphs share at least one field of the input type',
  INVALID_GRAPHQL: 'correct the schema of that subgraph',
  UNKNOWN_FEDERATION_LINK_VERSION: 'use a version of the federation specification that the composer knows',
  OVERRIDE_FROM_SELF_ERROR: 'name the subgraph that the field leaves in @override(from:)',
  OVERRIDE_SOURCE_HAS_OVERRIDE: 'let only one of the two subgraphs override the field',
  OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE: 'remove @external, @provides or @requires from the overridden field',
  NO_QUERIES: 'let at least one subgraph define Query',
  INVALID_SUBGRAPH_NAME: 'rename the subgraph in supergraph.yaml',
  ROOT_SUBSCRIPTION_USED: 'define the subscription field in one subgraph only',
};

/** `subgraph: Coordinate: what is wrong. What to do. [CODE]` */
export function describeError(error: GraphQLError): string {
  const code = String(error.extensions['code'] ?? 'INVALID_GRAPHQL');
  const remedy = remedies[code] ?? 'see https://www.apollographql.com/docs/graphos/reference/federation/errors';
  const where = [subgraphsOf(error).join(', '), coordinateOf(error.message)].filter(Boolean).join(': ');
  const message = error.message.replace(/^\[[\w-]+\]\s*/, '').replace(/\.?$/, '.');
  return `${where || 'supergraph'}: ${message}\n    What to do: ${remedy}. [${code}]`;
}

function subgraphsOf(error: GraphQLError): string[] {
  const prefix = /^\[([\w-]+)\]/.exec(error.message)?.[1];
  const fromNodes = (error.nodes ?? []).map((node) => (node as { subgraph?: string }).subgraph);
  const fromText = [...error.message.matchAll(/subgraphs? ("[\w-]+"(?:(?:, | and )"[\w-]+")*)/g)].flatMap((match) => [...match[1]!.matchAll(/"([\w-]+)"/g)].map((name) => name[1]));
  return [...new Set([prefix, ...fromNodes, ...fromText].filter((name) => name !== undefined))];
}

const coordinateOf = (message: string): string | undefined =>
  /"(@?[A-Za-z_]\w*\.\w+(?:\(\w+:\))?)"/.exec(message)?.[1] ?? /(?:type|Type|enum|input|Input) "(\w+)"/.exec(message)?.[1];
