import { servicePolicy } from './testing/servicePolicy.ts';
import { loadServicePolicy } from './storage/loadServicePolicy.ts';
import { startInstance } from './testing/instance.ts';
import type { Instance } from './testing/instance.ts';
import { admin, customer, manager, operative } from './testing/people.ts';
import { aTicketInput, createTicket } from './testing/story.ts';

let ticket: Instance;
beforeAll(async () => void (ticket = await startInstance()));
afterAll(() => ticket.stop());

const whole = 'version effectiveFrom savedBy { kind id } note calendar { timeZone opening { weekday from until } holidays } dayMinutes targets { P1 { clock respondMinutes arriveMinutes } P2 { clock respondMinutes arriveMinutes } P3 { clock respondMinutes arriveMinutes } P4 { clock respondMinutes arriveMinutes } } noEntryAfterSeconds limits { openTickets unprovenOpenTickets openUrgentTickets ticketsPerDay commentsPerHour commentsPerTicketAndDay staffTicketsPerHour staffCommentsPerHour } beginAheadMinutes contactHours';
const save = async (input: object, who = admin) =>
  (await ticket.send(who, `mutation ($input: SaveServicePolicyInput!) { saveServicePolicy(input: $input) { policy { ${whole} } userErrors { code field } } }`, { input })).data.saveServicePolicy;
const aPolicy = (more: object = {}) => {
  const { version: _, ...policy } = servicePolicy;
  return { ...policy, effectiveFrom: new Date().toISOString(), note: 'Longer evenings.', ...more };
};

test('the one that comes with the system is what tests and simulations count by, but for the holidays', async () => {
  const { calendar, ...rest } = await loadServicePolicy(ticket.application.database, new Date());
  const { calendar: expected, ...others } = servicePolicy;
  expect(rest).toEqual(others);
  expect({ ...calendar, holidays: [] }).toEqual({ ...expected, holidays: [] });
  expect(calendar.holidays).toEqual(expect.arrayContaining([...expected.holidays]));
});

test('a new version counts for the tickets that come after it takes effect, not for those that are there', async () => {
  const sla = async (id: string) => (await ticket.send(operative, 'query ($id: ID!) { ticket(id: $id) { sla { respondBy arriveBy } } }', { id })).data.ticket.sla;
  const create = async () => (await ticket.send(customer(), createTicket, { input: aTicketInput({ priority: 'P1' }) })).data.createTicket.ticket.id as string;
  const minutesUntil = async (id: string) => {
    const { rows } = await ticket.sql.query(`SELECT round(extract(epoch FROM respond_by - created_at) / 60)::int AS n FROM ticket WHERE id = $1`, [id]);
    return rows[0].n;
  };
  const before = await create();
  const targets = { ...servicePolicy.targets, P1: { clock: 'ALWAYS', respondMinutes: 7, arriveMinutes: 60 } };
  const saved = await save(aPolicy({ targets }));
  expect(saved).toEqual({ policy: { ...aPolicy({ targets }), effectiveFrom: expect.any(String), version: 2, savedBy: { kind: 'ADMIN', id: admin.id } }, userErrors: [] });
  const later = await save(aPolicy({ effectiveFrom: new Date(Date.now() + 3_600_000).toISOString() }));
  expect(later.policy.version).toBe(3);
  const after = await create();
  expect([await minutesUntil(before), await minutesUntil(after)]).toEqual([15, 7]);
  const update = 'mutation ($input: UpdateTicketInput!) { updateTicket(input: $input) { userErrors { code } } }';
  const old = await sla(before);
  for (const priority of ['P2', 'P1']) await ticket.send(customer(), update, { input: { ticketId: before, priority } });
  expect(await sla(before)).toEqual(old);
  const { data } = await ticket.send(manager, '{ servicePolicies(first: 2) { edges { node { version note } } pageInfo { hasNextPage } } }');
  expect(data.servicePolicies).toEqual({ edges: [{ node: { version: 3, note: 'Longer evenings.' } }, { node: { version: 2, note: 'Longer evenings.' } }], pageInfo: { hasNextPage: true } });
});

const opening = (more: object) => ({ calendar: { ...servicePolicy.calendar, opening: [{ weekday: 1, from: '08:00', until: '18:00' }, { weekday: 1, from: '19:00', until: '24:00', ...more }] } });
test.each<[string, object, string]>([
  ['in the past', { effectiveFrom: '2026-01-01T00:00:00Z' }, 'effectiveFrom'],
  ['without a note', { note: ' ' }, 'note'],
  ['in a zone that does not exist', { calendar: { ...servicePolicy.calendar, timeZone: 'Mars/Olympus' } }, 'calendar.timeZone'],
  ['never open', { calendar: { ...servicePolicy.calendar, opening: [] } }, 'calendar.opening'],
  ['open on an eighth day', opening({ weekday: 8 }), 'calendar.opening[1].weekday'],
  ['closed before it opens', opening({ from: '20:00', until: '19:30' }), 'calendar.opening[1].until'],
  ['open twice at one time', opening({ from: '17:00' }), 'calendar.opening[1].from'],
  ['open while clocks are changed', opening({ weekday: 2, from: '02:30' }), 'calendar.opening[1].from'],
  ['at no time', opening({ until: '25:00' }), 'calendar.opening[1].until'],
  ['a day of no minutes', { dayMinutes: 0 }, 'dayMinutes'],
  ['a target of no minutes', { targets: { ...servicePolicy.targets, P2: { clock: 'BUSINESS', respondMinutes: 0, arriveMinutes: 60 } } }, 'targets.P2.respondMinutes'],
  ['hours at the door', { noEntryAfterSeconds: 7_201 }, 'noEntryAfterSeconds'],
  ['weeks ahead', { beginAheadMinutes: 20_161 }, 'beginAheadMinutes'],
  ['for years', { contactHours: 8_761 }, 'contactHours'],
])('a policy %s is refused', async (_, more, field) => expect(await save(aPolicy(more))).toEqual({ policy: null, userErrors: [{ code: 'INVALID_INPUT', field }] }));
