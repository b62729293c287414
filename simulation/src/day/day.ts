import type { Dice } from '../dice.ts';
import type { DispatchPolicy } from '../dispatchCore.ts';
import { DAY, HOUR } from '../world/calendar.ts';
import type { Demand } from '../world/demand.ts';
import type { World } from '../world/world.ts';

/** A day of the business: the same for everybody who is to manage it. */
export type Day = { world: World; dice: Dice; policy: DispatchPolicy; today: number; demand: readonly Demand[] };

/** From the first moment of `today`: when it is asked who still has nobody, and when the simulation ends. */
export const EVENING = 22 * HOUR;
export const END = 5 * DAY;
