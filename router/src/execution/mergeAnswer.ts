import { isObject, type JsonObject } from './jsonValue.ts';

/** Adds what a subgraph answered to what is known already: objects key by key, lists of one length element by element. */
export function mergeAnswer(known: JsonObject, answer: JsonObject): void {
  for (const key of Object.keys(answer)) {
    const added = answer[key];
    if (added === undefined || key === '__proto__') continue;
    const before = known[key];
    if (isObject(before) && isObject(added)) mergeAnswer(before, added);
    else if (Array.isArray(before) && Array.isArray(added) && before.length === added.length) mergeLists(before, added);
    else known[key] = added;
  }
}

function mergeLists(known: unknown[], answer: unknown[]): void {
  for (let index = 0; index < answer.length; index += 1) {
    const [before, added] = [known[index], answer[index]];
    if (isObject(before) && isObject(added)) mergeAnswer(before, added);
    else if (Array.isArray(before) && Array.isArray(added) && before.length === added.length) mergeLists(before, added);
    else known[index] = added;
  }
}

/** Two places must never share an object: what is fetched later may differ from place to place. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) if (key !== '__proto__') copy[key] = copyOf(value[key]);
  return copy as T;
}
