import { isAbstractType, type GraphQLSchema } from 'graphql';

/** Whether an object of the named type meets a condition such as `... on Media`. */
export type TypeConditions = (condition: string, typename: unknown) => boolean;

/** An interface counts as one of its own types: an interface object bears its name until its real one is known. */
export function createTypeConditions(schema: GraphQLSchema): TypeConditions {
  const known = new Map<string, ReadonlySet<unknown>>();
  const namesMeeting = (condition: string): ReadonlySet<unknown> => {
    const type = schema.getType(condition);
    const names = new Set<unknown>([condition]);
    if (!isAbstractType(type)) return names;
    for (const { name } of schema.getPossibleTypes(type)) names.add(name);
    for (const { name } of 'getFields' in type ? schema.getImplementations(type).interfaces : []) names.add(name);
    return names;
  };
  return (condition, typename) => {
    if (condition === typename) return true;
    let names = known.get(condition);
    if (!names) known.set(condition, (names = namesMeeting(condition)));
    return names.has(typename);
  };
}
