import { createHash } from 'node:crypto';
import type { Caller } from '@sysops-squad/chassis/caller';

/** Those of a supergraph's override labels that hold for a caller: their fields come from where they move to. */
export type ActiveOverrides = (labels: readonly string[], caller: Caller) => string[];

/** @param decided by configuration, whoever asks; `percent(n)` is otherwise decided by who asks, any other label does not hold */
export const createActiveOverrides =
  (decided: Readonly<Record<string, boolean>> = {}): ActiveOverrides =>
  (labels, caller) => {
    if (labels.length === 0) return [];
    const place = placeOf(caller);
    return labels.filter((label) => (Object.hasOwn(decided, label) ? decided[label] : place < percentOf(label)));
  };

const percentOf = (label: string): number => Number(/^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1] ?? 0);

/** From 0 to 100, always the same for the same caller: whoever is among ten percent is among twenty. Before signing in, the address is all there is. */
function placeOf({ kind, id, clientAddress }: Caller): number {
  const digest = createHash('sha256').update(id === null ? `address ${clientAddress}` : `${kind} ${id}`).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * 100;
}
