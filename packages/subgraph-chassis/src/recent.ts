/** At most so many values by key; what was used last is kept longest. */
export function createRecent<Value>(most: number) {
  const known = new Map<string, Value>();
  const set = (key: string, value: Value): Value => {
    known.delete(key);
    known.set(key, value);
    if (known.size > most) known.delete(known.keys().next().value!);
    return value;
  };
  const get = (key: string): Value | undefined => {
    const value = known.get(key);
    return value === undefined ? undefined : set(key, value);
  };
  return {
    get,
    set,
    /** What cannot be made is not remembered. @throws what `make` throws */
    getOrMake: (key: string, make: () => Value): Value => get(key) ?? set(key, make()),
    delete: (key: string): void => void known.delete(key),
    clear: (): void => known.clear(),
    leastRecentFirst: (): Value[] => [...known.values()],
  };
}
export type Recent<Value> = ReturnType<typeof createRecent<Value>>;
