import type { FetchNode } from '@apollo/query-planner';
import { getNullableType, isListType, type GraphQLOutputType } from 'graphql';
import { nameOf, runsOf, type CopiedField } from './copied.ts';
import type { Selected } from './selected.ts';

/** How a subgraph's answer is read. */
export type Shape =
  /** As JSON. */
  | { kind: 'value' }
  /** The name of the only type that can be here. */
  | { kind: 'typename'; name: string }
  | { kind: 'list'; of: Shape }
  | { kind: 'object'; parts: Part[] };
/** A field to be known by its key, or fields whose text is kept under the name of their run. */
export type Part = { key: string; shape: Shape } | { run: string; fields: CopiedField[] };

/** Undefined: all of it is read as JSON. */
export function shapeOf(fetch: FetchNode, selected: Selected): Shape | undefined {
  const keys = selected.place.keys.get(fetch);
  if (!keys || selected.place.isOpen || new Set(keys).size < keys.length) return undefined;
  const runs = new Map(runsOf(selected).flatMap((run) => (run.fetch === fetch ? [[run.fields[0]!.key, run] as const] : [])));
  const parts: Part[] = [];
  for (let at = 0; at < keys.length; ) {
    const key = keys[at]!;
    const run = runs.get(key);
    parts.push(run ? { run: nameOf(run), fields: run.fields } : { key, shape: fieldShape(fetch, selected, key) });
    at += run ? run.fields.length : 1;
  }
  return { kind: 'object', parts };
}

function fieldShape(fetch: FetchNode, selected: Selected, key: string): Shape {
  if (key === '__typename') return { kind: 'typename', name: selected.type.name };
  const inner = selected.under(key);
  const shape = inner && shapeOf(fetch, inner);
  const type = selected.fields.find((field) => field.dataKey === key)?.type;
  return shape && type ? listed(type, shape) : { kind: 'value' };
}

function listed(type: GraphQLOutputType, shape: Shape): Shape {
  const nullable = getNullableType(type);
  return isListType(nullable) ? { kind: 'list', of: listed(nullable.ofType as GraphQLOutputType, shape) } : shape;
}
