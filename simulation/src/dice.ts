/** At least 0, less than 1. Depends on the seed and on what it is asked about, not on how often it was asked: so every strategy meets the same day. */
export type Dice = (...about: (string | number)[]) => number;

export function createDice(seed: number): Dice {
  return (...about) => {
    let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
    const text = about.join('|');
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    return finished(hash) / 2 ** 32;
  };
}

/** murmur3's last steps: neighbouring texts get numbers far apart. */
function finished(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export const oneOf = <Item>(items: readonly Item[], chance: number): Item => items[Math.floor(chance * items.length)]!;
