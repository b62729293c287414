import {
  GraphQLID, GraphQLList, GraphQLNonNull, GraphQLScalarType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType,
  type GraphQLInputType, type GraphQLOutputType, type GraphQLSchema, type ValueNode,
} from 'graphql';
import { badUserInput } from '../graphqlErrors.ts';

const longest = 200;

function bounded(id: string): string {
  if (id.length <= longest) return id;
  throw badUserInput(`An ID has at most ${longest} characters.`);
}

/** GraphQL's own ID, but no longer than any id is. */
const boundedId = new GraphQLScalarType<string>({
  ...GraphQLID.toConfig(),
  parseValue: (value: unknown) => bounded(GraphQLID.parseValue(value)),
  parseLiteral: (node: ValueNode) => bounded(GraphQLID.parseLiteral(node)),
});

function withBoundedIds<Type extends GraphQLInputType | GraphQLOutputType>(type: Type): Type {
  if (isNonNullType(type)) return new GraphQLNonNull(withBoundedIds(type.ofType)) as Type;
  if (isListType(type)) return new GraphQLList(withBoundedIds(type.ofType as Type)) as unknown as Type;
  return type === GraphQLID ? (boundedId as Type) : type;
}

/** Every argument and input field of type ID refuses longer ones with BAD_USER_INPUT. A schema has one type of a name: fields have it, too. */
export function boundIds(schema: GraphQLSchema): void {
  const types = schema.getTypeMap();
  if (types['ID']) types['ID'] = boundedId;
  for (const type of Object.values(types)) {
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) field.type = withBoundedIds(field.type);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.type = withBoundedIds(field.type);
      for (const argument of field.args) argument.type = withBoundedIds(argument.type);
    }
  }
  for (const { args } of schema.getDirectives()) for (const argument of args) argument.type = withBoundedIds(argument.type);
}
