import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type NamedTypeNode,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
  type TypeNode,
} from 'graphql';

export type InputWeight = { weight: number; type: string; defaultValue: unknown };

export type FieldWeight = {
  /** The type that it returns, without lists. */
  type: string;
  isList: boolean;
  /** Of one value, without what is selected of it. */
  weight: number;
  arguments: ReadonlyMap<string, InputWeight>;
  /** Arguments that say how long the list is. */
  slicing: readonly string[];
  /** The lists among the fields of what it returns that are as long as the slicing arguments say. */
  sizedFields: readonly string[];
  assumedSize: number | undefined;
};

/**
 * What the fields of a supergraph weigh, by `@cost` and `@listSize`; without them an object 1, a text 0.2, another scalar or an enum 0. One is about
 * half a kilobyte of an answer at most: a text that may be longer than some lines says so by `@cost`.
 */
export type CostWeights = {
  /** Undefined for fields that are not in the schema. */
  field: (type: string, field: string) => FieldWeight | undefined;
  /** The fields of an input type of which some weigh something, at any depth; undefined where none does. */
  input: (type: string) => ReadonlyMap<string, InputWeight> | undefined;
  rootType: (operation: string) => string;
};

/** @param sdl of a supergraph: the schema that clients see no longer has the directives */
export function readCostWeights(sdl: string): CostWeights {
  const { definitions } = parse(sdl, { noLocation: true });
  const schemas = definitions.filter((definition) => definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION);
  const names = directiveNames(schemas);
  const weightOf = (directives: readonly ConstDirectiveNode[] = []): number | undefined => argumentsOf(directives, names.cost)?.['weight'] as number | undefined;

  const typeWeights = new Map<string, number>();
  for (const definition of definitions) {
    const isLeaf = definition.kind === Kind.SCALAR_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION;
    const isComposite = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION || definition.kind === Kind.UNION_TYPE_DEFINITION;
    if (isLeaf || isComposite) typeWeights.set(definition.name.value, weightOf(definition.directives) ?? (isLeaf ? 0 : 1));
  }
  if (!typeWeights.has('String')) typeWeights.set('String', weightOfText);

  const inputWeight = ({ directives, type, defaultValue }: InputValueDefinitionNode): InputWeight => ({
    weight: weightOf(directives) ?? 0,
    type: namedType(type),
    defaultValue: defaultValue && valueFromASTUntyped(defaultValue),
  });
  const inputWeights = (inputs: readonly InputValueDefinitionNode[] = []) => new Map(inputs.map((input) => [input.name.value, inputWeight(input)]));
  const fieldWeight = (node: FieldDefinitionNode): FieldWeight => {
    const type = namedType(node.type);
    const isList = (node.type.kind === Kind.NON_NULL_TYPE ? node.type.type : node.type).kind === Kind.LIST_TYPE;
    const listSize = argumentsOf(node.directives ?? [], names.listSize);
    const pages = node.arguments?.map(({ name }) => name.value).filter((name) => name === 'first' || name === 'last') ?? [];
    return {
      type,
      isList,
      weight: weightOf(node.directives) ?? typeWeights.get(type) ?? 0,
      arguments: inputWeights(node.arguments),
      slicing: (listSize?.['slicingArguments'] as string[] | undefined) ?? (listSize ? [] : pages),
      sizedFields: (listSize?.['sizedFields'] as string[] | undefined) ?? (isList ? [] : connectionLists),
      assumedSize: listSize?.['assumedSize'] as number | undefined,
    };
  };

  const fields = new Map<string, Map<string, FieldWeight>>();
  const inputs = new Map<string, Map<string, InputWeight>>();
  for (const definition of definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      fields.set(definition.name.value, new Map(definition.fields?.map((node) => [node.name.value, fieldWeight(node)])));
    }
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) inputs.set(definition.name.value, inputWeights(definition.fields));
  }
  const heavy = heavyInputs(inputs);
  const roots = new Map(schemas.flatMap(({ operationTypes = [] }) => operationTypes.map(({ operation, type }) => [operation as string, type.name.value])));
  return {
    field: (type, field) => fields.get(type)?.get(field) ?? everywhere.get(field),
    input: (type) => (heavy.has(type) ? inputs.get(type) : undefined),
    rootType: (operation) => roots.get(operation) ?? operation.charAt(0).toUpperCase() + operation.slice(1),
  };
}

const weightOfText = 0.2;
/** The whole schema as tools ask for it is some hundred kilobytes. */
const everywhere = new Map<string, FieldWeight>(
  Object.entries({ __schema: 200, __type: 10, __typename: 0 }).map(([name, weight]) => [name, { type: name, isList: false, weight, arguments: new Map(), slicing: [], sizedFields: [], assumedSize: undefined }]),
);

/** What the pages of a Relay connection are in: `first` of the connection is how many of them there are. */
const connectionLists = ['edges', 'nodes'];

function heavyInputs(inputs: ReadonlyMap<string, ReadonlyMap<string, InputWeight>>): ReadonlySet<string> {
  const heavy = new Set<string>();
  for (let before = -1; before !== heavy.size; ) {
    before = heavy.size;
    for (const [name, fields] of inputs) if ([...fields.values()].some(({ weight, type }) => weight !== 0 || heavy.has(type))) heavy.add(name);
  }
  return heavy;
}

function namedType(type: TypeNode): string {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return (inner satisfies NamedTypeNode).name.value;
}

function argumentsOf(directives: readonly ConstDirectiveNode[], name: string): Record<string, unknown> | undefined {
  const directive = directives.find((candidate) => candidate.name.value === name);
  return directive && Object.fromEntries(directive.arguments?.map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]) ?? []);
}

/** The directives under the names by which this supergraph imports them. */
function directiveNames(schemas: readonly (SchemaDefinitionNode | SchemaExtensionNode)[]): { cost: string; listSize: string } {
  const links = schemas.flatMap(({ directives = [] }) => directives).filter(({ name }) => name.value === 'link');
  const link = links.map((node) => argumentsOf([node], 'link')!).find(({ url }) => String(url).startsWith('https://specs.apollo.dev/cost/'));
  const imported = ((link?.['import'] as (string | { name: string; as?: string })[] | undefined) ?? []).map((entry) => (typeof entry === 'string' ? { name: entry } : entry));
  const prefix = (link?.['as'] as string | undefined) ?? 'cost';
  const nameOf = (name: string, otherwise: string): string => {
    const entry = imported.find((candidate) => candidate.name === `@${name}`);
    return entry ? (entry.as ?? entry.name).slice(1) : otherwise;
  };
  return { cost: nameOf('cost', prefix), listSize: nameOf('listSize', link ? `${prefix}__listSize` : 'listSize') };
}
