import {
  GraphQLID, GraphQLList, GraphQLNonNull, GraphQLScalarType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType,
  type GraphQLInputType, type GraphQLSchema, type ValueNode,
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

function withBoundedIds(type: GraphQLInputType): GraphQLInputType {
  if (isNonNullType(type)) return new GraphQLNonNull(withBoundedIds(type.ofType));
  if (isListType(type)) return new GraphQLList(withBoundedIds(type.ofType));
  return type === GraphQLID ? boundedId : type;
}

/** Every argument and input field of type ID refuses longer ones with BAD_USER_INPUT. */
export function boundIds(schema: GraphQLSchema): void {
  const types = schema.getTypeMap();
  if (types['ID']) types['ID'] = boundedId;
  for (const type of Object.values(types)) {
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) field.type = withBoundedIds(field.type);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { args } of Object.values(type.getFields())) for (const argument of args) argument.type = withBoundedIds(argument.type);
  }
}
