import type { QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isObject, type JsonObject } from './jsonValue.ts';
import { mergeAnswer } from './mergeAnswer.ts';
import type { TypeConditions } from './typeConditions.ts';

/** What a subgraph must know of an object to add fields to it; null when something it needs could not be fetched. */
export type Represent = (object: JsonObject) => JsonObject | null;

type Add = (object: JsonObject, to: JsonObject) => boolean;

export function compileRepresentation(requires: readonly QueryPlanSelectionNode[], meets: TypeConditions): Represent {
  const parts = requires.map((selection) => (selection.kind === 'Field' ? compileField(selection, meets) : compileFragment(selection, meets)));
  return (object) => {
    const representation: JsonObject = {};
    for (const add of parts) if (!add(object, representation)) return null;
    return representation;
  };
}

function compileField({ name, alias, selections }: QueryPlanFieldNode, meets: TypeConditions): Add {
  const key = alias ?? name;
  const represent = selections && compileRepresentation(selections, meets);
  const valueOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(valueOf);
    return represent && isObject(value) ? represent(value) : value;
  };
  return (object, to) => {
    const value = object[key];
    if (value === undefined) return false;
    to[key] = represent ? valueOf(value) : value;
    return true;
  };
}

function compileFragment({ typeCondition, selections }: Exclude<QueryPlanSelectionNode, QueryPlanFieldNode>, meets: TypeConditions): Add {
  const represent = compileRepresentation(selections, meets);
  return (object, to) => {
    if (typeCondition === undefined || !meets(typeCondition, object['__typename'])) return true;
    const part = represent(object);
    if (part) mergeAnswer(to, part);
    return true;
  };
}
