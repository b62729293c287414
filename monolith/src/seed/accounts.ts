import { seededId } from '../ids.ts';
import { randomStream } from './random.ts';
import { iso } from './calendar.ts';
import type { Customer } from './people.ts';
import { demoPhone, mailbox, personName } from './people.ts';
import type { Expert } from './experts.ts';

export type Accounts = {
  users: Record<string, unknown>[];
  profiles: Record<string, unknown>[];
  userOf(personId: string): string;
  profileOf(expertId: string): string;
  operatives: string[];
};

type Person = { email: string; role: string; customerId?: string; expertId?: string; name?: string; phone?: string };

const OPERATIVES = 5;
const MANAGERS = 2;

/** The five demo accounts first (usr_000001 to usr_000005), then staff, experts and customers. */
export function seedAccounts(customers: readonly Customer[], experts: readonly Expert[], passwordHash: string, createdAt: number): Accounts {
  const people = [...demoPeople(customers[0]!, experts[0]!), ...staff(), ...experts.slice(1).map(expertPerson), ...customers.slice(1).map(customerPerson)];
  const users = people.map((person, n) => ({
    id: seededId('usr', n + 1), email: person.email, password_hash: passwordHash, role: person.role, customer_id: person.customerId ?? null,
    active: true, created_at: iso(createdAt),
  }));
  const named = people.map((person, n) => ({ person, userId: users[n]!.id })).filter(({ person }) => person.name);
  const profiles = named.map(({ person, userId }, n) => ({
    id: seededId('prf', n + 1), user_id: userId, name: person.name, email: person.email, phone: person.phone, created_at: iso(createdAt),
  }));
  const userIds = new Map(people.map((person, n) => [person.customerId ?? person.expertId ?? '', users[n]!.id]));
  const profileIds = new Map(named.map(({ person }, n) => [person.expertId ?? '', profiles[n]!.id]));
  return {
    users, profiles, userOf: (id) => userIds.get(id)!, profileOf: (id) => profileIds.get(id)!,
    operatives: users.filter(({ role }) => role === 'OPERATIVE').map(({ id }) => id),
  };
}

function demoPeople(customer: Customer, expert: Expert): Person[] {
  return [
    customerPerson(customer),
    { email: 'operative@sysops.example', role: 'OPERATIVE', name: 'Otto Phone', phone: demoPhone(2) },
    { email: 'expert@sysops.example', role: 'EXPERT', name: expert.name, phone: expert.phone, expertId: expert.id },
    { email: 'manager@sysops.example', role: 'MANAGER', name: 'Mona Lead', phone: demoPhone(4) },
    { email: 'admin@sysops.example', role: 'ADMIN', name: 'Adam Root', phone: demoPhone(5) },
  ];
}

function staff(): Person[] {
  const random = randomStream('staff');
  const roles = [...Array.from({ length: OPERATIVES }, () => 'OPERATIVE'), ...Array.from({ length: MANAGERS }, () => 'MANAGER')];
  return roles.map((role, n) => ({ email: `${role.toLowerCase()}.${n + 2}@sysops.example`, role, name: personName(random), phone: demoPhone(n + 10) }));
}

const customerPerson = (customer: Customer): Person => ({ email: customer.email, role: 'CUSTOMER', customerId: customer.id });

const expertPerson = (expert: Expert, n: number): Person =>
  ({ email: mailbox(expert.name, n + 2, 'experts.example'), role: 'EXPERT', name: expert.name, phone: expert.phone, expertId: expert.id });
