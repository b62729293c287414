import { isAbstractType, Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLError, type GraphQLSchema, type NamedTypeNode, type SelectionSetNode } from 'graphql';
import { deferLabelOf } from './deferDirective.ts';

/** Everything an operation selects under one response key of one type. `refusal`: why the caller gets none of it. */
export type SelectedField = { key: string; node: FieldNode; sets: SelectionSetNode[]; refusal: GraphQLError | undefined };
/** What is written later, under the label that `labelDefers` gave it. */
export type DeferredSelection = { label: string; set: SelectionSetNode };
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;
export type Selecting = { schema: GraphQLSchema; fragments: Fragments; /** The fields that the caller may not have. */ refusals?: ReadonlyMap<FieldNode, GraphQLError> | undefined };

export const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  new Map(definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));

/** What is selected on a type, fragments opened, in the order in which clients read it. Conditions are decided already. */
export function selectionOn({ schema, fragments, refusals }: Selecting, type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): { fields: SelectedField[]; deferred: DeferredSelection[] } {
  const deferred: DeferredSelection[] = [];
  const fields = new Map<string, SelectedField>();
  const opened = new Set<string>();
  const applies = (condition: NamedTypeNode | undefined): boolean => {
    const wanted = condition && schema.getType(condition.name.value);
    if (!wanted || wanted === type) return true;
    return isAbstractType(wanted) && 'getFields' in type && schema.isSubType(wanted, type);
  };
  /** Fragments of fragments may be spread more often than there is time to open them. */
  const openOnce = (name: string): FragmentDefinitionNode | undefined => {
    const isNew = !opened.has(name);
    opened.add(name);
    return isNew ? fragments.get(name) : undefined;
  };
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const refusal = refusals?.get(selection);
        const field = fields.get(key) ?? { key, node: selection, sets: [], refusal };
        fields.set(key, refusal ? field : withAllowed(field, selection));
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : openOnce(selection.name.value);
        if (!fragment || !applies(fragment.typeCondition)) continue;
        const label = deferLabelOf(selection);
        if (label === undefined) collect(fragment.selectionSet);
        else deferred.push({ label, set: fragment.selectionSet });
      }
    }
  };
  sets.forEach(collect);
  return { fields: [...fields.values()], deferred };
}

/** Refused on an interface, a field may still be selected where an object's own type allows it. */
const withAllowed = ({ key, node, sets, refusal }: SelectedField, allowed: FieldNode): SelectedField => ({
  key,
  node: refusal ? allowed : node,
  sets: allowed.selectionSet ? [...sets, allowed.selectionSet] : sets,
  refusal: undefined,
});
