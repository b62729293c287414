import { isCompositeType, Kind, parse, print, type FieldDefinitionNode, type GraphQLCompositeType, type GraphQLSchema, type SelectionSetNode } from 'graphql';

/** A field with arguments that some @requires selects: `arguments` as written there. */
export type RequiredField = { type: string; field: string; arguments: string };
export type Requirement = { type: string; field: string; requires: readonly RequiredField[] };

/** The fields of a supergraph whose @requires selects fields that take arguments. */
export function requirementsWithArguments(sdl: string, supergraphSchema: GraphQLSchema): Requirement[] {
  return parse(sdl, { noLocation: true }).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const type = supergraphSchema.getType(definition.name.value);
    if (!isCompositeType(type)) return [];
    return (definition.fields ?? []).flatMap((field) => {
      const requires = requiredSets(field).flatMap((set) => withArguments(supergraphSchema, type, set));
      return requires.length === 0 ? [] : [{ type: type.name, field: field.name.value, requires }];
    });
  });
}

function requiredSets({ directives = [] }: FieldDefinitionNode): SelectionSetNode[] {
  return directives.flatMap(({ name, arguments: args = [] }) => {
    const requires = name.value === 'join__field' ? args.find((argument) => argument.name.value === 'requires')?.value : undefined;
    return requires?.kind === Kind.STRING ? [selectionSet(requires.value)] : [];
  });
}

function selectionSet(text: string): SelectionSetNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  return (definition as { selectionSet: SelectionSetNode } | undefined)!.selectionSet;
}

function withArguments(schema: GraphQLSchema, type: GraphQLCompositeType, { selections }: SelectionSetNode): RequiredField[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : type;
      return isCompositeType(inner) ? withArguments(schema, inner, selection.selectionSet) : [];
    }
    const field = 'getFields' in type ? type.getFields()[selection.name.value] : undefined;
    if (!field) return [];
    const own = field.args.length > 0 ? [{ type: type.name, field: field.name, arguments: (selection.arguments ?? []).map(print).toSorted().join() }] : [];
    const inner = selection.selectionSet ? schema.getType(String(field.type).replace(/[[\]!]/g, '')) : undefined;
    return isCompositeType(inner) ? [...own, ...withArguments(schema, inner, selection.selectionSet!)] : own;
  });
}
