import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { hintOfField, hintOfType, type Hint, type Scope } from './hints.ts';

/** How long an answer may be kept, in seconds, and for whom: for everybody, or for whoever got it. */
export type CachePolicy = { maxAge: number; scope: Scope };

/**
 * What may be kept of a document's answer, by what it selects: the least age counts, and PRIVATE. As Apollo Server has it: whatever gives objects, and every root
 * field, needs an age of its own or its type's, or inherits its parent's; without one, nothing may be kept. Unlike there an age without a scope is PRIVATE, and
 * all types that a fragment may meet count.
 */
export function documentPolicy(schema: GraphQLSchema, document: DocumentNode): CachePolicy | undefined {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operations.some(({ operation }) => operation !== OperationTypeNode.QUERY)) return undefined;
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])));
  const hints: Hint[] = [];
  for (const { selectionSet } of operations) collect({ schema, fragments, hints }, selectionSet, [schema.getQueryType()!], true);
  const ages = hints.flatMap(({ maxAge }) => maxAge ?? []);
  const maxAge = Math.min(...ages);
  if (ages.length === 0 || !(maxAge > 0)) return undefined;
  return { maxAge, scope: hints.every(({ maxAge: age, scope }) => scope === 'PUBLIC' || (age === undefined && scope === undefined)) ? 'PUBLIC' : 'PRIVATE' };
}

type Walk = { schema: GraphQLSchema; fragments: ReadonlyMap<string, FragmentDefinitionNode>; hints: Hint[] };

function collect(walk: Walk, { selections }: SelectionSetNode, parents: readonly GraphQLObjectType[], isRoot: boolean): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) collectField(walk, selection, parents, isRoot);
    else {
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(selection.name.value)! : selection;
      const condition = fragment.typeCondition && (walk.schema.getType(fragment.typeCondition.name.value) as GraphQLCompositeType);
      const met = condition ? possibleTypes(walk.schema, condition) : parents;
      collect(walk, fragment.selectionSet, parents.filter((parent) => met.includes(parent)), isRoot);
    }
  }
}

function collectField(walk: Walk, node: FieldNode, parents: readonly GraphQLObjectType[], isRoot: boolean): void {
  if (node.name.value === '__typename') return;
  const fields = parents.flatMap((parent) => parent.getFields()[node.name.value] ?? []);
  if (isRoot && fields.length === 0) walk.hints.push({ maxAge: 0 });
  const given = new Set<GraphQLObjectType>();
  for (const field of fields) {
    const type = getNamedType(field.type);
    if (node.name.value === '_entities' && isRoot) {
      for (const entity of entityTypes(walk, node)) walk.hints.push({ ...hintOfType(entity), maxAge: hintOfType(entity).maxAge ?? 0 });
    } else walk.hints.push(fieldHint(field, isRoot));
    if (isCompositeType(type)) for (const one of possibleTypes(walk.schema, type)) given.add(one);
  }
  if (node.selectionSet) collect(walk, node.selectionSet, [...given], false);
}

/** The hint of one field: its own before that of the type which it gives. */
function fieldHint(field: GraphQLField<unknown, unknown>, isRoot: boolean): Hint {
  const type = getNamedType(field.type);
  const ofType = isCompositeType(type) ? hintOfType(type) : {};
  const own = hintOfField(field);
  const inherits = own.inheritMaxAge ? ofType.maxAge === undefined : (ofType.inheritMaxAge ?? false);
  const maxAge = inherits && own.inheritMaxAge ? undefined : (own.maxAge ?? ofType.maxAge);
  const scope = own.scope ?? ofType.scope;
  const needsAge = isRoot || (isCompositeType(type) && !inherits);
  return { ...(maxAge !== undefined ? { maxAge } : needsAge && { maxAge: 0 }), ...(scope && { scope }) };
}

/** Those that the router asks for: it names each of them in a fragment. */
function entityTypes({ schema, fragments }: Walk, { selectionSet }: FieldNode): GraphQLObjectType[] {
  const conditions = (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [];
    return (selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection)?.typeCondition ?? [];
  });
  return conditions.flatMap(({ name }) => possibleTypes(schema, schema.getType(name.value) as GraphQLCompositeType));
}

const possibleTypes = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] => (isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : []);
