import { isObject, type JsonObject, type ResponsePath } from './jsonValue.ts';

/** A path in a query plan: `@` stands for every element of a list. */
export type PlanPath = readonly (string | number)[];

/** The objects at these paths of the data collected so far. */
export function objectsAt(data: JsonObject, paths: readonly PlanPath[]): JsonObject[] {
  const found: JsonObject[] = [];
  for (const path of paths) collect(data, path, 0, found);
  return found;
}

function collect(value: unknown, path: PlanPath, at: number, found: JsonObject[]): void {
  if (Array.isArray(value)) {
    const next = path[at] === '@' ? at + 1 : at;
    for (const element of value) collect(element, path, next, found);
  } else if (isObject(value)) {
    if (at === path.length) found.push(value);
    else if (path[at] !== '@') collect(value[path[at]!], path, at + 1, found);
  }
}

/** Where each of those objects lies, in the order of `objectsAt`. Walked only when there is an error to report. */
export function pathsOf(data: JsonObject, paths: readonly PlanPath[]): Map<JsonObject, ResponsePath> {
  const found = new Map<JsonObject, ResponsePath>();
  const walk = (value: unknown, path: PlanPath, at: number, here: ResponsePath): void => {
    if (Array.isArray(value)) {
      const next = path[at] === '@' ? at + 1 : at;
      value.forEach((element, index) => walk(element, path, next, [...here, index]));
    } else if (isObject(value)) {
      if (at === path.length) found.set(value, here);
      else if (path[at] !== '@') walk(value[path[at]!], path, at + 1, [...here, path[at]!]);
    }
  };
  for (const path of paths) walk(data, path, 0, []);
  return found;
}

/** The path that all of these begin with: the place of a failure that concerns them together. */
export function commonPath(paths: readonly ResponsePath[]): ResponsePath {
  const [first = [], ...others] = paths;
  const end = first.findIndex((part, at) => others.some((path) => path[at] !== part));
  return end === -1 ? first : first.slice(0, end);
}
