export type Random = {
  /** 0 ≤ x < 1 */
  fraction(): number;
  /** A whole number from least to most, both included. */
  between(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
};

/** A stream of its own for each part of the seed, so that more of one part leaves the others as they are. */
export function randomStream(name: string): Random {
  let state = 0x811c9dc5;
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  return { fraction, between, pick: (list) => list[between(0, list.length - 1)]!, chance: (probability) => fraction() < probability };
}
