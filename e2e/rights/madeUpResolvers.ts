import type { SubgraphResolvers } from '@sysops-squad/chassis/subgraph';
import { getNamedType, getNullableType, isEnumType, isListType, isObjectType, type GraphQLOutputType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';

/** Which fields were resolved, under which alias: `a7 Ticket.number`. */
export type Resolved = Set<string>;

/** A value for every field, given to whoever gets as far as the resolver, and noted in `resolved`. */
export function madeUpResolvers(schema: GraphQLSchema, resolved: Resolved): SubgraphResolvers {
  const subscription = schema.getSubscriptionType();
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type)).filter(({ name }) => !name.startsWith('_'));
  return Object.fromEntries(
    types.map((type) => [
      type.name,
      Object.fromEntries(
        Object.values(type.getFields()).filter(({ name }) => !name.startsWith('_')).map(({ name, type: given }) => {
          const resolve = (_source: unknown, _args: unknown, _context: unknown, { path }: GraphQLResolveInfo) => {
            resolved.add(`${rootOf(path)} ${type.name}.${name}`);
            return madeUp(given);
          };
          return [name, type === subscription ? { resolve, subscribe: onceWith(resolve) } : resolve];
        }),
      ),
    ]),
  );
}

const onceWith = (resolve: (...args: [unknown, unknown, unknown, GraphQLResolveInfo]) => unknown) =>
  async function* (...args: [unknown, unknown, unknown, GraphQLResolveInfo]) {
    resolve(...args);
    yield {};
  };

type Place = GraphQLResolveInfo['path'];
const rootOf = (path: Place): string | number => (path.prev ? rootOf(path.prev) : path.key);

function madeUp(type: GraphQLOutputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [madeUp(inner.ofType)];
  const named = getNamedType(inner);
  // The chassis tags the cursors of a list before its fields are asked.
  if (isObjectType(named)) return 'edges' in named.getFields() ? { edges: [{}], pageInfo: {} } : {};
  if (isEnumType(named)) return named.getValues()[0]!.name;
  return ['Int', 'Float', 'Boolean'].includes(named.name) ? 1 : '1';
}
