import type { FetchDataRewrite } from '@apollo/query-planner';
import { isObject, type JsonObject } from './jsonValue.ts';
import type { TypeConditions } from './typeConditions.ts';

const fragment = '... on ';
export type Rewrite = (value: unknown) => void;

/** What the planner wants changed in what goes to a subgraph, or in what comes from it. */
export function compileRewrites(rewrites: readonly FetchDataRewrite[] | undefined, meets: TypeConditions): Rewrite | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  const all = rewrites.map((rewrite) => compileRewrite(rewrite, meets));
  return (value) => all.forEach((apply) => apply(value));
}

function compileRewrite(rewrite: FetchDataRewrite, meets: TypeConditions): Rewrite {
  const change = changeOf(rewrite);
  const walk = (value: unknown, at: number): void => {
    if (Array.isArray(value)) return value.forEach((element) => walk(element, at));
    if (!isObject(value)) return;
    if (at === rewrite.path.length - 1) return change(value);
    const step = rewrite.path[at]!;
    if (!step.startsWith(fragment)) return walk(value[step], at + 1);
    const typename = value['__typename'];
    if (typename === undefined || meets(step.slice(fragment.length), typename)) walk(value, at + 1);
  };
  return (value) => walk(value, 0);
}

function changeOf(rewrite: FetchDataRewrite): (object: JsonObject) => void {
  const key = rewrite.path.at(-1)!;
  if (rewrite.kind === 'ValueSetter') return (object) => void (object[key] = rewrite.setValueTo);
  return (object) => {
    if (object[key] === undefined) return;
    object[rewrite.renameKeyTo] = object[key];
    delete object[key];
  };
}

/** From the names that a subgraph was asked with to those that the plan goes on with: its errors bear the former. */
export const renamedKeys = (rewrites: readonly FetchDataRewrite[] | undefined): ReadonlyMap<string, string> =>
  new Map((rewrites ?? []).flatMap((rewrite) => (rewrite.kind === 'KeyRenamer' ? [[rewrite.path.at(-1)!, rewrite.renameKeyTo] as const] : [])));
