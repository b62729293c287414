import { exactKeyOf } from '@sysops-squad/chassis/exactKey';
import {
  Kind,
  valueFromASTUntyped,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CostWeights, FieldWeight, InputWeight } from './costWeights.ts';

export type OperationCost = {
  cost: number;
  /** The longest list that an argument asks for. */
  listSize: number;
};
export type Variables = Readonly<Record<string, unknown>>;

const assumedListSize = 10;
const mutationCost = 10;
/** Each lets an answer repeat what another field of the same object says, under a name that the client chooses. */
const weightOfAlias = 0.2;
const sizesKept = 50;
const keyLength = 200;

/**
 * Static cost by the IBM specification: each object weighs 1 and each leaf what it may hold, times the sizes of the
 * lists around it. What is skipped counts as well. Worked out once for each set of sizes that variables give.
 */
export function createCost(weights: CostWeights, document: DocumentNode, operation: OperationDefinitionNode): (variables: Variables) => OperationCost {
  const deciding = decidingVariables(weights, document, operation);
  const known = new Map<string, OperationCost>();
  return (variables) => {
    const key = exactKeyOf(variables, deciding);
    const cost = known.get(key) ?? costOf(weights, document, operation, variables);
    if (known.size < sizesKept && key.length <= keyLength) known.set(key, cost);
    return cost;
  };
}

/** Variables on which the cost depends: those within arguments that slice lists, and within inputs that weigh something. */
function decidingVariables(weights: CostWeights, document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const found = new Set<string>();
  walk(weights, document, operation, {}, (field, node) => {
    for (const argument of node.arguments ?? []) {
      const { value, name } = argument;
      const decides = field.slicing.includes(name.value) || weights.input(field.arguments.get(name.value)?.type ?? '');
      if (decides) visit(value, { Variable: (variable) => void found.add(variable.name.value) });
    }
  });
  return [...found];
}

function costOf(weights: CostWeights, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): OperationCost {
  const defaults = operation.variableDefinitions?.flatMap(({ variable, defaultValue }) => (defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : []));
  const given = Object.entries(variables).filter(([, value]) => value !== undefined);
  return walk(weights, document, operation, withoutPrototype([...(defaults ?? []), ...given]), () => {});
}

/** A variable may be called `toString`, and not be given. */
const withoutPrototype = (entries: (readonly [string, unknown])[]): Record<string, unknown> => Object.setPrototypeOf(Object.fromEntries(entries), null) as Record<string, unknown>;

type Sized = { size: number; fields: readonly string[] };

function walk(
  weights: CostWeights,
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  see: (field: FieldWeight, node: FieldNode) => void,
): OperationCost {
  const fragments = new Map(definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));
  const spreads = new Map<string, number>();
  let listSize = 0;

  const ofSelections = ({ selections }: SelectionSetNode, type: string, sized: Sized | undefined): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + ofField(selection, type, sized);
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + ofSelections(selection.selectionSet, selection.typeCondition?.name.value ?? type, sized);
      const fragment = fragments.get(selection.name.value);
      return sum + (fragment ? ofFragment(fragment, sized) : 0);
    }, 0);

  /** Each once for each size: a chain of fragments that doubles at every link is as long as it is written. */
  const ofFragment = ({ name, selectionSet, typeCondition }: FragmentDefinitionNode, sized: Sized | undefined): number => {
    const key = `${name.value} ${sized?.size} ${sized?.fields.join()}`;
    const known = spreads.get(key);
    if (known !== undefined) return known;
    spreads.set(key, 0); // a cycle, which validation reports, ends here
    const cost = ofSelections(selectionSet, typeCondition.name.value, sized);
    spreads.set(key, cost);
    return cost;
  };

  const ofField = (node: FieldNode, type: string, sized: Sized | undefined): number => {
    const field = weights.field(type, node.name.value);
    if (!field) return 0;
    see(field, node);
    const values = argumentValues(node, field, variables);
    const asked = askedSize(field, values);
    listSize = Math.max(listSize, asked ?? 0);
    const own = asked ?? field.assumedSize;
    const inherited = sized?.fields.includes(node.name.value) ? sized.size : undefined;
    const instances = field.isList ? (inherited ?? own ?? assumedListSize) : 1;
    const below = own !== undefined && field.sizedFields.length > 0 ? { size: own, fields: field.sizedFields } : undefined;
    const inner = node.selectionSet ? ofSelections(node.selectionSet, field.type, below) : 0;
    return instances * (field.weight + inner) + (node.alias ? weightOfAlias : 0) + inputCost(weights, field.arguments, values);
  };

  const cost = ofSelections(operation.selectionSet, weights.rootType(operation.operation), undefined);
  return { cost: rounded(cost + (operation.operation === 'mutation' ? mutationCost : 0)), listSize };
}

function argumentValues(node: FieldNode, field: FieldWeight, variables: Record<string, unknown>): Record<string, unknown> {
  if (field.arguments.size === 0) return {};
  const given = new Map(node.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]));
  return Object.fromEntries([...field.arguments].map(([name, { defaultValue }]) => [name, given.get(name) === undefined ? defaultValue : given.get(name)]));
}

function askedSize({ slicing }: FieldWeight, values: Record<string, unknown>): number | undefined {
  const sizes = slicing.map((name) => values[name]).filter((value) => typeof value === 'number');
  return sizes.length === 0 ? undefined : Math.max(0, ...sizes);
}

function inputCost(weights: CostWeights, inputs: ReadonlyMap<string, InputWeight>, values: Record<string, unknown>): number {
  let sum = 0;
  for (const [name, { weight, type }] of inputs) {
    const value = values[name];
    if (value === undefined || value === null) continue;
    const fields = weights.input(type);
    const objects = fields ? [value].flat(Infinity) : [];
    sum += weight + objects.reduce<number>((cost, object) => cost + (isObject(object) ? inputCost(weights, fields!, object) : 0), 0);
  }
  return sum;
}

/** Hundredths are enough, and sums of tenths are never exact. */
const rounded = (cost: number): number => Math.round(cost * 100) / 100;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
