import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { objects } from './matrix.ts';

/** Arguments of fields that need some; the others are made up. */
export type Arguments = (field: string, argument: string) => unknown;

export const isEntity = ({ name }: GraphQLObjectType): boolean => name in objects;

/**
 * Everything that a field leads to: all leaves, the parts of an answer as deep as they go, other objects `depth` of them deep, and
 * from each at least the id, by which it is known whose it is.
 */
export function selectAll(field: GraphQLField<unknown, unknown>, depth: number, args: Arguments, above: readonly string[] = []): string {
  const call = `${field.name}${argumentsText(field, args)}`;
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return call;
  if (isEntity(type) && depth === 0) return `${call} { id }`;
  if (!isEntity(type) && above.includes(type.name)) return '';
  const further = isEntity(type) ? depth - 1 : depth;
  const within = isEntity(type) ? [] : [...above, type.name];
  return `${call} { ${Object.values(type.getFields()).map((inner) => selectAll(inner, further, args, within)).join(' ')} }`;
}

/** The arguments of a call as text: those that `args` gives, and the least of those that are required. */
export function argumentsText(field: GraphQLField<unknown, unknown>, args: Arguments): string {
  const given = field.args.flatMap((argument) => {
    const value = args(field.name, argument.name) ?? (isRequiredArgument(argument) ? madeUp(argument.type) : undefined);
    return value === undefined ? [] : [`${argument.name}: ${literal(value)}`];
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

class Name {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The least that is valid, and refers to nothing that there is. */
function madeUp(type: GraphQLInputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return new Name(inner.getValues()[0]!.name);
  if (isInputObjectType(inner)) return Object.fromEntries(Object.values(inner.getFields()).filter(isRequiredInputField).map((field) => [field.name, madeUp(field.type)]));
  if (!isScalarType(inner)) throw new Error(`nothing can be made up for ${String(inner)}`);
  const values: Record<string, unknown> = { Int: 1, Float: 1, Boolean: true, DateTime: '2026-01-01T00:00:00Z', Date: '2026-01-01' };
  return inner.name in values ? values[inner.name] : 'none';
}

function literal(value: unknown): string {
  if (value instanceof Name) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`).join(', ')} }`;
  return JSON.stringify(value);
}
