/**
 * A key for what a client sent, or a part of it: equal for values that mean the same, and for no others. The order of an object's
 * keys means nothing; null, undefined and an absent key differ, and so do numbers that JSON cannot tell apart (-0, NaN, Infinity).
 * @throws TypeError for what no JSON holds, such as a Date; it calls itself for each level of a value
 */
export function exactKey(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      return value === null ? 'null' : keyOfObject(value);
    default:
      throw new TypeError(`a ${typeof value} has no key`);
  }
}

function keyOfObject(value: object): string {
  if (Array.isArray(value)) return `[${value.map(exactKey).join()}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`a ${value.constructor.name} has no key`);
  const names = Object.keys(value);
  if (names.length > 1) names.sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${exactKey((value as Record<string, unknown>)[name])}`).join()}}`;
}

/** Of some of an object's own values: one that is absent is told from one that is there. */
export const exactKeyOf = (values: Readonly<Record<string, unknown>>, names: readonly string[]): string =>
  names.length === 0 ? '' : names.map((name) => (Object.hasOwn(values, name) ? exactKey(values[name]) : '')).join();
