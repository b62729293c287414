import { seededId } from '../ids.ts';
import { firstNames, lastNames, streets } from '../catalogue/names.ts';
import { territories } from '../catalogue/territories.ts';
import type { Territory } from '../catalogue/territories.ts';
import { randomStream } from './random.ts';
import type { Random } from './random.ts';
import { DAY, HOUR, iso } from './calendar.ts';

export type Customer = {
  id: string; name: string; email: string; phone: string; line1: string; postcode: string; territory: Territory; channel: 'EMAIL' | 'SMS'; createdAt: number;
};

export const personName = (random: Random) => `${random.pick(firstNames)} ${random.pick(lastNames)}`;
export const demoPhone = (n: number) => `+4930555000${n}`;
export const mailbox = (name: string, n: number, host: string) => `${name.toLowerCase().replace(' ', '.')}.${n}@${host}`;

export function seedCustomers(count: number, today: number): Customer[] {
  const random = randomStream('customers');
  const byWeight = territories.flatMap((territory) => Array.from({ length: territory.weight }, () => territory));
  return Array.from({ length: count }, (_, n) => (n === 0 ? demoCustomer(today) : customer(n + 1, random, random.pick(byWeight), today)));
}

function demoCustomer(today: number): Customer {
  return {
    id: seededId('cus', 1), name: 'Carla Custer', email: 'customer@sysops.example', phone: demoPhone(1), line1: 'Lindenweg 1', postcode: '10115',
    territory: territories[0]!, channel: 'EMAIL', createdAt: today - 700 * DAY,
  };
}

function customer(n: number, random: Random, territory: Territory, today: number): Customer {
  const name = personName(random);
  return {
    id: seededId('cus', n), name, email: mailbox(name, n, 'customers.example'), phone: `+49151${String(10_000_000 + n)}`,
    line1: `${random.pick(streets)} ${random.between(1, 180)}`, postcode: `${random.pick(territory.prefixes)}${String(random.between(100, 999))}`,
    territory, channel: random.chance(0.3) ? 'SMS' : 'EMAIL', createdAt: today - random.between(60, 800) * DAY - random.between(0, 23) * HOUR,
  };
}

export function customerRows(customers: readonly Customer[]) {
  return customers.map((customer, n) => ({
    id: customer.id, name: customer.name, email: customer.email, phone: customer.phone, line1: customer.line1, city: customer.territory.name,
    postcode: customer.postcode, country: 'DE', notify_channel: customer.channel, quiet_start: n % 5 === 4 ? '22:00' : null,
    quiet_end: n % 5 === 4 ? '07:00' : null, time_zone: 'Europe/Berlin', created_at: iso(customer.createdAt),
  }));
}
