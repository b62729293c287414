import { isAbstractType, Kind, type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLSchema, type NamedTypeNode, type SelectionSetNode } from 'graphql';
import { conditionsOf, type Conditions } from './conditions.ts';

/** A selection set that counts only while its conditions hold. */
export type ConditionalSet = { set: SelectionSetNode; when: Conditions };

/** Everything an operation selects under one response key of one type. */
export type SelectedField = {
  key: string;
  name: string;
  node: FieldNode;
  /** Selected while any of these holds; null: always. */
  when: readonly Conditions[] | null;
  sets: ConditionalSet[];
};

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The fields selected on a type, fragments opened, in the order in which clients read them. */
export function selectedFields(schema: GraphQLSchema, fragments: Fragments, type: GraphQLCompositeType, sets: readonly ConditionalSet[]): SelectedField[] {
  const occurrences = new Map<string, { node: FieldNode; when: Conditions }[]>();

  const applies = (condition: NamedTypeNode | undefined): boolean => {
    const wanted = condition && schema.getType(condition.name.value);
    if (!wanted || wanted === type) return true;
    return isAbstractType(wanted) && 'getFields' in type && schema.isSubType(wanted, type);
  };
  const walk = ({ selections }: SelectionSetNode, outer: Conditions): void => {
    for (const selection of selections) {
      const own = conditionsOf(selection.directives);
      if (!own) continue;
      const when = own.length === 0 ? outer : [...outer, ...own];
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        occurrences.set(key, [...(occurrences.get(key) ?? []), { node: selection, when }]);
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
        if (applies(fragment.typeCondition)) walk(fragment.selectionSet, when);
      }
    }
  };
  for (const { set, when } of sets) walk(set, when);
  return [...occurrences].map(([key, found]) => asField(key, found));
}

function asField(key: string, found: readonly { node: FieldNode; when: Conditions }[]): SelectedField {
  const { node } = found[0]!;
  const always = found.some(({ when }) => when.length === 0);
  const sets = found.flatMap(({ node: { selectionSet: set }, when }) => (set ? [{ set, when: found.length === 1 ? [] : when }] : []));
  return { key, name: node.name.value, node, when: always ? null : found.map(({ when }) => when), sets };
}
