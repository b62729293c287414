import { servicesThatMayCall, servicesWithKeys } from '@sysops-squad/chassis/authorization/serviceRights';
import { getNamedType, isInputObjectType, isScalarType, type GraphQLField, type GraphQLInputType, type GraphQLSchema } from 'graphql';

export type Role = 'anonymous' | 'customer' | 'operative' | 'expert' | 'manager' | 'admin' | 'system';

/** One argument, or one field within it, that takes a text. */
export type Place = {
  operation: 'query' | 'mutation' | 'subscription';
  field: GraphQLField<unknown, unknown>;
  /** Names from the argument on, e.g. `input`, `address`, `city`. */
  path: readonly string[];
  scalar: string;
};

const textual = ['String', 'ID', 'Date', 'DateTime', 'Duration', 'BigInt'];

/** Every place of the schema's root fields where a client can put a text. */
export function placesOf(schema: GraphQLSchema): Place[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([operation, type]) =>
    Object.values(type?.getFields() ?? {}).flatMap((field) =>
      field.args.flatMap((argument) =>
        within(argument.type, [argument.name]).map((found) => ({ operation, field, ...found })),
      ),
    ),
  );
}

function within(type: GraphQLInputType, path: string[], above: string[] = []): Pick<Place, 'path' | 'scalar'>[] {
  const named = getNamedType(type);
  if (isScalarType(named)) return textual.includes(named.name) ? [{ path, scalar: named.name }] : [];
  if (!isInputObjectType(named) || above.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) => within(field.type, [...path, field.name], [...above, named.name]));
}

export const nameOf = ({ field, path }: Place): string => `${field.name}.${path.join('.')}`;

/** The first role that the field's own rules name; whoever is signed in, where they name none. */
export function roleFor({ field }: Place): Role {
  const text = (field.astNode?.directives ?? []).map(({ name, arguments: args }) => `${name.value} ${JSON.stringify(args)}`).join(' ');
  const scope = /requiresScopes .*?"(CUSTOMER|OPERATIVE|EXPERT|MANAGER|ADMIN|SYSTEM)"/.exec(text)?.[1];
  if (scope) return scope.toLowerCase() as Role;
  if (/"public"|"survey:token"/.test(text)) return 'anonymous';
  return /policy/.test(text) ? 'manager' : 'customer';
}

const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

/** The first service that may call the field; one that may not, where only the router does, which signs in nowhere. */
export const serviceFor = ({ operation, field }: Place): string =>
  servicesThatMayCall(`${rootTypes[operation]}.${field.name}`).find((name) => servicesWithKeys.includes(name)) ?? 'auth';
