import { getNullableType, isLeafType, isListType, isNonNullType, isObjectType, type GraphQLLeafType, type GraphQLOutputType } from 'graphql';
import type { FetchNode } from '@apollo/query-planner';
import { suppliersOf } from './supplies.ts';
import type { Field, Selected } from './selected.ts';

/** A value whose text goes from a subgraph's answer into ours as it is. */
export type Copied = { isNullable: boolean } & (
  | { kind: 'leaf'; type: GraphQLLeafType }
  | { kind: 'typename'; name: string }
  | { kind: 'list'; of: Copied }
  | { kind: 'object'; fields: CopiedField[] }
);
export type CopiedField = { key: string; value: Copied };
/** Neighbours in the client's selection that are neighbours in a subgraph's answer too. */
export type Run = { fetch: FetchNode; fields: CopiedField[] };

/** The runs of a selection, in its order. What belongs to none is looked at field by field. */
export function runsOf(selected: Selected): Run[] {
  const runs: Run[] = [];
  let last: Run | undefined;
  for (const field of selected.fields) {
    const fetch = onlySupplier(selected, field);
    const value = fetch && copiedField(selected, field, fetch);
    if (!value) {
      last = undefined;
      continue;
    }
    const { key } = field;
    if (last?.fetch === fetch && areNeighbours(selected.place.keys.get(fetch)!, last.fields.at(-1)!.key, key)) last.fields.push({ key, value });
    else runs.push((last = { fetch, fields: [{ key, value }] }));
  }
  return runs;
}

/** What a run is called in the data: no field is called so. */
export const nameOf = ({ fields }: Run): string => `:${fields[0]!.key}`;

const areNeighbours = (keys: readonly string[], one: string, other: string): boolean => keys.indexOf(other) === keys.indexOf(one) + 1;

function onlySupplier({ place }: Selected, { key }: Field): FetchNode | undefined {
  const suppliers = place.isOpen ? [] : suppliersOf(place, key);
  return suppliers.length === 1 ? suppliers[0] : undefined;
}

/** Undefined where a value must be looked at: because somebody reads it, or because the client wants something else than was sent. */
function copiedField(selected: Selected, field: Field, fetch: FetchNode): Copied | undefined {
  const { key } = field;
  if (field.dataKey !== key || field.isRefused || selected.place.children.get(key)?.isRead) return undefined;
  if (field.isTypename) return { isNullable: false, kind: 'typename', name: selected.type.name };
  return field.type && copied(field.type, () => copiedObject(selected, key, fetch));
}

function copied(type: GraphQLOutputType, object: () => CopiedField[] | undefined): Copied | undefined {
  const isNullable = !isNonNullType(type);
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const of = copied(nullable.ofType as GraphQLOutputType, object);
    return of && { isNullable, kind: 'list', of };
  }
  if (isLeafType(nullable)) return { isNullable, kind: 'leaf', type: nullable };
  const fields = isObjectType(nullable) ? object() : undefined;
  return fields && { isNullable, kind: 'object', fields };
}

/** Only when everything that was sent is wanted, in the same order. */
function copiedObject(selected: Selected, key: string, fetch: FetchNode): CopiedField[] | undefined {
  const inner = selected.under(key);
  const sent = inner?.place.keys.get(fetch);
  if (!inner || !sent || inner.fields.map((field) => field.key).join() !== sent.join()) return undefined;
  const fields = inner.fields.map((field) => ({ key: field.key, value: onlySupplier(inner, field) && copiedField(inner, field, fetch) }));
  return fields.every((field): field is CopiedField => field.value !== undefined) ? fields : undefined;
}

