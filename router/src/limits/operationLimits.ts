import { GraphQLError, Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** What an operation may be at most. */
export type OperationLimits = {
  /** Characters of the document. */
  documentLength: number;
  tokens: number;
  /** Brackets of any kind within each other, looked at before anything is parsed. */
  nesting: number;
  /** Characters of a name, of a field, an alias or anything else: answers repeat it for each item of a list. */
  nameLength: number;
  /** Fields within fields. */
  depth: number;
  aliases: number;
  rootFields: number;
  directives: number;
  /** How often the document selects fields under one name, or spreads fragments: validation compares every two of them. */
  repeatedFields: number;
  /** Lists of the schema within lists of the schema: fields of types of fields … */
  introspectionDepth: number;
  /** What `first`, `last` or another argument that slices a list asks for. */
  listSize: number;
  cost: number;
};

export const defaultLimits: OperationLimits = {
  documentLength: 65_536,
  tokens: 5_000,
  nesting: 100,
  nameLength: 128,
  depth: 15,
  aliases: 50,
  rootFields: 20,
  directives: 50,
  repeatedFields: 250,
  introspectionDepth: 2,
  listSize: 1_000,
  cost: 50_000,
};

export const tooLarge = (limit: keyof OperationLimits, actual: number, maximum: number): GraphQLError =>
  new GraphQLError(`The operation is too large: ${limit} ${actual}, at most ${maximum}. Split it.`, {
    extensions: { code: 'OPERATION_TOO_LARGE', limit, actual, maximum },
  });

type Size = Pick<OperationLimits, 'depth' | 'aliases' | 'rootFields' | 'directives' | 'introspectionDepth'>;
type Measured = Size & { schemaLists: number };
type Limits = Size & Pick<OperationLimits, 'repeatedFields'>;
const nothing: Measured = { depth: 0, aliases: 0, rootFields: 0, directives: 0, introspectionDepth: 0, schemaLists: 0 };
const measuredLimits = ['depth', 'aliases', 'rootFields', 'directives', 'introspectionDepth'] as const;
const schemaLists = new Set(['fields', 'interfaces', 'possibleTypes', 'inputFields']);

/** Why the document is refused: an operation so deep or so wide that no front end writes it. Fragments count where they are used. */
export function exceededLimits({ definitions }: DocumentNode, limits: Limits): GraphQLError[] {
  const repeated = mostRepeated(definitions.flatMap((definition) => ('selectionSet' in definition ? [definition.selectionSet] : [])));
  if (repeated > limits.repeatedFields) return [tooLarge('repeatedFields', repeated, limits.repeatedFields)];
  const fragments = new Map(definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])));
  const measure = createMeasure(fragments);
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const size = measure(definition.selectionSet);
    size.directives += definition.directives?.length ?? 0;
    return measuredLimits.filter((name) => size[name] > limits[name]).map((name) => tooLarge(name, size[name], limits[name]));
  });
}

/** As the document is written: what is compared lies in one place, and is never more than that. */
function mostRepeated(sets: SelectionSetNode[]): number {
  const times = new Map<string, number>();
  for (let set = sets.pop(); set; set = sets.pop()) {
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) sets.push(selection.selectionSet);
      if (selection.kind === Kind.INLINE_FRAGMENT) continue;
      const name = selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : '...';
      times.set(name, (times.get(name) ?? 0) + 1);
    }
  }
  return Math.max(0, ...times.values());
}

/** Measures each fragment once, so that fragments of fragments cost no more to measure than to write. */
function createMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (selections: SelectionSetNode) => Measured {
  const measured = new Map<string, Measured>();
  const measureFragment = (name: string): Measured => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, nothing); // a cycle, which validation reports, ends here
    const fragment = fragments.get(name);
    const size = fragment ? measure(fragment.selectionSet) : nothing;
    measured.set(name, size);
    return size;
  };
  const measure = ({ selections }: SelectionSetNode): Measured => {
    const total = { ...nothing };
    for (const selection of selections) {
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? measureFragment(selection.name.value) : selection.selectionSet ? measure(selection.selectionSet) : nothing;
      const field = selection.kind === Kind.FIELD ? selection : undefined;
      total.depth = Math.max(total.depth, inner.depth + (field ? 1 : 0));
      total.aliases += inner.aliases + (field?.alias ? 1 : 0);
      total.rootFields += field ? 1 : inner.rootFields;
      total.directives += inner.directives + (selection.directives?.length ?? 0);
      total.schemaLists = Math.max(total.schemaLists, inner.schemaLists + (field && schemaLists.has(field.name.value) ? 1 : 0));
      const asksAboutSchema = field?.name.value === '__schema' || field?.name.value === '__type';
      total.introspectionDepth = Math.max(total.introspectionDepth, asksAboutSchema ? inner.schemaLists : inner.introspectionDepth);
    }
    return total;
  };
  return measure;
}
