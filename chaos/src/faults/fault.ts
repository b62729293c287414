import type { Random } from '../random.ts';
import type { System } from '../system/system.ts';

export type Arena = { system: System; random: Random };

/** A fault that has begun. */
export type Injected = {
  detail: string;
  /** How long it is left alone before it is healed. */
  lastsMs: number;
  heal: () => Promise<void>;
};

/** `alone`: may not be part of two at once, because it lasts long or because others would undo it. */
export type FaultKind = { kind: string; alone?: boolean; inject: (arena: Arena) => Promise<Injected> };

export const nothingToHeal = async (): Promise<void> => undefined;
