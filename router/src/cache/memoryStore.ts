import type { Entry, Found, Kept, Store } from './store.ts';

type Held = Kept & { generation: string; bytes: number };

/** What V8 takes at most for a character, and for whatever surrounds an entry. */
const bytesPerCharacter = 2;
const bytesAround = 250;

/** In this process, within so many bytes: what was used least recently goes first. */
export function createMemoryStore(mostBytes: number, now = Date.now): Store {
  const held = new Map<string, Held>();
  const generations = new Map<string, number>();
  let bytes = 0;
  const generationOf = (subgraph: string): string => String(generations.get(subgraph) ?? 0);
  const drop = (key: string): void => {
    bytes -= held.get(key)?.bytes ?? 0;
    held.delete(key);
  };
  const find = (key: string, generation: string): Kept | undefined => {
    const found = held.get(key);
    if (!found) return undefined;
    held.delete(key);
    if (found.expiresAt > now() && found.generation === generation) return void held.set(key, found), found;
    bytes -= found.bytes;
    return undefined;
  };
  const keep = ({ key, text, expiresAt }: Entry, generation: string): void => {
    drop(key);
    const size = (key.length + text.length) * bytesPerCharacter + bytesAround;
    if (size > mostBytes) return;
    held.set(key, { text, expiresAt, generation, bytes: size });
    bytes += size;
    while (bytes > mostBytes) drop(held.keys().next().value!);
  };
  return {
    find(subgraph, keys): Found {
      const generation = generationOf(subgraph);
      return { generation, kept: keys.map((key) => find(key, generation)) };
    },
    keep(_subgraph, generation, entries) {
      for (const entry of entries) keep(entry, generation);
    },
    forget: (subgraph) => void generations.set(subgraph, (generations.get(subgraph) ?? 0) + 1),
    bytes: () => bytes,
    close: () => (held.clear(), void (bytes = 0)),
  };
}
