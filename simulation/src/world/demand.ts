import type { Product } from '../../../monolith/src/catalogue/products.ts';
import type { Dice } from '../dice.ts';
import { oneOf } from '../dice.ts';
import { arriveByOf, type Priority, type Window } from '../dispatchCore.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import type { Burst } from './regimes.ts';
import { timesAtHome } from './timesAtHome.ts';
import type { Customer, World } from './world.ts';

/** What a customer asks for, and what will happen whoever comes. */
export type Demand = {
  id: string;
  createdAt: number;
  customer: Customer;
  product: Product;
  priority: Priority;
  windows: Window[];
  arriveBy: number;
  /** The customer changes their mind then; null: never. */
  cancelsAt: number | null;
  /** False: of the day before, which is there so that the measured day does not begin empty. */
  measured: boolean;
};

export const CANCELLED = 0.05;

// Share of a day's tickets by hour, from 7 to 20 (UTC).
const hourly = [4, 10, 12, 11, 9, 7, 6, 6, 6, 7, 8, 8, 6];
const priorities: readonly Priority[] = ['P1', 'P2', 'P2', 'P2', 'P2', 'P3', 'P3', 'P3', 'P3', 'P3', 'P3', 'P4'];

export type Wish = { world: World; dice: Dice; today: number; tickets: number; burst: Burst | null };

/** The tickets of the measured day and of the day before, in order. */
export function demandOf({ world, dice, today, tickets, burst }: Wish): Demand[] {
  const draw = (name: string, count: number, timeOf: (chance: number) => number, measured: boolean, more: Pick<Burst, 'category' | 'today'> = {}) =>
    Array.from({ length: count }, (_, n) => demand({ world, dice, id: `${name}-${n + 1}`, createdAt: timeOf(dice('when', name, n)), measured, ...more }));
  const during = (chance: number) => today + burst!.from + Math.floor(chance * (burst!.until - burst!.from));
  return [
    ...draw('before', tickets, (chance) => today - DAY + timeOfDay(chance), false),
    ...draw('day', tickets, (chance) => today + timeOfDay(chance), true),
    ...(burst ? draw('burst', Math.round(burst.share * tickets), during, true, burst) : []),
  ].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

function timeOfDay(chance: number): number {
  let left = chance * hourly.reduce((sum, share) => sum + share);
  const hour = hourly.findIndex((share) => (left -= share) < 0);
  return Math.floor((7 + hour + 1) * HOUR + (left / hourly[hour]!) * HOUR);
}

type Draw = { world: World; dice: Dice; id: string; createdAt: number; measured: boolean; category?: string; today?: true };

function demand({ world, dice, id, createdAt, measured, category, today }: Draw): Demand {
  const { customer, product } = subjectOf(world, (what, n) => dice(what, id, n), category);
  const priority = oneOf(priorities, dice('priority', id));
  const windows = timesAtHome({ createdAt, urgent: priority === 'P1' || today === true, chance: (what) => dice(what, id) });
  return {
    id, createdAt, customer, product, priority, windows, measured,
    arriveBy: +arriveByOf({ priority, createdAt: new Date(createdAt), windows, planArriveMinutes: customer.planArriveMinutes }),
    cancelsAt: dice('cancels', id) < CANCELLED ? createdAt + Math.floor((10 + 590 * dice('cancels at', id)) * MINUTE) : null,
  };
}

/** Who has no product of the category raises no ticket about it. */
function subjectOf({ customers, products }: World, chance: (what: string, n: number) => number, category?: string): { customer: Customer; product: Product } {
  for (let n = 0; ; n += 1) {
    const customer = oneOf(customers, chance('customer', n));
    const mine = customer.covered.map((id) => products.get(id)!).filter((product) => !category || product.category === category);
    if (mine.length > 0) return { customer, product: oneOf(mine, chance('product', n)) };
  }
}
