import {
  getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, isRequiredInputField,
  type GraphQLField, type GraphQLInputType, type GraphQLOutputType,
} from 'graphql';
import type { Makers } from './makers.ts';
import type { Place } from './places.ts';

export type Request = { query: string; variables: Record<string, unknown> };

/** A call of the place's field with this text at the place, and good values wherever else one is needed. */
export function requestFor({ operation, field, path }: Place, text: string, makers: Makers): Request {
  const put = { path, text };
  const given = field.args.flatMap((argument): [string, GraphQLInputType, unknown][] => {
    const at = [argument.name];
    const isNeeded = (isNonNullType(argument.type) && argument.defaultValue === undefined) || leadsTo(at, path);
    return isNeeded ? [[argument.name, argument.type, valueOf(argument.type, at, { field, makers, put })]] : [];
  });
  const heads = given.map(([name, type]) => `$${name}: ${String(type)}`).join(', ');
  const args = given.map(([name]) => `${name}: $${name}`).join(', ');
  return {
    query: `${operation} Texts${heads && `(${heads})`} { ${field.name}${args && `(${args})`} ${selectionOf(field.type, 0)} }`,
    variables: Object.fromEntries(given.map(([name, , value]) => [name, value])),
  };
}

type Filling = { field: GraphQLField<unknown, unknown>; makers: Makers; put: { path: readonly string[]; text: string } };

const leadsTo = (at: readonly string[], path: readonly string[]): boolean => at.every((name, n) => path[n] === name);

function valueOf(type: GraphQLInputType, at: readonly string[], filling: Filling): unknown {
  const { put, makers, field } = filling;
  const isOnTheWay = leadsTo(at, put.path);
  const inner = getNullableType(type);
  if (isListType(inner)) return isOnTheWay || isInputObjectType(getNamedType(inner)) ? [valueOf(inner.ofType, at, filling)] : madeList(at, filling);
  if (isOnTheWay && at.length === put.path.length) return put.text;
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter((one) => {
      const below = [...at, one.name];
      return isRequiredInputField(one) || leadsTo(below, put.path) || [field.name, ...below].join('.') in makers;
    });
    return Object.fromEntries(fields.map((one) => [one.name, valueOf(one.type, [...at, one.name], filling)]));
  }
  const made = goodValue(at, filling);
  if (made !== undefined) return made;
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  const values: Record<string, unknown> = { Int: 1, Float: 1, Boolean: true, DateTime: '2026-12-20T10:00:00Z', Date: '2026-12-01' };
  return inner.toString() in values ? values[inner.toString()] : 'none';
}

const madeList = (at: readonly string[], filling: Filling): unknown[] => {
  const made = goodValue(at, filling);
  return made === undefined ? [] : [made].flat();
};

/** By the whole name, by its last two parts, by its last. */
function goodValue(at: readonly string[], { field, makers }: Filling): unknown {
  const names = [[field.name, ...at].join('.'), at.slice(-2).join('.'), at.at(-1)!];
  return names.map((name) => makers[name]).find(Boolean)?.();
}

const deepest = 3;

/** The texts of an answer, as far as no list of pages begins. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter((one) => isTold(one, depth));
  return `{ __typename ${fields.map((one) => `${one.name} ${selectionOf(one.type, depth + 1)}`).join(' ')} }`;
}

function isTold({ type, args, name }: GraphQLField<unknown, unknown>, depth: number): boolean {
  if (args.some((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined)) return false;
  const inner = getNamedType(type);
  if (!isObjectType(inner)) return ['String', 'ID'].includes(inner.name) || name === 'code';
  return depth < deepest - 1 && !inner.name.endsWith('Connection');
}
