import { startSystem, type System } from './testing/system.ts';
import { createTicket, eventually, offered, sendWell, ticketOf, visitOf, type Data } from './testing/wire.ts';

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
  console.info(`replanned ${Date.now() - asked} ms after the time off was asked for`);
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
