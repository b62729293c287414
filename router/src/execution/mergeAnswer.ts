import { isObject, type JsonObject } from './jsonValue.ts';

/**
 * Adds what a subgraph answered to what is known already: objects key by key, lists of one length element by element.
 * @param keep the answer stays as it is, to be added elsewhere too
 */
export function mergeAnswer(known: JsonObject, answer: JsonObject, keep = false): void {
  for (const key of Object.keys(answer)) {
    const added = answer[key];
    if (added === undefined || key === '__proto__') continue;
    const before = known[key];
    if (isObject(before) && isObject(added)) mergeAnswer(before, added, keep);
    else if (Array.isArray(before) && Array.isArray(added) && before.length === added.length) mergeLists(before, added, keep);
    else known[key] = keep ? copyOf(added) : added;
  }
}

function mergeLists(known: unknown[], answer: unknown[], keep: boolean): void {
  for (let index = 0; index < answer.length; index += 1) {
    const [before, added] = [known[index], answer[index]];
    if (isObject(before) && isObject(added)) mergeAnswer(before, added, keep);
    else if (Array.isArray(before) && Array.isArray(added) && before.length === added.length) mergeLists(before, added, keep);
    else known[index] = keep ? copyOf(added) : added;
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
