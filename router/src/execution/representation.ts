import type { QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Rewrite } from './dataRewrites.ts';
import { isObject, type JsonObject } from './jsonValue.ts';
import { quote } from './leafValues.ts';
import { mergeAnswer } from './mergeAnswer.ts';
import type { TypeConditions } from './typeConditions.ts';

/** What a subgraph must know of an object to add fields to it, as JSON; null when something it needs could not be fetched. */
export type Represent = (object: JsonObject) => string | null;

/** Worked out once per type: nearly always that is a type's name and some plain fields, which are written without building an object. */
export function compileRepresentation(requires: readonly QueryPlanSelectionNode[], meets: TypeConditions, rewrite: Rewrite | undefined): Represent {
  const build = compileBuild(requires, meets);
  const general: Represent = (object) => {
    const representation = build(object);
    if (!representation?.['__typename']) return null;
    rewrite?.(representation);
    return JSON.stringify(representation);
  };
  const byType = new Map<unknown, Represent>();
  const representOf = (typename: unknown): Represent => {
    const fragments = requires.filter((selection) => selection.kind === 'InlineFragment' && selection.typeCondition !== undefined && meets(selection.typeCondition, typename));
    const plain = fragments.length === 1 && !rewrite ? plainFields(fragments[0]!.selections!) : undefined;
    return plain ? compileText(plain, typename) : general;
  };
  return (object) => {
    const typename = object['__typename'];
    let represent = byType.get(typename);
    if (!represent) byType.set(typename, (represent = representOf(typename)));
    return represent(object);
  };
}

/** Undefined unless all are fields without fields of their own, the type's name among them. */
function plainFields(selections: readonly QueryPlanSelectionNode[]): string[] | undefined {
  const names = selections.flatMap((selection) => (selection.kind === 'Field' && !selection.selections ? [selection.alias ?? selection.name] : []));
  return names.length === selections.length && names.includes('__typename') ? names.filter((name) => name !== '__typename') : undefined;
}

/** Code made for the type, as the writer's is. */
function compileText(names: readonly string[], typename: unknown): Represent {
  const fields = names.map((name) => `
    value = object[${JSON.stringify(name)}];
    if (value === undefined) return null;
    text += ${JSON.stringify(`,${JSON.stringify(name)}:`)} + (typeof value === 'string' ? quote(value) : JSON.stringify(value));`);
  const body = `return (object) => { let text = ${JSON.stringify(`{"__typename":${JSON.stringify(typename)}`)}, value; ${fields.join('')} return text + '}'; };`;
  const make = new Function('quote', body) as (...parts: unknown[]) => Represent;
  return make(quote);
}

type Build = (object: JsonObject) => JsonObject | null;
type Add = (object: JsonObject, to: JsonObject) => boolean;

function compileBuild(requires: readonly QueryPlanSelectionNode[], meets: TypeConditions): Build {
  const parts = requires.map((selection) => (selection.kind === 'Field' ? compileField(selection, meets) : compileFragment(selection, meets)));
  return (object) => {
    const representation: JsonObject = {};
    for (const add of parts) if (!add(object, representation)) return null;
    return representation;
  };
}

function compileField({ name, alias, selections }: QueryPlanFieldNode, meets: TypeConditions): Add {
  const key = alias ?? name;
  const build = selections && compileBuild(selections, meets);
  const valueOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(valueOf);
    return build && isObject(value) ? build(value) : value;
  };
  return (object, to) => {
    const value = object[key];
    if (value === undefined) return false;
    to[key] = build ? valueOf(value) : value;
    return true;
  };
}

function compileFragment({ typeCondition, selections }: Exclude<QueryPlanSelectionNode, QueryPlanFieldNode>, meets: TypeConditions): Add {
  const build = compileBuild(selections, meets);
  return (object, to) => {
    if (typeCondition === undefined || !meets(typeCondition, object['__typename'])) return true;
    const part = build(object);
    if (part) mergeAnswer(to, part);
    return true;
  };
}
