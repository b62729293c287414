/** What follows from an object that never changes, worked out when it is first asked for and kept as long as the object. @throws what `make` throws, which is not kept */
export function oncePer<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { value: Value }>();
  return (key) => {
    const kept = known.get(key);
    if (kept) return kept.value;
    const value = make(key);
    known.set(key, { value });
    return value;
  };
}
