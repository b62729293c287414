/** What was kept, as JSON, and until when; milliseconds since 1970. */
export type Kept = { text: string; expiresAt: number };
export type Entry = Kept & { key: string };

/** What is known of a subgraph's answers. */
export type Found = {
  /** Undefined where nothing can be kept just now. */
  generation: string | undefined;
  /** In the order of the keys. */
  kept: readonly (Kept | undefined)[];
};

/** Where answers are kept. Nothing of it ever throws or takes long: whatever goes wrong, nothing is found. */
export type Store = {
  find: (subgraph: string, keys: readonly string[]) => Found | Promise<Found>;
  /** Of the generation in which it was looked for before it was asked for: what has been asked for before a change is not found after it. */
  keep: (subgraph: string, generation: string, entries: readonly Entry[]) => void;
  /** Begins a new generation: what was kept of the subgraph is not found any more. */
  forget: (subgraph: string) => void | Promise<void>;
  /** In the memory of this process. */
  bytes: () => number;
  close: () => void;
};
