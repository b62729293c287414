type Entry<Value> = { key: string; value: Value; older: Entry<Value>; newer: Entry<Value> };

/** At most so many values by key; what was used last is kept longest. */
export function createRecent<Value>(most: number) {
  const known = new Map<string, Entry<Value>>();
  // A ring, since a large Map takes many times as long to move a key to its end: `newer` than the seam is the oldest, `older` than it the newest.
  const seam = {} as Entry<Value>;
  seam.older = seam.newer = seam;
  const takeOut = ({ older, newer }: Entry<Value>): void => void ((older.newer = newer), (newer.older = older));
  const putLast = (entry: Entry<Value>): void => {
    entry.older = seam.older;
    entry.newer = seam;
    seam.older.newer = entry;
    seam.older = entry;
  };
  const remove = (key: string): void => {
    const entry = known.get(key);
    if (!entry) return;
    known.delete(key);
    takeOut(entry);
  };
  const set = (key: string, value: Value): Value => {
    remove(key);
    const entry = { key, value } as Entry<Value>;
    known.set(key, entry);
    putLast(entry);
    if (known.size > most) remove(seam.newer.key);
    return value;
  };
  const get = (key: string): Value | undefined => {
    const entry = known.get(key);
    if (!entry) return undefined;
    takeOut(entry);
    putLast(entry);
    return entry.value;
  };
  return {
    get,
    set,
    /** What cannot be made is not remembered. @throws what `make` throws */
    getOrMake: (key: string, make: () => Value): Value => get(key) ?? set(key, make()),
    delete: remove,
    clear(): void {
      known.clear();
      seam.older = seam.newer = seam;
    },
    leastRecentFirst(): Value[] {
      const values: Value[] = [];
      for (let entry = seam.newer; entry !== seam; entry = entry.newer) values.push(entry.value);
      return values;
    },
  };
}
export type Recent<Value> = ReturnType<typeof createRecent<Value>>;
