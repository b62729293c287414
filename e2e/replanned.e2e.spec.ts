import { startSystem, type System } from './testing/system.ts';
import { createTicket, eventually, offered, send, sendWell, ticketOf, visitOf, type Data } from './testing/wire.ts';

let system: System;
beforeAll(async () => void (system = await startSystem()), 120_000);
afterAll(() => system?.stop(), 30_000);

const told = (number: string, template: string) =>
  system.query<{ recipient_id: string; body: string }>('monolith', 'SELECT recipient_id, body FROM customer_notification WHERE template = $1 AND subject LIKE $2', [template, `%${number}`]);
const offersOf = (ticketId: string) => system.query<{ expert_id: string; status: string }>('ticket', 'SELECT expert_id, status FROM offer WHERE ticket_id = $1 ORDER BY created_at', [ticketId]);

test('time off over an accepted visit: within seconds the visit goes to somebody else, and customer and expert are told', async () => {
  const { id, number } = await createTicket(system);
  const { expert, offerId } = await offered(system, id);
  await visitOf(expert, offerId);
  const { visit } = await ticketOf(expert, id);
  const [first] = await offersOf(id);
  await sendWell(expert, 'RequestTimeOff', { input: { start: visit.scheduledStart, end: visit.scheduledEnd, reason: 'Dentist' } });
  const asked = Date.now();
  const [, second] = await eventually(() => offersOf(id), (offers) => offers.length > 1);
  expect(Date.now() - asked).toBeLessThan(20_000);
  expect((await offersOf(id))[0]!.status).toBe('WITHDRAWN');
  const customers = await eventually(() => told(number, 'REPLACEMENT_SOUGHT'), (rows) => rows.length > 0);
  expect(customers).toEqual([{ recipient_id: 'cus_000001', body: expect.stringMatching(/cannot come .* looking for somebody else/) }]);
  expect(await eventually(() => told(number, 'VISIT_WITHDRAWN'), (rows) => rows.length > 0)).toMatchObject([{ recipient_id: first!.expert_id }]);
  const seen = await ticketOf(await system.as('customer'), id);
  expect(['OFFERED', 'ACCEPTED']).toContain(seen.status);
  expect(JSON.stringify(seen.history)).not.toMatch(/TIME_OFF|leave/);
  // Another expert, or the same one at another time.
  expect(second).toBeDefined();
}, 60_000);

test('an expert who cannot arrive: the customer hears it, and a replacement is offered the same visit', async () => {
  const { id, number } = await createTicket(system);
  const { expert, offerId } = await offered(system, id);
  const visitId = await visitOf(expert, offerId);
  await sendWell(expert, 'StartTravel', { visitId });
  const answer = await sendWell(expert, 'CannotArrive', { visitId, reason: 'The car does not start.' });
  expect(answer).toMatchObject({ visit: { id: visitId, status: 'PROPOSED' }, ticket: { id } });
  const offers = await eventually(() => offersOf(id), (rows) => rows.length > 1);
  expect(offers[1]!.expert_id).not.toBe(offers[0]!.expert_id);
  expect(await eventually(() => told(number, 'REPLACEMENT_SOUGHT'), (rows) => rows.length > 0)).toMatchObject([{ recipient_id: 'cus_000001' }]);
  expect((await told(number, 'TICKET_ACCEPTED')) as Data[]).toHaveLength(1);
}, 60_000);

test('nobody at home: refused before a quarter of an hour at the door, then on hold with the clocks standing still; new times bring a new visit', async () => {
  const { id, number } = await createTicket(system);
  const { expert, offerId } = await offered(system, id);
  const visitId = await visitOf(expert, offerId);
  await sendWell(expert, 'StartTravel', { visitId });
  await sendWell(expert, 'ArriveOnSite', { visitId });
  const nobody = () => send(expert, 'CompleteVisit', { input: { visitId, outcome: 'NO_ENTRY', notes: 'Rang twice.' } });
  const early = (await nobody()).data!['completeVisit'];
  expect(early).toMatchObject({ ticket: null, userErrors: [{ code: 'TOO_EARLY', message: expect.stringMatching(/from \d{4}-\d\d-\d\dT[\d:.]+Z on/) }] });
  // A quarter of an hour has gone by, and not only for the expert.
  await system.query('ticket', `UPDATE visit SET arrived_at = arrived_at - interval '15 minutes' WHERE id = $1`, [visitId]);
  expect((await nobody()).data!['completeVisit']).toMatchObject({ ticket: { status: 'ON_HOLD' }, userErrors: [] });
  const customer = await system.as('customer');
  expect((await ticketOf(customer, id)).sla).toMatchObject({ breached: false, pausedAt: expect.any(String) });
  expect(await eventually(() => told(number, 'NOBODY_AT_HOME'), (rows) => rows.length > 0)).toMatchObject([{ recipient_id: 'cus_000001' }]);
  const start = Date.now() + 48 * 3_600_000;
  await sendWell(customer, 'UpdateTicket', { input: { ticketId: id, windows: [{ start: new Date(start).toISOString(), end: new Date(start + 20 * 3_600_000).toISOString() }] } });
  const next = await offered(system, id);
  expect(await visitOf(next.expert, next.offerId)).not.toBe(visitId);
  expect((await ticketOf(customer, id)).sla.pausedAt).toBeNull();
}, 60_000);

test('a manager looks before assigning: the rules that are then overridden are the ones that were shown', async () => {
  const { id } = await createTicket(system);
  await offered(system, id);
  const manager = await system.as('manager');
  const start = new Date(Date.now() + 100 * 3_600_000).toISOString();
  const wish = { ticketId: id, expertId: 'exp_000002', start };
  const seen = await sendWell(manager, 'AssignmentCheck', wish);
  expect(seen).toMatchObject({ possible: true, obstacles: [] });
  const done = await sendWell(manager, 'AssignTicket', { input: { ...wish, reason: 'The customer asked for him.' } });
  expect(done.overriddenRules).toEqual(seen.brokenRules.map(({ rule }: Data) => rule));
}, 60_000);
