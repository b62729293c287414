import { products, type Product } from '../../../monolith/src/catalogue/products.ts';
import { territories, type Territory } from '../../../monolith/src/catalogue/territories.ts';
import { seedContracts } from '../../../monolith/src/seed/contracts.ts';
import { seedExperts, type Expert as SeededExpert } from '../../../monolith/src/seed/experts.ts';
import { seedCustomers, type Customer as SeededCustomer } from '../../../monolith/src/seed/people.ts';
import { locate } from '../../../workers/ticket-workflow/src/lookups/location.ts';
import type { Point, Standing } from '../dispatchCore.ts';

/** Somebody with a contract; others raise no tickets that lead to a visit. */
export type Customer = { id: string; territoryId: string; location: Point; covered: readonly string[]; /** What the plan promises. */ planArriveMinutes: number };
export type Expert = Standing & { primary: string };
export type World = { territories: readonly Territory[]; experts: Expert[]; customers: Customer[]; products: ReadonlyMap<string, Product> };

const places = territories.map(({ id, lat, lng, prefixes }) => ({ id, lat, lng, postcodePrefixes: prefixes }));

/** The business of the project's seed, as it is on this day: its territories, products, skills, experts and customers. */
export function knownBusiness({ customers, experts, today }: { customers: number; experts: number; today: number }): World {
  const people = seedCustomers(customers, today);
  return {
    territories,
    experts: seedExperts(experts, today).map(expertOf),
    customers: seedContracts(people, today).filter(({ active }) => active).map(({ customer, covered, plan }) => ({ ...homeOf(customer), covered, planArriveMinutes: plan.response_target_minutes })),
    products: new Map(products.map((product) => [product.id, product])),
  };
}

function homeOf({ id, line1, postcode }: SeededCustomer): Pick<Customer, 'id' | 'territoryId' | 'location'> {
  const { territoryId, lat, lng } = locate({ line1, postcode }, places)!;
  return { id, territoryId, location: { lat, lng } };
}

/** As the roster shows experts to dispatch: verified skills only. */
function expertOf({ id, active, lat, lng, territory, secondary, shifts, timeOff, expertise }: SeededExpert): Expert {
  return {
    // The whole day is played on one clock, customers' windows too.
    id, active, home: { lat, lng }, timeZone: 'UTC', primary: territory.id,
    territories: [{ territoryId: territory.id, kind: 'PRIMARY' }, ...secondary.map((territoryId) => ({ territoryId, kind: 'SECONDARY' as const }))],
    shifts: shifts.map(({ weekday, start, end }) => ({ weekday, startMinute: minuteOf(start), endMinute: minuteOf(end) })),
    timeOff: timeOff.map(({ start, end }) => ({ start: new Date(start), end: new Date(end) })),
    skills: expertise.filter(({ verified }) => verified).map(({ skill, level, validUntil }) => ({ skillId: skill.id, level, validUntil: validUntil === null ? null : new Date(validUntil) })),
  };
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
