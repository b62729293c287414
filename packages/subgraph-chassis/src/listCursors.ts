import { hash } from 'node:crypto';
import {
  defaultFieldResolver, getNamedType, isObjectType, type GraphQLField, type GraphQLFieldResolver, type GraphQLNamedType, type GraphQLSchema,
} from 'graphql';
import type { Connection } from './connection.ts';
import { badUserInput } from './graphqlErrors.ts';

type Resolver = GraphQLFieldResolver<unknown, unknown, Record<string, unknown>>;
type Pages = Pick<Connection<unknown>, 'edges'> & { pageInfo: { endCursor: string | null; } };

const longest = 8_192;
const tagLength = 8;

const isConnection = (type: GraphQLNamedType): boolean => isObjectType(type) && 'edges' in type.getFields() && 'pageInfo' in type.getFields();

/**
 * Binds the cursors of every list to the field that gives it: each leaves with a tag of its field, and one with another tag is
 * BAD_USER_INPUT before the resolver runs, which neither knows nor could forget it.
 */
export function bindCursors(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const isList = field.args.some(({ name }) => name === 'after') && isConnection(getNamedType(field.type));
      if (isList) bindField(field as GraphQLField<unknown, unknown, Record<string, unknown>>, tagOf(`${type.name}.${field.name}`));
    }
  }
}

const tagOf = (coordinate: string): string => hash('sha256', coordinate, 'base64url').slice(0, tagLength);

function bindField(field: GraphQLField<unknown, unknown, Record<string, unknown>>, tag: string): void {
  const resolve: Resolver = field.resolve ?? defaultFieldResolver;
  field.resolve = async (source, args, context, info) => {
    const given = args['after'];
    const bound = typeof given === 'string' ? { ...args, after: untagged(given, tag) } : args;
    return withTag((await resolve(source, bound, context, info)) as Pages | null | undefined, tag);
  };
}

function untagged(cursor: string, tag: string): string {
  if (cursor.length <= longest && cursor.startsWith(tag) && cursor.length > tagLength) return cursor.slice(tagLength);
  throw badUserInput('`after` is not a cursor that this list gave.', 'after');
}

function withTag(pages: Pages | null | undefined, tag: string): Pages | null | undefined {
  if (!pages) return pages;
  const tagged = <Cursor extends string | null | undefined>(cursor: Cursor): Cursor | string => (cursor == null ? cursor : tag + cursor);
  // What a resolver of its own gives later leaves untagged, and is then refused as another list's.
  const edges = Array.isArray(pages.edges) ? pages.edges.map((edge) => ({ ...edge, cursor: tag + edge.cursor })) : pages.edges;
  const pageInfo = typeof pages.pageInfo === 'object' ? { ...pages.pageInfo, endCursor: tagged(pages.pageInfo.endCursor) } : pages.pageInfo;
  return { ...pages, edges, pageInfo };
}
