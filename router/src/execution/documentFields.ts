import { isAbstractType, isObjectType, Kind, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type FieldNode, type GraphQLCompositeType, type GraphQLSchema } from 'graphql';

export const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

export function replaceFields(schema: GraphQLSchema, document: DocumentNode, replacement: (node: FieldNode, parent: GraphQLCompositeType) => FieldNode | undefined): DocumentNode {
  const types = new TypeInfo(schema);
  const visitor = { Field: (node: FieldNode) => replacement(node, types.getParentType()!) };
  return visit(document, visitWithTypeInfo(types, visitor));
}

export function forEachField(schema: GraphQLSchema, document: DocumentNode, use: (node: FieldNode, parent: GraphQLCompositeType) => void): void {
  replaceFields(schema, document, (node, parent) => void use(node, parent));
}

export const responseKeyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** Whether an object of the one may be seen as the other. */
export function isPartOf(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): boolean {
  const type = schema.getType(name);
  if (parent === type) return true;
  if (isAbstractType(type) && isObjectType(parent)) return schema.isSubType(type, parent);
  return isAbstractType(parent) && isObjectType(type) && schema.isSubType(parent, type);
}
