import { invalid, type Refusal } from '../decision.ts';
import { checkText, firstOf } from '../input.ts';
import type { DispatchPolicy } from './types.ts';

export type SaveDispatchPolicy = Omit<DispatchPolicy, 'version'> & {
  effectiveFrom: Date;
  note: string;
  /** The newest version that the person has seen; absent: a new one is saved behind whatever is the newest. */
  expectedVersion?: number | null;
};

type Limits = readonly [least: number, most: number];

const limits = {
  speedKmh: [5, 200], detourFactor: [1, 3], maximumTravelMinutes: [1, 600], maximumOffers: [1, 50], coolDownHours: [1, 336], dailyCapMinutes: [15, 1440], refusalDays: [1, 90],
} as const satisfies Partial<Record<keyof DispatchPolicy, Limits>>;
const offerLimits: Limits = [1, 1_440];
const weightLimits: Limits = [0, 10_000];
const CLOCKS_DIFFER_MS = 60_000;

/** Null when the policy can be saved: every number within the limits that the schema tells. */
export function checkPolicy(policy: SaveDispatchPolicy, now: Date): Refusal | null {
  return firstOf(
    +policy.effectiveFrom >= +now - CLOCKS_DIFFER_MS ? null : invalid('A policy takes effect now or later: what was decided by another one stays explained by it.', 'effectiveFrom'),
    checkText(policy.note, 'note', 1, 500),
    ...Object.entries(limits).map(([name, range]) => within(policy[name as keyof typeof limits], range, name)),
    ...Object.entries(policy.offerMinutes).map(([priority, minutes]) => within(minutes, offerLimits, `offerMinutes.${priority}`)),
    ...Object.entries(policy.weights).flatMap(([name, weight]) =>
      typeof weight === 'number' ? [within(weight, weightLimits, `weights.${name}`)] : Object.entries(weight).map(([priority, share]) => within(share, weightLimits, `weights.${name}.${priority}`))),
  );
}

const within = (value: number, [least, most]: Limits, field: string): Refusal | null =>
  value >= least && value <= most ? null : invalid(`Give a number from ${least} to ${most}.`, field);
